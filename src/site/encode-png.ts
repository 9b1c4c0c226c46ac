import zlib from 'node:zlib'

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
/** Eight bits a channel, red, green, blue and alpha; no interlacing. */
const FORMAT = [8, 6, 0, 0, 0]
/** Flat colours pack as well as they need to, in a fourth of the time that the library's own writer takes. */
const LEVEL = 3

/**
 * A PNG (w3.org/TR/png-3) of pixels.
 *
 * @param pixels four bytes each, row by row, alpha not multiplied in
 * @param size in pixels
 */
export function encodePng(
  pixels: Buffer,
  { width, height }: { readonly width: number; readonly height: number },
): Uint8Array<ArrayBuffer> {
  const stride = width * 4
  if (pixels.length !== stride * height) throw new Error(`${pixels.length} bytes are not ${width} by ${height} pixels`)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set(FORMAT, 8)
  // Before each row stands how it was filtered: 0, not at all.
  const rows = Buffer.alloc((stride + 1) * height)
  for (let row = 0; row < height; row++) {
    pixels.copy(rows, row * (stride + 1) + 1, row * stride, (row + 1) * stride)
  }
  const body = zlib.deflateSync(rows, { level: LEVEL })
  const parts = [SIGNATURE, encodeChunk('IHDR', head), encodeChunk('IDAT', body), encodeChunk('IEND', Buffer.alloc(0))]
  return new Uint8Array(Buffer.concat(parts))
}

function encodeChunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(typed.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  typed.copy(chunk, 4)
  chunk.writeUInt32BE(zlib.crc32(typed), typed.length + 4)
  return chunk
}
