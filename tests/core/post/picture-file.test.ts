import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkPictureFile } from '../../../src/core/post/picture-file.ts'
import { startProcessorTime } from '../../processor-time.ts'

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
    ['a fill that is spelt in numbers', '<rect fill="&#117;&#x72;l(https://elsewhere.example/#x)"/>'],
    ['a style that is spelt in escapes', '<style>rect { fill: u\\72l(https://elsewhere.example/#x) }</style>'],
    ['a choice of pictures', '<style>rect { mask: image-set("https://elsewhere.example/x.png" 1x) }</style>'],
    ['a link that changes', '<a href="#x"><set attributeName="href" to="https://elsewhere.example/"/></a>'],
    ['a page that leaves', '<h:meta xmlns:h="http://www.w3.org/1999/xhtml" http-equiv="refresh" content="0;url=/x"/>'],
    ['a style sheet that makes another document of it', '<?xml-stylesheet type="text/xsl" href="#x"?>'],
    ['an entity', '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///x">]>'],
    ['a script behind the signs of another encoding', '<sc\u001b(Bript>alert(1)</sc\u001b(Bript>'],
  ] as const) {
    test(`with ${what} is refused`, () => {
      const checked = checkPictureFile(bytes(`<svg width="6" height="2">${inside}</svg>`), 'a.svg', 'a.svg')
      assert.ok(!checked.ok)
      assert.match(String(checked.problems[0]?.what), /an SVG may not hold/)
    })
  }

  for (const [name, data] of [
    ['that says so', bytes('<?xml version="1.0" encoding="iso-2022-jp"?><svg width="6" height="2"/>')],
    ['that does not', new Uint8Array(Buffer.from('\ufeff<svg width="6" height="2"><script/></svg>', 'utf16le'))],
  ] as const) {
    test(`in another encoding ${name} is refused`, () => {
      const checked = checkPictureFile(data, 'a.svg', 'a.svg')
      assert.ok(!checked.ok)
      assert.match(String(checked.problems[0]?.what), /an SVG may not hold text in another encoding/)
    })
  }

  test('is looked through in no time, whatever it is made of', () => {
    const spent = startProcessorTime()
    for (const part of ['<svg ', 'url(   ', ' href =', '<', '&#', ' on', 'xmlns:', '<?xml ']) {
      checkPictureFile(bytes(part.repeat(Math.floor(390_000 / part.length))), 'a.svg', 'a.svg')
    }
    checkPictureFile(bytes(`<svg><style>url(${' '.repeat(390_000)}`), 'a.svg', 'a.svg')
    assert.ok(spent() < 5_000, `${spent()} ms`)
  })

  test('with words that look like an attribute of a script, and signs written as their numbers, is fine', () => {
    const inside = '<text>turn one = on &#8594; &#60;script> (see url (1))</text>'
    assert.ok(checkPictureFile(bytes(`<svg width="6" height="2">${inside}</svg>`), 'a.svg', 'a.svg').ok)
  })

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

test('a picture that claims more pixels than anybody has room for is a problem', () => {
  const data = bytes([0x89], 'PNG\r\n', [0x1a, 10], be32(13), 'IHDR', be32(0xffffffff), be32(4))
  const checked = checkPictureFile(data, 'a.png', 'posts/x/a.png')
  assert.ok(!checked.ok)
  assert.match(String(checked.problems[0]?.what), /4294967295 by 4 pixels, and a picture may have 8192 on a side/)
})
