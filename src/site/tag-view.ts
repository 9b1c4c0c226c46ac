import type { Story } from '../core/story/story.ts'
import { compareText } from '../core/text/compare-text.ts'
import { itemMoment, type Line } from './line.ts'
import { isCaseStudy, longFormPath } from './long-form-view.ts'
import { createOwnLine, createPickLine, type PlacedPick } from './placed-pick.ts'
import type { TagIndex, TagShelf } from './tag-index.ts'

/** What the page of a topic or of a group shows. */
export interface TagView {
  /** The newest picks, which stand with their blurb, and those before them. */
  readonly notes: readonly PlacedPick[]
  readonly picks: readonly Line[]
  readonly pickCount: number
  /** Posts and case studies of this site. */
  readonly writing: readonly Line[]
  /** The newest stories of our sources. */
  readonly lines: readonly Line[]
  readonly itemCount: number
  /** Where the items stand that are not among the newest: how many in which year; newest first. */
  readonly older: readonly OlderYear[]
}

/** A year, and how many items of it a page does not show. */
export interface OlderYear {
  readonly year: string
  readonly count: number
}

const NOTES = 5
const PICKS = 30
const WRITING = 30
/** More would be an archive, and a page that grows without end. */
const LINES = 50

/** A shelf as the page of its topic or group shows it: the newest of everything. */
export function viewTag(shelf: TagShelf, { storiesOf, lineOf }: Pick<TagIndex, 'storiesOf' | 'lineOf'>): TagView {
  const stories = storiesOf(shelf, LINES)
  return {
    notes: shelf.picks.slice(0, NOTES),
    picks: shelf.picks
      .slice(NOTES, NOTES + PICKS)
      .map((placed) => createPickLine(placed, `no. ${placed.issue.number} · ${placed.pick.source}`)),
    pickCount: shelf.picks.length,
    writing: shelf.writing.slice(0, WRITING).map(createWritingLine),
    lines: stories.map(lineOf),
    itemCount: shelf.items.length,
    older: countOlder(shelf, stories),
  }
}

/** Items that are not among the stories shown, by year, newest first. */
export function countOlder({ items }: TagShelf, stories: readonly Story[]): OlderYear[] {
  const shown = new Set(stories.flatMap((story) => story.items))
  const rest = items.filter((item) => !shown.has(item))
  return [...Map.groupBy(rest, (item) => itemMoment(item).slice(0, 4))]
    .map(([year, { length }]) => ({ year, count: length }))
    .sort((one, other) => compareText(other.year, one.year))
}

function createWritingLine(written: TagShelf['writing'][number]): Line {
  const { slug, title, date } = written
  return createOwnLine(date, {
    id: slug,
    title,
    url: longFormPath(written),
    source: isCaseStudy(written) ? 'case study' : 'post',
    language: 'en',
  })
}
