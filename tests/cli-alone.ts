/** Files of `tests/cli` that have a process each: they start others, and mostly wait for them. `cli.ts` has the rest. */
export const ALONE = [
  ...['bounces', 'ingest', 'send-killed', 'send-postgres', 'send-rate', 'send-shared', 'serve', 'serve-postgres'],
  ...['serve-silent-database', 'signups', 'start', 'workers'],
].map((name) => `cli/${name}.test.ts`)
