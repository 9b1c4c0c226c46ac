import { clothsByDay, type Palette } from '../core/text/palette.ts'
import { hoistOf, paletteOf, type SiteSettings } from '../core/text/site-settings.ts'
import { type Flag, type FlagId, FLAGS } from './flags.ts'

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

/** How pictures of a publication look, by day: its colours, and the flags beside its name. */
export type Look = Pick<SiteSettings, 'colours' | 'hoist' | 'kubernetes'>

/** The picture of a page as a tree of boxes, of which `card-picture.ts` makes pixels. */
export function drawCard({ name, title, above, below, flags }: Card, look: Look = {}): CardElement {
  const palette = paletteOf(look)
  const [ink, soft, line, paper] = [palette.ink[0], palette.soft[0], palette.line[0], palette.paper[0]]
  const hoist = hoistOf(look)
  const words = drawable(title) || drawable(above)
  const overline = words === drawable(above) ? '' : drawable(above)
  return box({ ...CARD_SIZE, padding: '58px 72px 54px', color: ink, background: paper }, [
    box({ flexDirection: 'row', alignItems: 'center' }, [
      ...hoist.map((id, at) => drawFlag(id, 40, at === 0 ? 0 : 10, palette)),
      text(drawable(name), {
        marginLeft: hoist.length === 0 ? 0 : 20,
        fontSize: 40,
        fontWeight: 600,
        letterSpacing: -0.6,
      }),
    ]),
    box({ flexGrow: 1, justifyContent: 'center', paddingBottom: 8 }, [
      text(overline, { fontSize: 30, fontWeight: 400, color: soft, marginBottom: 14 }),
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
    box({ flexDirection: 'row', alignItems: 'center', borderTop: `2px solid ${line}`, paddingTop: 26 }, [
      text(drawable(below), { fontSize: 28, fontWeight: 400, color: soft, flexGrow: 1 }),
      ...[...new Set(flags)].map((id) => drawFlag(id, 34, 12, palette)),
    ]),
  ])
}

/** A square of the first flag beside the name, or of the first letter of it, for the home screens of telephones. */
export function drawIcon({ name, ...look }: Look & Pick<SiteSettings, 'name'>, size: number): CardElement {
  const inner = Math.round(size * 0.72)
  const palette = paletteOf(look)
  const [flag] = hoistOf(look)
  const style = { width: size, height: size, alignItems: 'center', justifyContent: 'center' }
  if (flag === undefined) {
    const letter = text(drawable([...name][0] ?? ''), { fontSize: inner, fontWeight: 600, lineHeight: 1 })
    return box({ ...style, background: palette.sea[0], color: palette.paper[0] }, [letter])
  }
  return box({ ...style, background: palette.paper[0] }, [drawFlag(flag, inner, 0, palette)])
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

function drawFlag(id: FlagId, size: number, marginLeft: number, palette: Palette): CardElement {
  const cloths = clothsByDay(palette)
  const { shapes, swallowtail }: Flag = FLAGS[id]
  const paths = shapes.map(([colour, d]): CardElement => ({ type: 'path', props: { d, fill: cloths[colour] } }))
  const edge: CardElement = {
    type: 'path',
    props: { d: 'M0 0h12v12H0z', fill: 'none', stroke: palette.rope[0], 'stroke-width': 0.3 },
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
