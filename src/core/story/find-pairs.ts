import { compareText } from '../text/compare-text.ts'
import type { Telling } from './same-story.ts'
import { visitSimilarTitles } from './similar-titles.ts'

/** Two ids, the first in the order of characters first, and how much their titles are alike: 0 to 1. */
export interface Pair {
  readonly one: string
  readonly other: string
  readonly similarity: number
}

/** With so many of those nearest in time is each telling compared, of all whose titles are equally alike. */
const NEIGHBOURS = 20

/**
 * Visits pairs of tellings whose titles are at least `least` alike. Titles are compared once each, and where many
 * tellings share one, each is paired with those nearest in time, so that a serial of thousands does not make millions.
 */
export function visitPairs(tellings: ReadonlyMap<string, Telling>, least: number, visit: (pair: Pair) => void): void {
  const groups = [...Map.groupBy(tellings, ([, { title }]) => title.key)].filter(([key]) => key !== '')
  const sorted = groups.map(([, group]) => group.sort(byMoment))
  const pair = ([a]: Told, [b]: Told, similarity: number) => {
    visit(a < b ? { one: a, other: b, similarity } : { one: b, other: a, similarity })
  }
  for (const group of sorted) {
    for (const [at, one] of group.entries()) {
      for (const other of group.slice(at + 1, at + 1 + NEIGHBOURS)) pair(one, other, 1)
    }
  }
  const titles = sorted.map(([first]) => first?.[1].title).filter((title) => title !== undefined)
  visitSimilarTitles(titles, least, (one, other, similarity) => {
    const [here = [], there = []] = [sorted[one], sorted[other]]
    const [a, b] = [here[0], there[0]]
    if (a && b && here.length === 1 && there.length === 1) pair(a, b, similarity)
    else pairAcross(here, there, (first, second) => pair(first, second, similarity))
  })
}

type Told = readonly [id: string, telling: Telling]

function pairAcross(here: readonly Told[], there: readonly Told[], pair: (one: Told, other: Told) => void): void {
  const isHere = new Set(here)
  const all = [...here, ...there].sort(byMoment)
  for (const [at, one] of all.entries()) {
    for (const other of all.slice(at + 1, at + 1 + NEIGHBOURS))
      if (isHere.has(one) !== isHere.has(other)) pair(one, other)
  }
}

function byMoment([one, a]: Told, [other, b]: Told): number {
  return (a.published ?? 0) - (b.published ?? 0) || compareText(one, other)
}
