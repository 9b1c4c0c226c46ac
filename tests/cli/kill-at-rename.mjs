// Loaded before a command: kills its process, as a cut of power would, the moment that so many markdown files are in place.
import fs from 'node:fs'

const { renameSync } = fs
let left = Number(process.env.KILL_AT_RENAME)
fs.renameSync = (from, to) => {
  renameSync(from, to)
  if (String(to).endsWith('.md') && --left === 0) process.kill(process.pid, 'SIGKILL')
}
