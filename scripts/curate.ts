import { enableCompileCache } from 'node:module'
import path from 'node:path'

// What was compiled the last time is not compiled again: half of the time that a short command takes.
enableCompileCache(path.resolve(import.meta.dirname, '../node_modules/.cache/compile'))
const { runCurate } = await import('./curate/program.ts')
await runCurate(process.argv.slice(2))
