// The tests of the jobs in one process, for a run of all tests, as those of the core are: most do no I/O, the others have
// folders and servers of their own, and those of commands share the thread that commands run in.
import fs from 'node:fs'

for (const file of fs.globSync('jobs/**/*.test.ts', { cwd: import.meta.dirname }).sort()) await import(`./${file}`)
