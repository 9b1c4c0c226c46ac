import type { Pick } from './issue.ts'
import { SECTION_IDS, type SectionId } from './section.ts'

/**
 * The list with a pick put into its section, at a position counted from 1 (beyond the end: at the end; none: at the
 * end). Picks of other sections keep their order; a section that is new to the list goes where its turn is.
 */
export function placePick(picks: readonly Pick[], pick: Pick, at?: number): Pick[] {
  const index = indexIn(picks, pick.section, at)
  return [...picks.slice(0, index), pick, ...picks.slice(index)]
}

function indexIn(picks: readonly Pick[], section: SectionId, at: number | undefined): number {
  const own = picks.flatMap((pick, index) => (pick.section === section ? [index] : []))
  const taken = at === undefined ? undefined : own[at - 1]
  if (taken !== undefined) return taken
  const last = own.at(-1)
  if (last !== undefined) return last + 1
  const next = picks.findIndex((pick) => rank(pick.section) > rank(section))
  return next === -1 ? picks.length : next
}

const rank = (section: SectionId) => SECTION_IDS.indexOf(section)
