import { type Covered, createLastCovered, type Subject } from '../core/issue/last-covered.ts'
import { createPickTags } from '../core/issue/pick-tags.ts'
import type { Item } from '../core/item/item.ts'
import type { CaseStudy } from '../core/post/case-study.ts'
import type { Post } from '../core/post/post.ts'
import { foldItems } from '../core/story/fold-items.ts'
import type { Story } from '../core/story/story.ts'
import { kepNumber } from '../core/tag/kep.ts'
import { PROJECTS } from '../core/tag/projects.ts'
import { createTagger } from '../core/tag/tagger.ts'
import { compareText } from '../core/text/compare-text.ts'
import { isOfKubernetes } from '../core/text/site-settings.ts'
import type { SiteContent } from './site-content.ts'
import { createLine, itemMoment, type Line, newestItemFirst } from './line.ts'
import { type PlacedPick, placePicks } from './placed-pick.ts'

/** Everything that has one tag, or is of one kind; each list newest first. */
export interface TagShelf {
  readonly items: readonly Item[]
  /** How many of the items are of the last 90 days. */
  readonly recent: number
  /** UTC day of the newest item. */
  readonly newest: string | undefined
  readonly picks: readonly PlacedPick[]
  readonly writing: readonly (Post | CaseStudy)[]
}

/** Shelves by tag. */
export type Shelves = ReadonlyMap<string, TagShelf>

export interface TagIndex {
  readonly topics: Shelves
  readonly groups: Shelves
  readonly versions: Shelves
  readonly kinds: Shelves
  /** By number: `1287`. Of enhancement proposals that something names; a tag that is no such number has none. */
  readonly keps: Shelves
  /** By id. Of the projects that we know; a tag that names none of them, or none any more, has none. */
  readonly projects: Shelves
  /** Where published issues had a proposal or a project last. */
  readonly lastCovered: (subject: Subject) => Covered | undefined
  /** The newest issue that has an item, by the item's id. */
  readonly picked: ReadonlyMap<string, PlacedPick>
  /** Stories of a shelf, newest first, at most as many as asked; what is folded was folded once for all shelves. */
  readonly storiesOf: (shelf: TagShelf, most: number) => readonly Story[]
  /** Such a story as a line; made once for all pages that show it. */
  readonly lineOf: (story: Story) => Line
}

export type TaggedContent = Pick<
  SiteContent,
  'items' | 'issues' | 'topics' | 'sourceNames' | 'edits' | 'posts' | 'caseStudies' | 'now'
> & { readonly settings?: Pick<SiteContent['settings'], 'kubernetes'> }

export const NO_SHELF: TagShelf = { items: [], recent: 0, newest: undefined, picks: [], writing: [] }

const DAY = 86_400_000
const RECENT_DAYS = 90
const PROJECT_IDS: ReadonlySet<string> = new Set(PROJECTS.map(({ id }) => id))
/** Items of a shelf that are folded, of the newest: enough for fifty stories of a tag, and for a hundred of a kind. */
const FOLDED = 70
const FOLDED_OF_KIND = 130

const known = new WeakMap<TaggedContent, TagIndex>()

/** All items, picks, posts and case studies by what they are about; read once for each content. */
export function indexTags(content: TaggedContent): TagIndex {
  const index = known.get(content) ?? createIndex(content)
  known.set(content, index)
  return index
}

