import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkPictureFile } from '../../../src/core/post/picture-file.ts'

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)))
const be32 = (number: number) => [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255]

describe('the size of a picture', () => {
  for (const { file, data } of [
    { file: 'a.svg', data: bytes('<svg width="640" height="200px">') },
    { file: 'box.svg', data: bytes('<?xml version="1.0"?><svg viewBox="0 0 640.2 199.8">') },
    { file: 'a.png', data: bytes([0x89], 'PNG\r\n', [0x1a, 10], be32(13), 'IHDR', be32(640), be32(200)) },
    {
      file: 'a.jpg',
      data: bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc4, 0, 2, 0xff, 0xc2, 0, 11, 8, 0, 200, 2, 128]),
    },
    { file: 'x.webp', data: bytes('RIFF....WEBPVP8X', be32(0), be32(0), [127, 2, 0, 199, 0, 0]) },
    { file: 'l.webp', data: bytes('RIFF....WEBPVP8L....', [0x2f, 127, 194, 49, 0]) },
    { file: 'y.webp', data: bytes('RIFF....WEBPVP8 ....', [0, 0, 0, 0x9d, 1, 0x2a, 128, 2, 200, 0]) },
    {
      file: 'a.avif',
      data: bytes(be32(20), 'ftypavif', be32(20), 'ispe', be32(0), be32(640), be32(200), be32(0), be32(0)),
    },
  ]) {
    test(`is read from ${file}`, () => {
      const checked = checkPictureFile(data, file, file)
      assert.ok(checked.ok, JSON.stringify(checked))
      assert.deepEqual([checked.value.width, checked.value.height], [640, 200])
    })
  }

  for (const [file, data] of [
    ['cut.png', bytes([0x89], 'PNG')],
    ['text.jpg', bytes('This is text.')],
    ['none.svg', bytes('<svg width="100%">')],
    ['other.png', bytes([0xff, 0xd8, 0xff, 0xc0], Array<number>(20).fill(9))],
  ] as const) {
    test(`that cannot be read from ${file} is a problem with a remedy`, () => {
      const checked = checkPictureFile(data, file, `posts/x/${file}`)
      assert.ok(!checked.ok)
      assert.match(String(checked.problems[0]?.what), /width and height cannot be read/)
      assert.ok(checked.problems[0]?.remedy)
    })
  }
})

describe('a drawing', () => {
  for (const [what, inside] of [
    ['a script', '<script>alert(1)</script>'],
    ['a script of another name space', '<s:script/>'],
    ['an event', '<rect onload="alert(1)"/>'],
    ['another document', '<foreignObject><p/></foreignObject>'],
    ['a link to elsewhere', '<use href="https://elsewhere.example/#x"/>'],
    ['a picture of elsewhere', "<image xlink:href='//elsewhere.example/x.png'/>"],
    ['a style of elsewhere', '<style>@import "https://elsewhere.example/x.css"</style>'],
    ['a fill of elsewhere', '<rect style="fill: url(https://elsewhere.example/#x)"/>'],
  ] as const) {
    test(`with ${what} is refused`, () => {
      const checked = checkPictureFile(bytes(`<svg width="6" height="2">${inside}</svg>`), 'a.svg', 'a.svg')
      assert.ok(!checked.ok)
      assert.match(String(checked.problems[0]?.what), /an SVG may not hold/)
    })
  }

  test('with colours, a gradient of its own and a style for the dark is fine', () => {
    const inside =
      '<style>@media (prefers-color-scheme: dark) { rect { fill: #000 } }</style><use href="#a"/><rect fill="url(#g)"/>'
    assert.ok(checkPictureFile(bytes(`<svg width="6" height="2">${inside}</svg>`), 'a.svg', 'a.svg').ok)
  })
})

test('a picture that is too heavy for a page is a problem that says what would do', () => {
  const checked = checkPictureFile(new Uint8Array(500_000), 'a.png', 'posts/x/a.png')
  assert.ok(!checked.ok)
  assert.match(String(checked.problems[0]?.what), /500 kB, and a picture may have 400 kB/)
})
