import assert from 'node:assert/strict'
import { test } from 'node:test'
import zlib from 'node:zlib'
import { Resvg } from '@resvg/resvg-js'
import { encodePng } from '../../src/site/encode-png.ts'

const size = { width: 3, height: 2 }
const pixels = Buffer.from(Array.from({ length: 24 }, (_, index) => (index % 4 === 3 ? 255 : index * 9)))

test('a PNG has its chunks in order, each with the sum of its bytes, and the pixels row by row', () => {
  const png = Buffer.from(encodePng(pixels, size))
  assert.equal(png.toString('latin1', 0, 8), '\x89PNG\r\n\x1a\n')
  const chunks: Record<string, Buffer> = {}
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    const typed = png.subarray(at + 4, at + 8 + length)
    assert.equal(png.readUInt32BE(at + 8 + length), zlib.crc32(typed))
    chunks[typed.toString('latin1', 0, 4)] = typed.subarray(4)
    at += 12 + length
  }
  assert.deepEqual(Object.keys(chunks), ['IHDR', 'IDAT', 'IEND'])
  assert.deepEqual([...(chunks.IHDR ?? [])], [0, 0, 0, 3, 0, 0, 0, 2, 8, 6, 0, 0, 0])
  const rows = zlib.inflateSync(chunks.IDAT ?? Buffer.alloc(0))
  assert.deepEqual([...rows], [0, ...pixels.subarray(0, 12), 0, ...pixels.subarray(12)])
})

test('a PNG is read by another program, with the same pixels', () => {
  const href = `data:image/png;base64,${Buffer.from(encodePng(pixels, size)).toString('base64')}`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><image href="${href}" width="3" height="2" style="image-rendering: pixelated"/></svg>`
  assert.deepEqual([...new Resvg(svg).render().pixels], [...pixels])
})

test('pixels that do not fit the size are a bug', () => {
  assert.throws(() => encodePng(pixels, { width: 4, height: 2 }), /are not 4 by 2 pixels/)
})
