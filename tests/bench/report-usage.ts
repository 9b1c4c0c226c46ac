// node --import tests/bench/report-usage.ts FILE: says at the end, on stderr, what the process took.
import fs from 'node:fs'

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  fs.writeSync(2, `\nusage ${JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1_000, memory: maxRSS / 1_024 })}\n`)
})
