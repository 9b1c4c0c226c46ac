import { checkIssue, countChecks } from '../core/issue/check-issue.ts'
import type { Curation } from '../core/issue/curation.ts'
import { factBlurb } from '../core/issue/fact-blurb.ts'
import { blurbAlternatives, fillBlurb, tellingItem } from '../core/issue/fill-blurb.ts'
import { type GeneratedSectionId, standingOfWords } from '../core/issue/generated-sections.ts'
import { splitIssueBody } from '../core/issue/issue-body.ts'
import { type Issue, type Pick as IssuePick, TARGET_PICKS } from '../core/issue/issue.ts'
import { readingMinutes } from '../core/issue/reading-minutes.ts'
import type { Sections } from '../core/text/section-settings.ts'
import { blurbLimit, sectionsOf } from '../core/issue/section.ts'
import { markdownToText } from '../core/text/markdown-text.ts'
import type { Item } from '../core/item/item.ts'
import type { Story } from '../core/story/story.ts'
import type { BlockView, IssueView, PickView } from './protocol.ts'
import { plainText } from './view-story.ts'

/** The issue at work as the desk shows it. */
export function viewIssue(
  curation: Curation,
  findItem: (id: string) => Item | undefined,
  around: Pick<IssueView, 'file' | 'turn'>,
): IssueView {
  const { issue, isNew } = curation
  return {
    ...issue,
    ...around,
    isNew,
    target: TARGET_PICKS,
    note: splitIssueBody(issue.body).note,
    blocks: listBlocks(issue),
    picks: issue.picks.map((pick) => viewPick(pick, itemsOfPick(curation, pick.id, findItem), sectionsOf(issue))),
    blurbsEdited: issue.picks.filter(({ blurb, unedited }) => blurb.trim() !== '' && !unedited).length,
    ...figuresOf(curation),
  }
}

/** The words of sections, and of those of the program which are gone; in the order of the issue. */
function listBlocks(issue: Issue): BlockView[] {
  const known = sectionsOf(issue)
  const { sections } = splitIssueBody(issue.body, known)
  return known.flatMap(({ id: section }): BlockView[] => {
    const words = sections.get(section)
    const standing = standingOfWords(words, issue.generated?.[section as GeneratedSectionId])
    if (standing === 'absent' || words === '') return []
    return [
      {
        section,
        standing,
        lines: markdownToText(words ?? '')
          .split(/\n+/)
          .filter(Boolean),
      },
    ]
  })
}

type Figures = Pick<IssueView, 'minutes' | 'checks'>

const figures = new WeakMap<Issue, { readonly of: Curation; readonly value: Figures }>()

/** What is counted anew only where the file has changed, or what it is compared with. */
function figuresOf(curation: Curation): Figures {
  const { issue, items, earlier } = curation
  const known = figures.get(issue)
  if (known && known.of.items === items && known.of.earlier === earlier) return known.value
  const value = { minutes: readingMinutes(issue), checks: countChecks(checkIssue(curation)) }
  figures.set(issue, { of: curation, value })
  return value
}

const storiesByItem = new WeakMap<readonly Story[], ReadonlyMap<string, Story>>()

/** The items that tell the story of a pick, the lead first; its own alone where its story is gone. */
function itemsOfPick(
  { stories }: Pick<Curation, 'stories'>,
  id: string,
  findItem: (id: string) => Item | undefined,
): readonly [Item, ...Item[]] | undefined {
  let byItem = storiesByItem.get(stories)
  if (!byItem) {
    byItem = new Map(stories.flatMap((story) => story.items.map((item) => [item.id, story])))
    storiesByItem.set(stories, byItem)
  }
  const story = byItem.get(id)
  if (story) return [story.lead, ...story.items]
  const item = findItem(id)
  return item && [item]
}

/** The item whose excerpt is to be read for a pick: its own, or another of its story where its own says nothing. */
export function itemToQuote(...of: Parameters<typeof itemsOfPick>): Item | undefined {
  const items = itemsOfPick(...of)
  return items && tellingItem(items)
}

function viewPick(pick: IssuePick, items: readonly [Item, ...Item[]] | undefined, sections: Sections): PickView {
  const limit = blurbLimit(pick.section, sections)
  const item = items && tellingItem(items)
  const facts = items && factBlurb(items, limit)
  return {
    ...pick,
    length: [...plainText(pick.blurb)].length,
    limit,
    ...(facts === undefined ? {} : { facts }),
    alternatives: [...(facts === undefined ? [] : [facts]), ...openings(item, limit)].filter(
      (text) => text !== pick.blurb,
    ),
    excerpt: item === undefined ? '' : plainText(item.excerpt),
  }
}

const known = new WeakMap<Item, Map<number, string[]>>()

/** All that the program would take out of an item's excerpt: its own filling-in, and the others. */
export function openings(item: Item | undefined, limit: number): readonly string[] {
  if (item === undefined) return []
  const ofItem = known.get(item) ?? new Map<number, string[]>()
  known.set(item, ofItem)
  const made =
    ofItem.get(limit) ??
    [fillBlurb(item.excerpt, limit), ...blurbAlternatives(item.excerpt, limit)]
      .filter((text) => text !== '')
      .sort((a, b) => a.length - b.length)
  ofItem.set(limit, made)
  return made
}
