// The tests of the app in one process, for a run of all tests, as those of the edges are: each has a store of its own, and
// none opens a port.
import fs from 'node:fs'

for (const file of fs.globSync('server/**/*.test.ts', { cwd: import.meta.dirname }).sort()) await import(`./${file}`)
