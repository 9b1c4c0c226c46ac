import type { Issue, Pick } from '../core/issue/issue.ts'
import { itemId } from '../core/item/item-id.ts'
import type { Item } from '../core/item/item.ts'
import { isOfForm, type Suggestion } from '../core/item/suggestion.ts'
import type { Story } from '../core/story/story.ts'
import type { GivenAnswer } from '../core/subscription/suggestion-answers.ts'
import { canonicalUrl } from '../core/text/canonical-url.ts'
import { dayOf } from '../core/text/moment.ts'
import { cutText } from '../core/text/plain-text.ts'

/** So many issues back, an answer that could not be given is made up for. */
export const ANSWERED_ISSUES = 8
/** Characters of a title in an answer. */
const LONGEST_TITLE = 300

/** A suggestion whose link is known by the items that it may stand in. */
export interface SuggestedItems {
  readonly id: string
  readonly at: string
  readonly items: readonly string[]
}

/** A published issue, and the stories of what it chose from. */
export interface PublishedIssue {
  readonly issue: Issue
  readonly stories: readonly Story[]
}

/** The suggestions that items came of, or were joined by; those that the app has not got are answered where they were made. */
export function suggestionsInItems(items: readonly Item[]): SuggestedItems[] {
  return items.flatMap(({ id, suggestion }) =>
    suggestion === undefined || isOfForm(suggestion) ? [] : [{ id: suggestion.id, at: suggestion.at, items: [id] }],
  )
}

/** The suggestions that an app has; of several for one link an item knows the first alone, and each wants its answer. */
export function suggestionsOfApp(suggestions: readonly Suggestion[]): SuggestedItems[] {
  return suggestions.map(({ id, at, url }) => ({ id, at, items: linkIds([url]) }))
}

/**
 * What became of suggestions: the pick that each came to, in the first issue that has it. A link is in a pick that leads
 * to it, that names it among its other places, or whose story it was folded into. What was suggested after the day of an
 * issue did not bring it there.
 *
 * @param site the address of the site, without a slash at its end
 */
export function planAnswers(
  published: readonly PublishedIssue[],
  suggestions: readonly SuggestedItems[],
  site: string,
): GivenAnswer[] {
  const answers = new Map<string, GivenAnswer>()
  const inOrder = published
    .filter(({ issue }) => issue.status === 'published')
    .toSorted((a, b) => a.issue.number - b.issue.number)
  for (const { issue, stories } of inOrder) {
    const pickOf = indexPicks(issue, stories)
    for (const { id, at, items } of suggestions) {
      const pick = items.map((item) => pickOf.get(item)).find((found) => found !== undefined)
      if (pick === undefined || answers.has(id) || dayOf(at) > issue.date) continue
      const issueUrl = `${site}/issues/${issue.key}/#${pick.id}`
      answers.set(id, { id, issue: issue.key, issueUrl, title: cutText(pick.title, LONGEST_TITLE) })
    }
  }
  return [...answers.values()]
}

/** The pick that an item stands in, by the item's id; a pick's own link goes before what others name beside theirs. */
function indexPicks({ picks }: Issue, stories: readonly Story[]): ReadonlyMap<string, Pick> {
  const found = new Map<string, Pick>()
  const add = (ids: readonly string[], pick: Pick) => {
    for (const id of ids) if (!found.has(id)) found.set(id, pick)
  }
  for (const pick of picks) add([pick.id, ...linkIds([pick.url])], pick)
  for (const pick of picks) add(linkIds(pick.also.map(({ url }) => url)), pick)
  for (const { items } of stories) {
    const ids = items.flatMap((item) => [item.id, ...linkIds([item.url, ...item.sources.map(({ url }) => url)])])
    const pick = ids.map((id) => found.get(id)).find((one) => one !== undefined)
    if (pick) add(ids, pick)
  }
  return found
}

/** The ids that items of links have. */
const linkIds = (urls: readonly (string | undefined)[]): string[] =>
  urls.flatMap((url) => {
    const canonical = url === undefined ? undefined : canonicalUrl(url)
    return canonical === undefined ? [] : [itemId(canonical)]
  })
