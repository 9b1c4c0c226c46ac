import fs from 'node:fs'
import zlib from 'node:zlib'
import { forThisMachine, readNetlifyRules } from '../../src/io/netlify-rules.ts'
import { serveSite } from '../../src/io/serve-site.ts'

/** Serves a built site with the headers of its host, and counts the bytes that each request costs in brotli. */
export async function serveMeasured(folder: string, netlifyFile: string) {
  const sizes = new Map<string, number>()
  const server = await serveSite(folder, 0, {
    rules: forThisMachine(readNetlifyRules(netlifyFile)),
    onRequest: (pathname, file) => sizes.set(pathname, zlib.brotliCompressSync(fs.readFileSync(file)).length),
  })
  return { ...server, sizes }
}
