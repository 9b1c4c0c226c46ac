import { ExpectedError } from '../src/core/text/problem.ts'
import {
  addCommonOptions,
  addNetworkOptions,
  commonOptions,
  createProgram,
  createProgress,
  type NetworkOptions,
  parseMoment,
  print,
  printJson,
  runProgram,
  sayProblems,
} from '../src/io/command-line.ts'
import { displayPath } from '../src/io/content-folder.ts'
import { createFeedReader } from '../src/io/feed-reader.ts'
import { createFeedStates } from '../src/io/feed-state-files.ts'
import { createFeedClient } from '../src/io/fetch-feed.ts'
import { readItems, removeLeftovers, writeItem } from '../src/io/item-files.ts'
import { readSources } from '../src/io/source-files.ts'
import { readUserAgent } from '../src/io/user-agent.ts'
import { formatIngestReport } from '../src/jobs/format-ingest-report.ts'
import { ingest } from '../src/jobs/ingest.ts'

const DEFAULT_SPAN = 35 * 86_400_000

interface Options extends NetworkOptions {
  readonly source?: readonly string[]
  readonly since?: Date
  readonly force?: boolean
  readonly dryRun?: boolean
}

const program = addNetworkOptions(
  addCommonOptions(createProgram('ingest', 'Reads the feeds of content/sources into content/items.')),
)
  .option('--source <id>', 'only this source; may be repeated', (id, before: string[] = []) => [...before, id])
  .option('--since <date>', 'leave out what was published before (default: 35 days ago)', parseMoment)
  .option('--force', 'ask feeds whose next poll lies ahead, too')
  .option('--dry-run', 'print what would be written, and write nothing')
  .addHelpText(
    'after',
    `
Examples:
  npm run ingest
  npm run ingest -- --source lwkd --since 2026-01-01
  npm run ingest -- --dry-run --json`,
  )
  .action(async (options: Options) => {
    const { content, state, now, json } = commonOptions(program)
    const sources = readSources(content)
    const items = readItems(content)
    if (items.problems.length > 0) throw new ExpectedError(items.problems)
    const chosen = options.source
      ? options.source.map((id) => sources.entries.find((source) => source.id === id) ?? unknownSource(id))
      : sources.entries
    if (chosen.length === 0 && sources.problems.length === 0) {
      throw new ExpectedError({
        where: displayPath(`${content}/sources`),
        what: 'there are no sources',
        remedy: 'Add one with `npm run sources -- import FILE.opml`, or name another folder with --content',
      })
    }
    sayProblems(sources.problems, 'warning')
    if (!options.dryRun) removeLeftovers(content)
    const progress = createProgress('feeds', chosen.length)
    const reader = createFeedReader()
    const report = await ingest(
      {
        sources: chosen,
        followed: sources.entries,
        stored: items.entries,
        now,
        since: options.since ?? new Date(now.getTime() - DEFAULT_SPAN),
        force: options.force ?? false,
        dryRun: options.dryRun ?? false,
        content,
      },
      {
        readFeed: reader.readFeed,
        fetchFeed: createFeedClient({ ...options, userAgent: readUserAgent(content) }),
        states: createFeedStates(state),
        writeItem: (stored) => writeItem(content, stored),
        onSource: ({ id }) => {
          progress.step(id)
        },
      },
    )
    progress.end()
    reader.close()
    if (json) printJson({ items: report.items, sources: report.sources })
    else print(formatIngestReport(report, options.dryRun ?? false))
    if (report.sources.every(({ status }) => status === 'failed')) process.exitCode = 1
  })

function unknownSource(id: string): never {
  throw new ExpectedError(
    { where: `--source ${id}`, what: 'there is no such source', remedy: 'See `npm run sources -- list`' },
    2,
  )
}

await runProgram(program, process.argv.slice(2))
