// What `npm run curate` starts. It is plain JavaScript, so that Node needs no TypeScript before there is the cache of what
// it compiled the last time; the two are a third of the time that a short command takes.
import { enableCompileCache } from 'node:module'
import path from 'node:path'

enableCompileCache(path.resolve(import.meta.dirname, '../node_modules/.cache/compile'))
const { runCurate } = await import('./curate/program.ts')
await runCurate(process.argv.slice(2))
