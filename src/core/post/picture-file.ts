import { failure, type Result, success } from '../text/problem.ts'
import { readPictureSize } from './picture-size.ts'

/** A picture of a post or a case study, ready to be served. */
export interface PictureFile {
  readonly folder: 'posts' | 'case-studies'
  readonly slug: string
  readonly file: string
  /** Media type: `image/svg+xml`. */
  readonly type: string
  /** In pixels. */
  readonly width: number
  readonly height: number
  /** Its bytes in base 64, so that a store of texts can hold it. */
  readonly base64: string
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['svg', 'image/svg+xml'],
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['avif', 'image/avif'],
])
const typeOf = (name: string) => TYPES.get(/\.(\w+)$/.exec(name)?.[1] ?? '')

/** A page with all its requests may have 50 kB; a picture further down comes later, and still somebody pays for it. */
const MOST_BYTES = 400_000
/** On a side. A browser unpacks a picture whole: a file of a few bytes may claim gigabytes. */
const MOST_PIXELS = 8_192

export const isPictureName = (name: string): boolean => typeOf(name) !== undefined

/** Media type and size of a picture's file, where readers may be sent it: small enough, and without anything that runs. */
export function checkPictureFile(
  bytes: Uint8Array,
  file: string,
  where: string,
): Result<Pick<PictureFile, 'type' | 'width' | 'height'>> {
  const type = typeOf(file)
  if (type === undefined) throw new TypeError(`no picture: ${file}`)
  if (bytes.length > MOST_BYTES) {
    return failure({
      where,
      what: `it has ${Math.round(bytes.length / 1000)} kB, and a picture may have ${MOST_BYTES / 1000} kB`,
      remedy: 'Make it smaller: 1,280 pixels are wide enough, and WebP or AVIF takes a third of JPEG',
    })
  }
  const danger = type === 'image/svg+xml' ? findDanger(bytes) : undefined
  if (danger !== undefined) {
    return failure({ where, what: `an SVG may not hold ${danger}`, remedy: 'Take it out; a drawing does without' })
  }
  const size = readPictureSize(bytes, type)
  if (size === undefined) {
    return failure({
      where,
      what: `its width and height cannot be read as those of ${type}`,
      remedy: 'Give an SVG `width` and `height` in pixels; save any other picture again in the format of its name',
    })
  }
  const { width, height } = size
  if (Math.max(width, height) > MOST_PIXELS) {
    const what = `it has ${width} by ${height} pixels, and a picture may have ${MOST_PIXELS} on a side`
    return failure({ where, what, remedy: 'Make it smaller: 1,280 pixels are wide enough' })
  }
  return success({ type, ...size })
}

const DANGERS: readonly (readonly [RegExp, string])[] = [
  [/<\s*(?:[\w-]+:)?script\b/i, 'a script'],
  [/<\s*(?:[\w-]+:)?(?:foreignObject|iframe|object|embed|audio|video)\b/i, 'other documents'],
  [/xmlns(?::[^\s=]{1,40})? ?= ?["'][^"'<]{0,80}xhtml/i, 'elements of HTML'],
  [/\son[a-z]+ ?= ?["']/i, 'attributes that run a script'],
  [/\bhref ?= ?["']? ?(?!["'#])\S/i, 'links to elsewhere'],
  [/\battributeName ?= ?["'] ?(?:[\w-]+:)?(?:href|on)/i, 'links that change'],
  [/url\( ?["']? ?(?!["'#])\S|@import|\bimage-set\(|\bsrc\(/i, 'anything loaded from elsewhere'],
  // In a style these stand for letters, and hide what is loaded.
  [/\\[\da-f]/i, 'characters written as a backslash and their number'],
  [/<!(?:DOCTYPE|ENTITY)/i, 'a document type'],
  [/<\?(?!xml )/i, 'instructions to other programs'],
  [/<\?xml [^<>]*\bencoding ?= ?["'](?!utf-8["'])/i, 'text in another encoding than UTF-8'],
  // eslint-disable-next-line no-control-regex -- they are what this is about
  [/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/, 'control characters'],
]

/** What a browser might do with a drawing besides drawing it, whatever way it is written. */
function findDanger(bytes: Uint8Array): string | undefined {
  let svg: string
  try {
    svg = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return 'text in another encoding than UTF-8'
  }
  // One space for many, or looking would take as long as somebody likes.
  const text = svg.replace(/\s+/g, ' ').replace(/&#(?:x([\da-f]+)|(\d+));/gi, (_, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    // A bracket that is written as its number begins no element.
    return code === 0x3c || code > 0x10ffff ? '' : String.fromCodePoint(code)
  })
  return DANGERS.find(([pattern]) => pattern.test(text))?.[1]
}
