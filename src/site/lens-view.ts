import type { Item } from '../core/item/item.ts'
import { speaksOfRemoval } from '../core/item/speaks-of-removal.ts'
import { foldItems } from '../core/story/fold-items.ts'
import type { FlagId } from './flags.ts'
import { listKeps, type KepPage } from './kep-page.ts'
import { KIND_GROUPS } from './kinds.ts'
import { describeRisk, type LensAdvisories, readLensAdvisories } from './lens-advisories.ts'
import { type LensPatch, listLensPatches } from './lens-patches.ts'
import { createLine, type Line } from './line.ts'
import type { MinorContent, MinorPage } from './minor-page.ts'
import type { PlacedPick } from './placed-pick.ts'
import { plainDay, type ReleaseView } from './release-view.ts'
import { indexTags } from './tag-index.ts'
import { countOlder, type OlderYear } from './tag-view.ts'

/** Lines of one heading, and how many there are in all. */
export interface LensGroup {
  readonly lines: readonly Line[]
  readonly count: number
}

/** What concerns whoever runs a minor. */
export interface LensView {
  /** Until when it is supported, and what that means. */
  readonly support: string
  /** Which patch to run, and what advisories on file say of it. */
  readonly patch: string
  readonly risk: string
  readonly patches: readonly LensPatch[]
  readonly advisories: LensAdvisories
  readonly removals: LensGroup
  /** What to know before the next minor; none where no next one is on file. */
  readonly move: (LensGroup & { readonly words: string; readonly to: ReleaseView }) | undefined
  readonly picks: readonly PlacedPick[]
  readonly keps: readonly KepPage[]
  readonly kepCount: number
  /** The newest stories about it that do not stand above, by kind. */
  readonly kinds: readonly (LensGroup & { readonly id: string; readonly title: string; readonly flag: FlagId })[]
  readonly older: readonly OlderYear[]
}

const PICKS = 5
/** Items of a list on which whoever upgrades spends an hour, and not a week. */
const REMOVALS = 30
const MOVES = 20
const KEPS = 40
const STORIES = 50
const PER_KIND = 12

/** A minor through the lens, on the day of `now`. */
export function viewLens({ release, view, shelf, after, current }: MinorPage, content: MinorContent): LensView {
  const { minor } = view
  const index = indexTags(content)
  const advisories = readLensAdvisories(content, shelf.items, { minor, latest: view.patch?.version })
  const removals = shelf.items.filter(isAboutRemoval)
  const shown = new Set([...removals, ...shelf.items.filter(({ advisory }) => advisory !== undefined)])
  const next = after && (index.versions.get(after.minor)?.items ?? []).filter((item) => !shown.has(item))
  const moving = (next ?? []).filter((item) => isAboutRemoval(item) || item.topics.includes('upgrades'))
  const rest = { ...shelf, items: shelf.items.filter((item) => !shown.has(item)) }
  const stories = index.storiesOf(rest, STORIES)
  const keps = listKepsOf(content).get(minor) ?? []
  return {
    support: describeSupport(view, current),
    patch: describePatch(view),
    risk: describeRisk(advisories, minor),
    patches: listLensPatches(release, content.items, { now: content.now, affected: advisories.affected }),
    advisories,
    removals: gather(removals, REMOVALS, content),
    move: after && { to: after, words: describeMove(after), ...gather(moving, MOVES, content) },
    picks: shelf.picks.slice(0, PICKS),
    keps: keps.slice(0, KEPS),
    kepCount: keps.length,
    kinds: KIND_GROUPS.map(({ kind, title, flag }) => {
      const own = stories.filter(({ lead }) => lead.kind === kind)
      const lines = own.slice(0, PER_KIND).map(index.lineOf)
      return { id: kind, title, flag, lines, count: own.length }
    }).filter(({ count }) => count > 0),
    older: countOlder(rest, stories),
  }
}

const isAboutRemoval = (item: Item) => item.topics.includes('deprecations') || speaksOfRemoval(item)

