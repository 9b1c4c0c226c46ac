import type { Issue, Pick as IssuePick } from './issue.ts'
import type { Item } from '../item/item.ts'

/**
 * The issues, their picks naming just the flaws that have a page: those of an advisory on file. A pick of an advisory
 * that was made before picks named them has those of its item.
 */
export function settlePickCves(issues: readonly Issue[], items: readonly Item[]): Issue[] {
  const advisories = items.filter(({ advisory }) => advisory !== undefined && advisory.cves.length > 0)
  const ofItem = new Map(advisories.map(({ id, advisory }) => [id, advisory?.cves ?? []]))
  const known = new Set([...ofItem.values()].flat())
  const settle = (pick: IssuePick): IssuePick => {
    const { cves: named, ...rest } = pick
    const cves = (named ?? ofItem.get(pick.id) ?? []).filter((cve) => known.has(cve))
    if (named?.length === cves.length || (named === undefined && cves.length === 0)) return pick
    return cves.length === 0 ? rest : { ...rest, cves }
  }
  return issues.map((issue) => ({ ...issue, picks: issue.picks.map(settle) }))
}
