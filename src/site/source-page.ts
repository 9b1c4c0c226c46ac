import type { Sources } from '../core/story/carriers.ts'
import { createLine, type Line } from './line.ts'
import { createPickLine, type PlacedPick } from './placed-pick.ts'
import type { SourceView } from './source-view.ts'

/** Lines of one calendar year. */
export interface LineYear {
  readonly year: string
  readonly lines: readonly Line[]
}

/** More would be an archive, and a page that grows without end. */
const NEWEST = 50

/** The newest fifty items of a source, a line each: what it carried stands for itself and is not folded. */
export function newestLines({ items }: SourceView, sources: Sources): Line[] {
  return items.slice(0, NEWEST).map((item) => createLine({ id: item.id, lead: item, items: [item] }, sources))
}

/** The newest fifty picks as lines that lead to their place in the issue. */
export function pickLines(picks: readonly PlacedPick[]): Line[] {
  return picks.slice(0, NEWEST).map((placed) => createPickLine(placed, `no. ${placed.issue.number}`))
}

/** Parts sorted lines by year. */
export function groupLinesByYear(lines: readonly Line[]): LineYear[] {
  return [...Map.groupBy(lines, ({ day }) => day.slice(0, 4))].map(([year, ofYear]) => ({ year, lines: ofYear }))
}
