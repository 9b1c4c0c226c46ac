// node tests/bench/bare-fetch.ts FILE: fetches what a file names, eight at once, and does nothing with it.
import fs from 'node:fs'
import http from 'node:http'

/** By address, the validator to ask with, if any; what was answered is written back. */
type Wanted = Record<string, string>

const AT_ONCE = 8
const [file = ''] = process.argv.slice(2)
const wanted = JSON.parse(fs.readFileSync(file, 'utf8')) as Wanted

function get(url: string): Promise<http.IncomingMessage> {
  const headers = { 'accept-encoding': 'gzip, br', ...(wanted[url] ? { 'if-none-match': wanted[url] } : {}) }
  return new Promise((resolve, reject) => {
    http.get(url, { headers, agent: false, signal: AbortSignal.timeout(20_000) }, resolve).on('error', reject)
  })
}

const left = Object.keys(wanted)
let bytes = 0
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let url = left.pop(); url !== undefined; url = left.pop()) {
      const response = await get(url)
      for await (const chunk of response as AsyncIterable<Buffer>) bytes += chunk.length
      wanted[url] = response.headers.etag ?? ''
    }
  }),
)
fs.writeFileSync(file, JSON.stringify(wanted))
process.stdout.write(`${bytes}\n`)
