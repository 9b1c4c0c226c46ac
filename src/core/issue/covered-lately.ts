import type { Item } from '../item/item.ts'
import type { Story } from '../story/story.ts'
import { ownerOf } from '../tag/address.ts'
import { namesProject } from '../tag/names-project.ts'
import { type Project, PROJECTS } from '../tag/projects.ts'
import { createTagger } from '../tag/tagger.ts'
import { addDays } from '../text/count-days.ts'
import { compareText } from '../text/compare-text.ts'
import { dayOf } from '../text/moment.ts'
import type { Curation } from './curation.ts'
import type { Issue } from './issue.ts'
import { type Covered, coveredSubjects, createLastCovered, type Subject } from './last-covered.ts'
import { createPickTags } from './pick-tags.ts'

/** A proposal or a project that a story is about, and where it was covered last. */
export interface CoveredSubject extends Covered {
  readonly kind: Subject['kind']
  /** `KEP-1287`, with its title where that is known; `Cilium` */
  readonly name: string
}

/** What was covered longer ago is no reason to turn anything down. */
const WEEKS = 26
/** Of one story; more would be noise. */
const MOST = 4

type Past = Pick<Curation, 'earlier' | 'items' | 'now'>

/**
 * What a story is about that an earlier issue covered within half a year: proposals that it names and projects that its
 * title names, of each the latest first, at most four.
 */
export function coveredLately(past: Past, { items }: Story): CoveredSubject[] {
  if (past.earlier.length === 0) return []
  const keps = items.flatMap((item) => item.keps)
  const projects = items.flatMap((item) => item.projects.filter((id) => isAbout(item, id)))
  if (keps.length === 0 && projects.length === 0) return []
  const today = dayOf(past.now)
  const since = addDays(today, -7 * WEEKS)
  const lastCovered = readPast(past, since)
  return coveredSubjects({ keps, projects })
    .flatMap((subject): CoveredSubject[] => {
      const last = lastCovered(subject)
      if (last === undefined || last.date < since || last.date > today) return []
      return [{ kind: subject.kind, name: nameOf(subject, items), ...last }]
    })
    .sort((one, other) => compareText(one.kind, other.kind) || other.number - one.number)
    .slice(0, MOST)
}

/** A project whose name a title has, or in whose own place it stands, is what an item is about; others it mentions. */
function isAbout({ title, url }: Item, id: string): boolean {
  const project = BY_ID.get(id)
  if (project === undefined) return false
  return namesProject(project, title) || ownerOf(url) === project
}

type LastCovered = ReturnType<typeof createLastCovered>

const known = new WeakMap<readonly Issue[], { readonly items: readonly Item[]; readonly lastCovered: LastCovered }>()

/** The issues since a day are gone through once, and not for every story; a later day asks for no others. */
function readPast({ earlier, items }: Past, since: string): LastCovered {
  const before = known.get(earlier)
  if (before?.items === items) return before.lastCovered
  const late = earlier.filter(({ date }) => date >= since)
  const picks = late.flatMap((issue) => issue.picks)
  const lastCovered = createLastCovered(late, createPickTags(picks, items, createTagger([]).tag))
  known.set(earlier, { items, lastCovered })
  return lastCovered
}

const BY_ID: ReadonlyMap<string, Project> = new Map(PROJECTS.map((project) => [project.id, project]))

/** A proposal with its title, where an item of the story gives it: `KEP-1287: In-place Update of Pod Resources`. */
function nameOf({ kind, id }: Subject, items: readonly Item[]): string {
  if (kind !== 'kep') return BY_ID.get(id)?.name ?? id
  const title = items.flatMap(({ kepTitles = [] }) => kepTitles).find(({ kep }) => kep === id)?.title
  return title === undefined ? `KEP-${id}` : `KEP-${id}: ${title}`
}
