import type { Pick } from './issue.ts'
import type { Sections } from '../text/section-settings.ts'
import { sectionRank, SECTIONS } from './section.ts'

/**
 * The list with a pick put into its section, at a position counted from 1 (beyond the end: at the end; none: at the
 * end). Picks of other sections keep their order; a section that is new to the list goes where its turn is.
 */
export function placePick(picks: readonly Pick[], pick: Pick, at?: number, sections: Sections = SECTIONS): Pick[] {
  const index = indexIn(picks, pick.section, at, sections)
  return [...picks.slice(0, index), pick, ...picks.slice(index)]
}

function indexIn(picks: readonly Pick[], section: string, at: number | undefined, sections: Sections): number {
  const own = picks.flatMap((pick, index) => (pick.section === section ? [index] : []))
  const taken = at === undefined ? undefined : own[at - 1]
  if (taken !== undefined) return taken
  const last = own.at(-1)
  if (last !== undefined) return last + 1
  const rank = sectionRank(section, sections)
  const next = picks.findIndex((pick) => sectionRank(pick.section, sections) > rank)
  return next === -1 ? picks.length : next
}
