import type { Release } from '../core/release/release.ts'
import { createPatchTable, listMinorFacts, listPatchDays, type MinorFact, type PatchTable } from './minor-facts.ts'
import type { SiteContent } from './site-content.ts'
import { creditSources, type ReleasesPage } from './release-page.ts'
import { createTimeline, type Timeline } from './release-timeline.ts'
import { type ReleaseShelf, type ReleaseView, viewRelease } from './release-view.ts'
import { indexTags, NO_SHELF, type TaggedContent, type TagShelf } from './tag-index.ts'

/** A minor of Kubernetes with what there is of it. */
export interface MinorPage {
  readonly release: Release
  readonly view: ReleaseView
  readonly shelf: TagShelf
  /** The minor before, and the one after. */
  readonly before: ReleaseView | undefined
  readonly after: ReleaseView | undefined
  /** All that are supported or to come, the newest first. */
  readonly current: readonly ReleaseView[]
}

/** What the page of a minor shows of its days. */
export interface MinorView {
  readonly facts: readonly MinorFact[]
  readonly patches: PatchTable
  readonly timeline: Timeline | undefined
  readonly credits: ReleasesPage['credits']
}

export type MinorContent = TaggedContent & ReleaseShelf

/** Where a minor ended longer ago, its drawing ends with it. */
const FAR_DAYS = 400

const known = new WeakMap<object, readonly MinorPage[]>()

/** Every minor on file, the newest first. */
export function listMinors(content: MinorContent): readonly MinorPage[] {
  const pages = known.get(content) ?? createPages(content)
  known.set(content, pages)
  return pages
}

function createPages(content: MinorContent): MinorPage[] {
  const { releases, now } = content
  const { versions } = indexTags(content)
  const views = releases.map((release) => viewRelease(release, now))
  const current = views.filter(({ support }) => support.state !== 'ended' && support.state !== 'unknown')
  return releases.flatMap((release, index): MinorPage[] => {
    const view = views[index]
    if (view === undefined) return []
    const shelf = versions.get(release.minor) ?? NO_SHELF
    return [{ release, view, shelf, before: views[index + 1], after: views[index - 1], current }]
  })
}

/** A minor as its page shows it. */
export function viewMinor(
  { release, view }: MinorPage,
  content: ReleaseShelf & Partial<Pick<SiteContent, 'health'>>,
): MinorView {
  const { minor } = release
  const days = listPatchDays(release, content.now)
    .filter(({ version }) => version !== `${minor}.0`)
    .map(({ day }) => day)
  return {
    facts: listMinorFacts(release),
    patches: createPatchTable(release),
    timeline: createTimeline([view], content.now, { patchDays: new Map([[minor, days]]), farDays: FAR_DAYS }),
    credits: creditSources([release], content),
  }
}

/** `Kubernetes 1.35`, `Kubernetes 1.35 “Timbernetes”`. */
export function minorTitle({ minor, name }: Pick<ReleaseView, 'minor' | 'name'>): string {
  return name === undefined ? `Kubernetes ${minor}` : `Kubernetes ${minor} “${name}”`
}
