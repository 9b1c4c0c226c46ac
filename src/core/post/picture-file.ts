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

const TYPES: Readonly<Record<string, string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
}

/** A page with all its requests may have 50 kB; a picture further down comes later, and still somebody pays for it. */
const MOST_BYTES = 400_000

export const isPictureName = (name: string): boolean => (/\.(\w+)$/.exec(name)?.[1] ?? '') in TYPES

/** Media type and size of a picture's file, where readers may be sent it: small enough, and without anything that runs. */
export function checkPictureFile(
  bytes: Uint8Array,
  file: string,
  where: string,
): Result<Pick<PictureFile, 'type' | 'width' | 'height'>> {
  const type = TYPES[/\.(\w+)$/.exec(file)?.[1] ?? '']
  if (type === undefined) throw new TypeError(`no picture: ${file}`)
  if (bytes.length > MOST_BYTES) {
    return failure({
      where,
      what: `it has ${Math.round(bytes.length / 1000)} kB, and a picture may have ${MOST_BYTES / 1000} kB`,
      remedy: 'Make it smaller: 1,280 pixels are wide enough, and WebP or AVIF takes a third of JPEG',
    })
  }
  const danger = type === TYPES.svg ? findDanger(new TextDecoder().decode(bytes)) : undefined
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
  return success({ type, ...size })
}

const DANGERS: readonly (readonly [RegExp, string])[] = [
  [/<\s*(?:[\w-]+:)?script\b/i, 'a script'],
  [/<\s*(?:[\w-]+:)?(?:foreignObject|iframe|object|embed|audio|video)\b/i, 'other documents'],
  [/\son[a-z]+\s*=/i, 'attributes that run a script'],
  [/\bhref\s*=\s*["']?\s*(?!["'#])\S/i, 'links to elsewhere'],
  [/url\(\s*["']?\s*(?!["'#])\S|@import/i, 'anything loaded from elsewhere'],
  [/<!(?:DOCTYPE|ENTITY)/i, 'a document type'],
]

function findDanger(svg: string): string | undefined {
  return DANGERS.find(([pattern]) => pattern.test(svg))?.[1]
}
