import fs from 'node:fs'
import path from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import satori, { type Font } from 'satori'
import { fingerprint } from '../core/text/fingerprint.ts'
import type { CardElement } from './card.ts'
import { encodePng } from './encode-png.ts'

const PACKAGES = path.resolve('node_modules')
/** Here builds before this one left what they drew: most pictures are the same for ever. */
const CACHE = path.join(PACKAGES, '.cache/crowsnest/cards')
const FONT = '@fontsource/source-serif-4'
/** A new version of one of these may draw other pixels. */
const TOOLS = ['satori', '@resvg/resvg-js', FONT]
/** The first is enough for most, and twice as fast as all. */
const SUBSETS = ['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese'] as const
const LATIN = /^[\u0020-\u007e\u00a0-\u00ff–—‘’“”…]*$/
const WEIGHTS = [400, 600] as const

interface Size {
  readonly width: number
  readonly height: number
}

const fonts = new Map<string, Font[]>()
let tools: string | undefined

/**
 * The pixels of a drawing, or those that were made of the same drawing before. Of all view models this file alone
 * touches the disk, for a picture takes as long as ten pages.
 *
 * @param size width and height in pixels
 * @returns a PNG
 */
export async function renderPicture(drawing: CardElement, size: Size): Promise<Uint8Array<ArrayBuffer>> {
  tools ??= fingerprint(
    TOOLS.map((name) => fs.readFileSync(path.join(PACKAGES, name, 'package.json'), 'utf8')).join(''),
    24,
  )
  const file = path.join(CACHE, `${fingerprint(JSON.stringify([tools, size, drawing]), 24)}.png`)
  const known = readFile(file)
  if (known) return known
  const png = await makePicture(drawing, size)
  writeFile(file, png)
  return png
}

/** The pixels of a drawing, made anew. */
export async function makePicture(drawing: CardElement, size: Size): Promise<Uint8Array<ArrayBuffer>> {
  // The drawing is what satori takes for React's elements.
  const element = drawing as Parameters<typeof satori>[0]
  const svg = await satori(element, { ...size, fonts: fontsFor(drawing), loadAdditionalAsset: refuseGlyph })
  return encodePng(new Resvg(svg, { font: { loadSystemFonts: false } }).render().pixels, size)
}

/** Whoever draws a text asks `drawable` first. */
function refuseGlyph(_: string, text: string): never {
  throw new Error(`no font has the characters of ${JSON.stringify(text)}`)
}

function fontsFor(drawing: CardElement): Font[] {
  const subsets = LATIN.test(JSON.stringify(drawing)) ? SUBSETS.slice(0, 1) : SUBSETS
  return subsets.flatMap((subset) => {
    const known = fonts.get(subset) ?? WEIGHTS.map((weight) => readFont(subset, weight))
    fonts.set(subset, known)
    return known
  })
}

function readFont(subset: string, weight: (typeof WEIGHTS)[number]): Font {
  const file = path.join(PACKAGES, FONT, `files/source-serif-4-${subset}-${weight}-normal.woff`)
  return { name: `Source Serif 4 ${subset}`, weight, style: 'normal', data: fs.readFileSync(file) }
}

function readFile(file: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(fs.readFileSync(file))
  } catch {
    return undefined
  }
}

/** Whole or not at all, for two builds may draw the same at once; a folder that cannot be written to costs time alone. */
function writeFile(file: string, bytes: Uint8Array): void {
  const draft = `${file}.${process.pid}`
  try {
    fs.mkdirSync(CACHE, { recursive: true })
    fs.writeFileSync(draft, bytes)
    fs.renameSync(draft, file)
  } catch {
    fs.rmSync(draft, { force: true })
  }
}
