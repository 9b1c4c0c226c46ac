import type { Issue } from '../core/issue/issue.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { formatSpan } from '../core/text/moment.ts'
import type { CandidatePart } from './candidates.ts'
import type { FlagId } from './flags.ts'
import type { IssueSurroundings } from './issue-pages.ts'
import { candidatesPath } from './paths.ts'

type Numbers = Pick<IssueSurroundings, 'pool' | 'candidateCount'>

/** How many candidates, stories and picks there were, and what the list is not. */
export function describeCandidates(issue: Issue, { pool, candidateCount }: Numbers): string {
  const { picks, candidates, covers } = issue
  const folded = pool.items - pool.stories
  const told = pool.stories - candidateCount
  const stories = folded === 0 ? '' : `, and tell ${countNoun(pool.stories, 'story', 'stories')}`
  const before =
    candidates === undefined || candidates <= pool.items
      ? ''
      : ` The editors had ${candidates} before them, with what was held over.`
  const chosen =
    told === picks.length
      ? `${countNoun(picks.length, 'of them was', 'of them were')} picked`
      : `${countNoun(told, 'of them is', 'of them are')} in the issue, which has ${countNoun(picks.length, 'pick')}`
  const rest = candidateCount === 1 ? 'the other one is here' : `the other ${candidateCount} are here`
  return (
    `${countNoun(pool.items, 'candidate')} came in ${formatSpan(covers)}${stories}.${before} ${capital(chosen)}, ${rest}, ` +
    'with the reason where an editor gave one. A link is here because a source that we follow published it; nobody vouches for it.'
  )
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** The kinds of all pages, each once, with where it begins: on the page at hand, or on another one. */
export function listKinds(pages: readonly (readonly CandidatePart[])[], key: string, here: number) {
  const kinds = new Map<string, { id: string; title: string; flag: FlagId; count: number; href: string }>()
  for (const [index, parts] of pages.entries()) {
    for (const { kind, title, flag, count } of parts) {
      const known = kinds.get(kind)
      const href = `${index + 1 === here ? '' : candidatesPath(key, index + 1)}#${kind}`
      if (known) known.count += count
      else kinds.set(kind, { id: kind, title, flag, count, href })
    }
  }
  return [...kinds.values()]
}
