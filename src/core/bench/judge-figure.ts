import type { Figure } from './figure.ts'

export interface Judgement {
  /** How many times the peer's ours is; not a number where both are nothing. */
  readonly ratio: number
  /** Where the ratio is to be, in the same measure: what is asked of ours alone, too, is so many times the peer's. */
  readonly aim?: { readonly side: 'least' | 'most'; readonly ratio: number }
  readonly isMet?: boolean
}

/** Holds a figure against what is asked of it, if anything is. */
export function judgeFigure({ ours, peer, asked }: Figure): Judgement {
  const ratio = ours / peer
  if (asked === undefined) return { ratio }
  if ('atLeast' in asked) return { ratio, aim: { side: 'least', ratio: asked.atLeast }, isMet: ratio >= asked.atLeast }
  if ('atMost' in asked) return { ratio, aim: { side: 'most', ratio: asked.atMost }, isMet: ratio <= asked.atMost }
  const aim = { side: 'most', ratio: asked.atMostOurs / peer } as const
  return { ratio, aim, isMet: ours <= asked.atMostOurs }
}

/** `8 of 9`: of the figures of which something is asked, how many give it. */
export function countMet(figures: readonly Figure[]): { readonly met: number; readonly asked: number } {
  const verdicts = figures.map((figure) => judgeFigure(figure).isMet).filter((isMet) => isMet !== undefined)
  return { met: verdicts.filter(Boolean).length, asked: verdicts.length }
}