function createIndex(content: TaggedContent): TagIndex {
  const { now } = content
  const items = content.items.toSorted(newestItemFirst)
  const placed = placePicks(content.issues)
  const picks = placed.map(({ pick }) => pick)
  const { tag } = createTagger([...content.topics.values()], { kubernetes: isOfKubernetes(content.settings ?? {}) })
  const tagsOf = createPickTags(picks, items, tag)
  const writing = [...content.posts, ...content.caseStudies].sort(newestWritingFirst)
  const shelve = (field: 'topics' | 'sigs' | 'versions') =>
    createShelves(now, {
      items: groupByTag(items, (item) => item[field]),
      picks: groupByTag(placed, ({ pick }) => tagsOf(pick)[field]),
      writing: groupByTag(writing, (each) => each[field]),
    })
  const [topics, groups, versions] = [shelve('topics'), shelve('sigs'), shelve('versions')]
  const kinds = createShelves(now, {
    items: groupByTag(items, ({ kind }) => [kind]),
    picks: groupByTag(placed, ({ pick }) => [pick.kind]),
    writing: new Map<string, (Post | CaseStudy)[]>(),
  })
  const shelveNames = (namesOf: (tags: Pick<Item, 'keps' | 'projects'>) => readonly string[]) =>
    createShelves(now, {
      items: groupByTag(items, namesOf),
      picks: groupByTag(placed, ({ pick }) => namesOf(tagsOf(pick))),
      writing: new Map<string, (Post | CaseStudy)[]>(),
    })
  const keps = shelveNames((tags) => tags.keps.map(kepNumber).filter((number) => number !== undefined))
  const projects = shelveNames((tags) => tags.projects.filter((id) => PROJECT_IDS.has(id)))
  return {
    ...{ topics, groups, versions, kinds, keps, projects },
    lastCovered: createLastCovered(content.issues, tagsOf),
    picked: new Map(placed.toReversed().map((each) => [each.pick.id, each])),
    storiesOf: createFolding(content, { topics, groups, versions, kinds, keps, projects }),
    lineOf: once((story: Story) => createLine(story, content.sourceNames)),
  }
}

interface Parts {
  readonly items: ReadonlyMap<string, readonly Item[]>
  readonly picks: ReadonlyMap<string, readonly PlacedPick[]>
  readonly writing: ReadonlyMap<string, readonly (Post | CaseStudy)[]>
}

function createShelves(now: Date, { items, picks, writing }: Parts): Shelves {
  const since = now.getTime() - RECENT_DAYS * DAY
  const tags = new Set([...items.keys(), ...picks.keys(), ...writing.keys()])
  return new Map(
    [...tags].sort(compareText).map((tag): [string, TagShelf] => {
      const own = items.get(tag) ?? []
      const [first] = own
      const shelf = {
        items: own,
        recent: own.filter((item) => Date.parse(itemMoment(item)) > since).length,
        newest: first && itemMoment(first).slice(0, 10),
        picks: picks.get(tag) ?? [],
        writing: writing.get(tag) ?? [],
      }
      return [tag, shelf]
    }),
  )
}

function groupByTag<T>(all: readonly T[], tagsOf: (one: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    for (const tag of new Set(tagsOf(one))) {
      const group = groups.get(tag)
      if (group) group.push(one)
      else groups.set(tag, [one])
    }
  }
  return groups
}

function newestWritingFirst(one: Post | CaseStudy, other: Post | CaseStudy): number {
  return compareText(other.date, one.date) || compareText(one.slug, other.slug)
}

/**
 * Folding takes its time, and the newest of one shelf are for the most part those of another: so the newest of all
 * shelves are folded together, once, and the years behind them never.
 */
function createFolding(
  { sourceNames, edits }: Pick<TaggedContent, 'sourceNames' | 'edits'>,
  {
    topics,
    groups,
    versions,
    kinds,
    keps,
    projects,
  }: Pick<TagIndex, 'topics' | 'groups' | 'versions' | 'kinds' | 'keps' | 'projects'>,
): TagIndex['storiesOf'] {
  let stories: ReadonlyMap<Item, Story> | undefined
  const fold = () => {
    const newest = [
      ...[topics, groups, versions, keps, projects].flatMap((shelves) =>
        [...shelves.values()].flatMap(({ items }) => items.slice(0, FOLDED)),
      ),
      ...[...kinds.values()].flatMap(({ items }) => items.slice(0, FOLDED_OF_KIND)),
    ]
    const folded = foldItems([...new Set(newest)].sort(newestItemFirst), { sources: sourceNames, edits })
    return new Map(folded.flatMap((story) => story.items.map((item) => [item, story] as const)))
  }
  return ({ items }, most) => {
    stories ??= fold()
    const found = new Set<Story>()
    for (const item of items) {
      if (found.size === most) break
      const story = stories.get(item)
      if (story === undefined) break
      found.add(story)
    }
    return [...found].sort((one, other) => newestItemFirst(one.lead, other.lead))
  }
}

/** A function that asks once for each object, and gives the same again. */
function once<In extends object, Out>(ask: (one: In) => Out): (one: In) => Out {
  const answers = new WeakMap<In, { readonly answer: Out }>()
  return (one) => {
    const known = answers.get(one) ?? { answer: ask(one) }
    answers.set(one, known)
    return known.answer
  }
}
