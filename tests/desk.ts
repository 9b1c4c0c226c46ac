// The tests of the desk in one process, for a run of all tests: each has folders of its own, and what they load takes longer than
// what they test.
import fs from 'node:fs'

for (const file of fs.globSync('desk/**/*.test.ts', { cwd: import.meta.dirname }).sort()) await import(`./${file}`)