/** As many as have room; what is not shown is counted, too. */
function gather(items: readonly Item[], most: number, { sourceNames, edits }: MinorContent): LensGroup {
  const stories = foldItems(items.slice(0, most), { sources: sourceNames, edits })
  const lines = stories.map((story) => createLine(story, sourceNames))
  return { lines, count: lines.length + Math.max(0, items.length - most) }
}

const kepsByMinor = new WeakMap<object, ReadonlyMap<string, readonly KepPage[]>>()

/** Proposals by the minors that are named with them. */
function listKepsOf(content: MinorContent): ReadonlyMap<string, readonly KepPage[]> {
  const known = kepsByMinor.get(content)
  if (known) return known
  const found = new Map<string, KepPage[]>()
  for (const page of listKeps(content)) {
    for (const minor of page.versions) found.set(minor, [...(found.get(minor) ?? []), page])
  }
  kepsByMinor.set(content, found)
  return found
}

/** Until when a minor is supported, and what that means for who runs it. */
export function describeSupport({ minor, support, maintenance }: ReleaseView, current: readonly ReleaseView[]): string {
  const oldest = current.findLast(({ support: { state } }) => state === 'supported' || state === 'maintenance')
  switch (support.state) {
    case 'planned':
      return `${minor} is planned for ${plainDay(support.day)}. Until it is out, run it where nobody depends on it.`
    case 'due':
      return `${minor} was planned for ${plainDay(support.day)}, and no source on file says that it is out.`
    case 'supported':
      return maintenance === undefined
        ? `${minor} is supported until ${plainDay(support.ends)}: until then it gets fixes.`
        : `${minor} is supported until ${plainDay(support.ends)}; from ${plainDay(maintenance)} on it gets only security and critical fixes.`
    case 'maintenance': {
      const next = current.findLast(({ support: { state } }) => state === 'supported')
      const move = next && ` Plan the move to ${next.minor} before then.`
      return `${minor} is supported until ${plainDay(support.ends)}, but in maintenance: it gets only security and critical fixes.${move ?? ''}`
    }
    case 'ended':
      return [
        `Support of ${minor} ended on ${plainDay(support.ended)}: no fixes any more, not even for security.`,
        oldest &&
          `The oldest minor that is supported is ${oldest.minor}${isNext(minor, oldest.minor) ? ', the next one.' : '; the way there leads through every one between.'}`,
      ]
        .filter(Boolean)
        .join(' ')
    case 'unknown':
      return `No source on file says until when ${minor} is, or was, supported.`
  }
}

/** Whether no minor lies between two. */
function isNext(minor: string, other: string): boolean {
  const [one, two] = [minor, other].map((version) => Number(version.split('.')[1]))
  return one !== undefined && two === one + 1
}

/** `Run 1.35.8, of 20 August 2026.`; '' where no patch is out. */
export function describePatch({ minor, patch, support: { state } }: ReleaseView): string {
  if (patch === undefined || patch.version === `${minor}.0`) return ''
  const of = patch.day === undefined ? '' : `, of ${plainDay(patch.day)}`
  if (state === 'supported' || state === 'maintenance') return `Run ${patch.version}${of}, or later.`
  return `The last patch on file is ${patch.version}${of}.`
}

function describeMove({ minor, support, released }: ReleaseView): string {
  switch (support.state) {
    case 'planned':
      return `${minor} is planned for ${plainDay(support.day)}.`
    case 'due':
      return `${minor} was planned for ${plainDay(support.day)}; no source on file says that it is out.`
    case 'unknown':
      return released === undefined
        ? `When ${minor} came out is not on record.`
        : `${minor} came out on ${plainDay(released)}; until when it is supported is not on record.`
    case 'ended':
      return `Support of ${minor} ended on ${plainDay(support.ended)}, too.`
    case 'supported':
    case 'maintenance':
      return `${minor} is supported until ${plainDay(support.ends)}.`
  }
}
