import fs from 'node:fs'
import zlib from 'node:zlib'
import { forThisMachine, readNetlifyRules } from '../../src/io/netlify-rules.ts'
import { serveSite } from '../../src/io/serve-site.ts'

/** How hard a host tries that packs while somebody waits; at its hardest it takes fifty times as long for a tenth less. */
const QUALITY = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } }

/** Serves a built site with the headers of its host, and says of what was asked for how many bytes it costs in brotli. */
export async function serveMeasured(folder: string, netlifyFile: string) {
  const files = new Map<string, string>()
  const sizes = new Map<string, number>()
  const server = await serveSite(folder, 0, {
    rules: forThisMachine(readNetlifyRules(netlifyFile)),
    onRequest: (pathname, file) => files.set(pathname, file),
  })
  /** Bytes of what was answered under a path, 0 where nothing was; a file is packed once. */
  const bytesOf = (pathname: string): number => {
    const file = files.get(pathname)
    if (file === undefined) return 0
    const known = sizes.get(file)
    if (known !== undefined) return known
    const size = zlib.brotliCompressSync(fs.readFileSync(file), QUALITY).length
    sizes.set(file, size)
    return size
  }
  return { ...server, bytesOf }
}
