import type { Verdict } from '../core/issue/curation-state.ts'
import type { Issue } from '../core/issue/issue.ts'
import { type Coverage, coverageOf, type Sources } from '../core/story/carriers.ts'
import { findFloods } from '../core/story/find-floods.ts'
import type { Story } from '../core/story/story.ts'
import type { FlagId } from './flags.ts'
import { KIND_GROUPS } from './kinds.ts'
import { createLine, type Line, newestFirst } from './line.ts'

/** A story that was considered and not picked. */
export interface Candidate extends Line {
  /** Where else it stands: what other sources have of it. */
  readonly carriers: readonly Coverage[]
  /** Why an editor left it out, in their words. */
  readonly reason: string | undefined
  /** The other issue that has it. */
  readonly ranIn: Issue | undefined
  /** An editor has put it by for another issue. */
  readonly isHeld: boolean
}

/** Many candidates of one source and day, shown as one row until somebody opens it. */
export interface FloodRow {
  readonly source: string
  readonly day: string
  readonly candidates: readonly Candidate[]
}

export interface CandidateGroup {
  readonly kind: string
  readonly title: string
  readonly flag: FlagId
  /** Newest first. */
  readonly lines: readonly Candidate[]
  /** The same, with floods in a row each. */
  readonly rows: readonly (Candidate | FloodRow)[]
}

/** What is known of candidates besides themselves. */
export interface CandidateContext {
  readonly sources: Sources
  /** What the editors of the issue said, by the id of the item. */
  readonly verdicts?: ReadonlyMap<string, Verdict>
  /** The issue that ran an item. */
  readonly ranIn?: (item: { id: string; url: string }) => Issue | undefined
}

/** The others: the stories of a pool that are neither a pick nor named beside one, by kind, newest first. */
export function groupCandidates(
  issue: Issue,
  stories: readonly Story[],
  context: CandidateContext,
): readonly CandidateGroup[] {
  const { sources } = context
  const ids = new Set(issue.picks.map(({ id }) => id))
  const urls = new Set(issue.picks.flatMap(({ url, also }) => [url, ...also.map((other) => other.url)]))
  const others = stories.filter(({ items }) => !items.some(({ id, url }) => ids.has(id) || urls.has(url)))
  return KIND_GROUPS.map((group) => {
    const ofKind = others.filter(({ lead }) => lead.kind === group.kind)
    const lines = ofKind.map((story) => createCandidate(story, context)).sort(newestFirst)
    return { ...group, lines, rows: arrangeRows(lines, ofKind, sources) }
  }).filter(({ lines }) => lines.length > 0)
}

function createCandidate(story: Story, { sources, verdicts, ranIn }: CandidateContext): Candidate {
  const said = story.items.map(({ id }) => verdicts?.get(id)).filter((verdict) => verdict !== undefined)
  const line = createLine(story, sources)
  return {
    ...line,
    carriers: coverageOf(story, sources).filter(({ source }) => line.also.includes(source)),
    reason: said.find(({ reason }) => reason !== undefined)?.reason,
    ranIn: story.items.map((item) => ranIn?.(item)).find((issue) => issue !== undefined),
    isHeld: said.some(({ verdict }) => verdict === 'shortlist'),
  }
}

/** A flood stands where the newest of it would. */
function arrangeRows(lines: readonly Candidate[], stories: readonly Story[], sources: Sources) {
  const floods = new Map(
    findFloods(stories, sources).flatMap(({ id, day, stories: of }) => of.map((story) => [story.id, { id, day }])),
  )
  const byFlood = Map.groupBy(lines, ({ id }) => floods.get(id)?.id)
  return lines.flatMap((line): (Candidate | FloodRow)[] => {
    const flood = floods.get(line.id)
    if (flood === undefined) return [line]
    const candidates = byFlood.get(flood.id) ?? []
    return candidates[0] === line ? [{ source: line.source, day: flood.day, candidates }] : []
  })
}

/** Part of a group, on one page. */
export interface CandidatePart extends Omit<CandidateGroup, 'lines'> {
  /** How many of the group stand here. */
  readonly count: number
  /** Whether the page before shows the first of the group. */
  readonly isContinued: boolean
}

/** How many candidates a page holds at most, but for a flood that is larger by itself: 16 kB, packed, of the 50 that a page may have. */
const CANDIDATES_A_PAGE = 450

/** Pages of candidates: kind by kind, a kind on several pages where it is large; one empty page where there is nothing. */
export function paginateCandidates(
  groups: readonly CandidateGroup[],
  size: number = CANDIDATES_A_PAGE,
): readonly (readonly CandidatePart[])[] {
  const pages: CandidatePart[][] = [[]]
  let room = size
  const turn = () => {
    pages.push([])
    room = size
  }
  for (const { kind, title, flag, lines, rows } of groups) {
    // A kind that would fit on a page of its own is not torn apart.
    if (lines.length > room && lines.length <= size && room < size) turn()
    let part: (Candidate | FloodRow)[] = []
    const close = (isContinued: boolean) => {
      if (part.length > 0) pages.at(-1)?.push({ kind, title, flag, rows: part, count: countOf(part), isContinued })
      part = []
    }
    let isContinued = false
    for (const row of rows) {
      const weight = countOf([row])
      if (weight > room && room < size) {
        close(isContinued)
        isContinued = row !== rows[0]
        turn()
      }
      part.push(row)
      room -= weight
    }
    close(isContinued)
  }
  return pages
}

const countOf = (rows: readonly (Candidate | FloodRow)[]) =>
  rows.reduce((sum, row) => sum + ('candidates' in row ? row.candidates.length : 1), 0)
