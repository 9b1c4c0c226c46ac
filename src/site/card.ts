import { type Flag, type FlagColour, type FlagId, FLAGS, HOIST } from './flags.ts'

/** What a picture says that stands for a page where its link is shared. */
export interface Card {
  /** The publication. */
  readonly name: string
  readonly title: string
  /** One line above the title, and one below. */
  readonly above: string
  readonly below: string
  /** Of the page's own sections. */
  readonly flags: readonly FlagId[]
}

/** An element as satori takes it, without React. */
export interface CardElement {
  readonly type: string
  readonly props: {
    readonly style?: Readonly<Record<string, string | number>>
    readonly children?: string | readonly CardElement[]
    readonly [attribute: string]: unknown
  }
}

/** Pixels, as networks ask for. */
export const CARD_SIZE = { width: 1200, height: 630 }

/** The colours of `styles/site.css`, by day. */
const PAPER = '#fbfaf5'
const INK = '#17212e'
const SOFT = '#525d6a'
const LINE = '#d9d5c7'
const ROPE = '#a89f86'
const CLOTH: Record<FlagColour, string> = {
  blue: '#1d4ea2',
  red: '#c8202f',
  yellow: '#f4b400',
  white: '#fff',
  black: '#111',
}

/** The picture of a page as a tree of boxes, of which `card-picture.ts` makes pixels. */
export function drawCard({ name, title, above, below, flags }: Card): CardElement {
  const words = drawable(title) || drawable(above)
  const line = words === drawable(above) ? '' : drawable(above)
  return box({ ...CARD_SIZE, padding: '58px 72px 54px', color: INK, background: PAPER }, [
    box({ flexDirection: 'row', alignItems: 'center' }, [
      ...HOIST.map((id, at) => drawFlag(id, 40, at === 0 ? 0 : 10)),
      text(drawable(name), { marginLeft: 20, fontSize: 40, fontWeight: 600, letterSpacing: -0.6 }),
    ]),
    box({ flexGrow: 1, justifyContent: 'center', paddingBottom: 8 }, [
      text(line, { fontSize: 30, fontWeight: 400, color: SOFT, marginBottom: 14 }),
      text(words, {
        ...{
          display: 'block',
          width: 1056,
          fontWeight: 600,
          lineHeight: 1.08,
          letterSpacing: -1.4,
          wordBreak: 'break-word',
        },
        ...titleStyle(words),
      }),
    ]),
    box({ flexDirection: 'row', alignItems: 'center', borderTop: `2px solid ${LINE}`, paddingTop: 26 }, [
      text(drawable(below), { fontSize: 28, fontWeight: 400, color: SOFT, flexGrow: 1 }),
      ...[...new Set(flags)].map((id) => drawFlag(id, 34, 12)),
    ]),
  ])
}

/** A square of one flag, for the home screens of telephones. */
export function drawIcon(id: FlagId, size: number): CardElement {
  const inner = Math.round(size * 0.72)
  return box({ width: size, height: size, alignItems: 'center', justifyContent: 'center', background: PAPER }, [
    drawFlag(id, inner, 0),
  ])
}

/** The longer a title, the smaller it stands, so that most need no more than three lines; the longest are cut. */
function titleStyle({ length }: string): Readonly<Record<string, string | number>> {
  if (length <= 44) return { fontSize: 88, textWrap: 'balance' }
  if (length <= 80) return { fontSize: 74, textWrap: 'balance' }
  return { fontSize: 62, lineClamp: 4 }
}

/** What Source Serif 4 has of Latin, Greek and Cyrillic, and of signs. */
const KNOWN =
  String.raw`\u0020-\u007e\u00a0-\u012b\u012e-\u0131\u0134-\u0165\u0168-\u017f\u0218-\u021b\u0384-\u038a\u038c` +
  String.raw`\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u0490\u0491\u1ea0-\u1ef9\u2013\u2014\u2018-\u201a\u201c-\u201e` +
  String.raw`\u2020\u2022\u2026\u2032\u2033\u2039\u203a\u20ac\u2122\u2212`
const UNKNOWN = new RegExp(`[^${KNOWN}]`, 'gu')

/**
 * A text as the font can draw it, so that nobody sees a row of empty boxes: signs that it lacks are left out, and of a
 * text with letters of another script there is nothing to draw.
 */
export function drawable(words: string): string {
  const composed = words.normalize('NFC').replace(/\s+/g, ' ')
  if (composed.match(UNKNOWN)?.some((character) => /[\p{L}\p{N}]/u.test(character))) return ''
  return composed.replace(UNKNOWN, '').replace(/ {2,}/g, ' ').trim()
}

function drawFlag(id: FlagId, size: number, marginLeft: number): CardElement {
  const { shapes, swallowtail }: Flag = FLAGS[id]
  const paths = shapes.map(([colour, d]): CardElement => ({ type: 'path', props: { d, fill: CLOTH[colour] } }))
  const edge: CardElement = {
    type: 'path',
    props: { d: 'M0 0h12v12H0z', fill: 'none', stroke: ROPE, 'stroke-width': 0.3 },
  }
  const children = swallowtail ? paths : [...paths, edge]
  return {
    type: 'svg',
    props: { viewBox: '0 0 12 12', width: size, height: size, style: { marginLeft, flexShrink: 0 }, children },
  }
}

function box(style: Readonly<Record<string, string | number>>, children: readonly CardElement[]): CardElement {
  return {
    type: 'div',
    props: { style: { display: 'flex', flexDirection: 'column', boxSizing: 'border-box', ...style }, children },
  }
}

function text(words: string, style: Readonly<Record<string, string | number>>): CardElement {
  return { type: 'div', props: { style: { display: 'flex', ...style }, children: words } }
}
