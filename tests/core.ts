// The tests of the core in one process, for a run of all tests: they are pure, so none can meet another, and a process
// for each file takes longer than what it tests.
import fs from 'node:fs'

for (const file of fs.globSync('core/**/*.test.ts', { cwd: import.meta.dirname }).sort()) await import(`./${file}`)
