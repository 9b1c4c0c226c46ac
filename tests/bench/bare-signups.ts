// node tests/bench/bare-signups.ts FILE BYTES: the least that could take a sign-up, for comparison: Node's own HTTP server,
// one row of one table for each request, on the disk before the answer (synchronous = FULL), and so many bytes of answer.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'

const [file = '', bytes = '0'] = process.argv.slice(2)
const database = new DatabaseSync(file)
database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE signups (number INTEGER PRIMARY KEY, address TEXT, at INTEGER, network TEXT)`)
const insert = database.prepare('INSERT INTO signups (address, at, network) VALUES (?, ?, ?)')
const page = 'x'.repeat(Number(bytes))

const server = http.createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const email = new URLSearchParams(Buffer.concat(parts).toString()).get('email') ?? ''
    insert.run(email, Date.now(), String(request.headers['x-forwarded-for']))
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': page.length }).end(page)
  })
})
server.listen(0, 'localhost', () => {
  process.stdout.write(`ready http://localhost:${(server.address() as AddressInfo).port}\n`)
})
