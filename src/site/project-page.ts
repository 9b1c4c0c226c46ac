import type { Covered } from '../core/issue/last-covered.ts'
import type { Item } from '../core/item/item.ts'
import { ownerOf } from '../core/tag/address.ts'
import { type Project, PROJECTS } from '../core/tag/projects.ts'
import { compareNames, compareText } from '../core/text/compare-text.ts'
import { dayOf } from '../core/text/moment.ts'
import { itemMoment, type Line } from './line.ts'
import { createOwnLine } from './placed-pick.ts'
import { indexTags, type TagIndex, type TaggedContent, type TagShelf } from './tag-index.ts'
import { type TagView, viewTag } from './tag-view.ts'

/** A project of the CNCF with what there is of it. */
export interface ProjectPage {
  readonly project: Project
  /** Where it stands on the web, as far as we know. */
  readonly site: string | undefined
  readonly repository: string | undefined
  readonly shelf: TagShelf
  readonly last: Covered | undefined
}

/** Projects of one maturity: those that something names, and how many nothing does. */
export interface ProjectGroup {
  readonly id: Project['maturity']
  readonly title: string
  readonly pages: readonly ProjectPage[]
  readonly others: number
}

/** What the page of a project shows. */
export interface ProjectView extends TagView {
  /** The newest; the links do not have them again. */
  readonly releases: readonly Line[]
  readonly releaseCount: number
}

const RELEASES = 20

const known = new WeakMap<object, readonly ProjectPage[]>()

/** Every project that an item or a pick names, by name. */
export function listProjects(content: TaggedContent): readonly ProjectPage[] {
  const pages = known.get(content) ?? createPages(content)
  known.set(content, pages)
  return pages
}

function createPages(content: TaggedContent): ProjectPage[] {
  const { projects, lastCovered } = indexTags(content)
  return PROJECTS.flatMap((project): ProjectPage[] => {
    const shelf = projects.get(project.id)
    if (shelf === undefined) return []
    const [site, repository] = [false, true].map((onGitHub) =>
      project.links.find((link) => link.startsWith('github.com/') === onGitHub),
    )
    const address = (link: string | undefined) => link && `https://${link}`
    const last = lastCovered({ kind: 'project', id: project.id })
    return [{ ...{ project, shelf, last }, site: address(site), repository: address(repository) }]
  }).sort(({ project: one }, { project: other }) => compareNames(one.name, other.name) || compareText(one.id, other.id))
}

const MATURITIES: readonly { readonly id: Project['maturity']; readonly title: string }[] = [
  { id: 'graduated', title: 'Graduated' },
  { id: 'incubating', title: 'Incubating' },
  { id: 'sandbox', title: 'Sandbox' },
  { id: 'archived', title: 'Archived' },
]

/** The projects by maturity. */
export function groupProjects(pages: readonly ProjectPage[]): ProjectGroup[] {
  return MATURITIES.map(({ id, title }) => {
    const own = pages.filter(({ project }) => project.maturity === id)
    const all = PROJECTS.filter(({ maturity }) => maturity === id).length
    return { id, title, pages: own, others: all - own.length }
  })
}

/** A project as its page shows it: the newest releases, picks and links. */
export function viewProject({ project, shelf }: ProjectPage, index: TagIndex): ProjectView {
  const released = shelf.items.filter((item) => isOwnRelease(item, project))
  const shown = new Set(released.slice(0, RELEASES))
  const releases = [...shown].map((item) => createReleaseLine(item, project))
  const rest = shown.size === 0 ? shelf : { ...shelf, items: shelf.items.filter((item) => !shown.has(item)) }
  const view = viewTag(rest, index)
  return { ...view, releases, releaseCount: released.length }
}

/** Whether an item announces a release of a project itself, not one that speaks of it. */
function isOwnRelease({ release, url }: Item, { id, name }: Project): boolean {
  if (release === undefined) return false
  const owner = ownerOf(url)
  if (typeof owner === 'object') return owner.id === id
  return [id, name.toLowerCase()].includes(release.project.toLowerCase())
}

/** `v1.18.2: fixes a leak`; with its name, where a project releases several things. */
function createReleaseLine(item: Item, { name }: Project): Line {
  const { id, url, language, title, release } = item
  const moment = itemMoment(item)
  const own = createOwnLine(dayOf(moment), { id, url, language, title, source: '' })
  if (release === undefined) return own
  const { project, version, changes, isPrerelease } = release
  const named = project.toLowerCase() === name.toLowerCase() ? version : `${project} ${version}`
  return {
    ...own,
    title: changes === undefined ? named : `${named}: ${changes}`,
    source: isPrerelease ? 'pre-release' : '',
  }
}

/** A maturity in a sentence about a project. */
export const MATURITY_WORDS: Readonly<Record<Project['maturity'], string>> = {
  graduated: 'a graduated project of the CNCF',
  incubating: 'an incubating project of the CNCF',
  sandbox: 'a project in the sandbox of the CNCF',
  archived: 'an archived project of the CNCF, which it no longer supports',
}
