// The tests of the commands in one process, for a run of all tests: they share the thread of `cli/run-here.ts`, and what it
// has loaded.
import fs from 'node:fs'
import { ALONE } from './cli-alone.ts'

for (const file of fs.globSync('cli/*.test.ts', { cwd: import.meta.dirname, exclude: ALONE }).sort())
  await import(`./${file}`)
