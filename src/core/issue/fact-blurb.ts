import { tellAdvisory } from '../advisory/tell-advisory.ts'
import type { Item } from '../item/item.ts'
import { escapeMarkdown } from './fill-blurb.ts'

/** Words with which a line of changes begins that are no names: these alone take a capital. */
const NO_NAME = /^(?:breaking|deprecated|removed|fixes|security|last release|built with|dependency updates)\b/

/**
 * A blurb of facts, in sentences of ours, where items of one story state some: how bad a flaw is, which versions have it
 * and which are sound; what changed in a release. Inline markdown within the limit, in characters of the plain text;
 * undefined where nothing is stated. The lead counts before those folded under it; of releases it counts alone, for what
 * else tells of one has more to say than its notes.
 */
export function factBlurb(items: readonly [Item, ...Item[]], limit: number): string | undefined {
  for (const { advisory } of items) {
    const told = advisory === undefined ? '' : tellAdvisory(advisory, limit)
    if (told !== '') return escapeMarkdown(told)
  }
  const told = tellRelease(items[0].release)
  return told === undefined || told.length > limit ? undefined : escapeMarkdown(told)
}

function tellRelease(release: Item['release']): string | undefined {
  if (release?.changes === undefined) return undefined
  const changes = release.changes.replace(NO_NAME, (word) => word.charAt(0).toUpperCase() + word.slice(1))
  return `${release.isPrerelease === true ? 'A pre-release. ' : ''}${changes.replace(/\.$/, '')}.`
}
