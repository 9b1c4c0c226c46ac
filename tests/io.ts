// The tests of the edges in one process, for a run of all tests: each has folders and servers of its own, and what a
// process loads takes longer than most of what they test.
import fs from 'node:fs'

for (const file of fs.globSync('io/**/*.test.ts', { cwd: import.meta.dirname }).sort()) await import(`./${file}`)
