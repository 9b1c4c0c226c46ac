import { compareNames, compareText } from '../text/compare-text.ts'
import { countNoun } from '../text/count-noun.ts'
import { type Block, type LinePart, writeMarkdown } from '../text/write-markdown.ts'
import type { ProjectRelease } from './project-release.ts'
import { compareProjectVersions, finalOf } from './project-version.ts'
import { readProjectRelease } from './read-project-release.ts'
import { readReleaseAddress } from './release-address.ts'

/** What the section reads of an item. */
export interface ReleasedItem {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly kind: string
  readonly release?: ProjectRelease | undefined
}

/** Projects with a line of their own, versions beside the highest, and names in a line of names; the rest is counted. */
const MOST_LINES = 30
const MOST_OTHERS = 4
const MOST_NAMES = 20

/** Where all of them stand; a test of the site holds that it is. */
export const RELEASES_ADDRESS = '/kinds/release/'

const ADVISORY = /\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-[\da-z]{4}){3})\b/g

interface Told {
  readonly url: string
  readonly release: ProjectRelease
}

interface Project {
  readonly name: string
  /** The highest version first. */
  readonly releases: readonly Told[]
}

/**
 * The section of releases as markdown; '' where nothing came out. A project is a line, by name: its highest version,
 * what changed, and the other versions. Those that have nothing to say stand together below, pre-releases at the end.
 * Without Kubernetes itself, which has a section of its own, and what `isPicked` says the issue tells elsewhere.
 */
export function listSubprojectReleases<T extends ReleasedItem>(
  items: readonly T[],
  { isPicked }: { readonly isPicked: (item: T) => boolean },
): string {
  const told = items.filter((item) => !isPicked(item)).flatMap(readTold)
  const projects = groupByProject(told)
  const final = projects.flatMap((project) => narrow(project, ({ release }) => release.isPrerelease !== true))
  const early = projects.flatMap(keepEarly)
  const changed = final.filter(({ releases }) => releases.some(({ release }) => release.changes !== undefined))
  const quiet = final.filter((project) => !changed.includes(project))
  const lines = keepMost(changed)
  const rest = [...changed.filter((project) => !lines.includes(project)), ...quiet].toSorted(byName)
  return writeMarkdown([
    { list: lines.map(describeProject) },
    ...nameThem(lines.length > 0 ? 'Also out: ' : '', rest),
    ...nameThem('Pre-releases: ', early),
  ])
}

function readTold({ title, url, kind, release }: ReleasedItem): Told[] {
  const read = release ?? (kind === 'release' ? readProjectRelease({ title, url }) : undefined)
  return read === undefined || isKubernetes(read.project, url) ? [] : [{ url, release: read }]
}

function isKubernetes(project: string, url: string): boolean {
  const address = readReleaseAddress(url)
  if (address === undefined) return project.toLowerCase() === 'kubernetes'
  return `${address.owner}/${address.name}`.toLowerCase() === 'kubernetes/kubernetes'
}

function groupByProject(told: readonly Told[]): Project[] {
  const groups = new Map<string, Told[]>()
  for (const each of told.toSorted((one, other) => compareText(one.url, other.url))) {
    const key = each.release.project.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()].flatMap(partByRepository).toSorted(byName)
}

/** Two repositories may call themselves the same; what stands outside any is of the first. */
function partByRepository(group: readonly Told[]): Project[] {
  const repositories = [...new Set(group.map(({ url }) => repositoryOf(url)).filter((name) => name !== undefined))]
  const [first] = repositories
  if (repositories.length < 2) return [projectOf(group)]
  return repositories.map((repository) =>
    projectOf(
      group.filter(({ url }) => (repositoryOf(url) ?? first) === repository),
      repository,
    ),
  )
}

function projectOf(group: readonly Told[], name?: string): Project {
  const names = group.map(({ release }) => release.project).toSorted(compareText)
  return { name: name ?? names[0] ?? '', releases: withoutTwins(group).toSorted(byVersion) }
}

function repositoryOf(url: string): string | undefined {
  const address = readReleaseAddress(url)
  return address && `${address.owner}/${address.name}`.toLowerCase()
}

/** A version that two feeds tell, once: by the one that says more of it. */
function withoutTwins(releases: readonly Told[]): Told[] {
  const found = new Map<string, Told>()
  for (const each of releases) {
    const key = each.release.version.toLowerCase().replace(/^v/, '')
    const known = found.get(key)
    if (!known || (known.release.changes === undefined && each.release.changes !== undefined)) found.set(key, each)
  }
  return [...found.values()]
}

const byVersion = (one: Told, other: Told) =>
  compareProjectVersions(other.release.version, one.release.version) || compareText(one.url, other.url)
const byName = (one: Project, other: Project) => compareNames(one.name, other.name)

function narrow(project: Project, keep: (told: Told) => boolean): Project[] {
  const releases = project.releases.filter(keep)
  return releases.length === 0 ? [] : [{ ...project, releases }]
}

/** Of pre-releases the latest on the way to each version, where that is not out itself. */
function keepEarly(project: Project): Project[] {
  const isOut = (told: Told) => told.release.isPrerelease !== true
  const out = new Set(project.releases.filter(isOut).map(({ release }) => finalOf(release.version)))
  const latest = new Map<string, Told>()
  for (const told of project.releases.filter((each) => !isOut(each)).toReversed()) {
    latest.set(finalOf(told.release.version), told)
  }
  return narrow(
    project,
    (told) => latest.get(finalOf(told.release.version)) === told && !out.has(finalOf(told.release.version)),
  )
}

/** As many projects as have room: those with fixes of security first, then those with most to say. */
function keepMost(projects: readonly Project[]): Project[] {
  const weigh = ({ releases }: Project) =>
    advisoriesOf(releases).length * 1_000 + (releases[0]?.release.changes ?? '').length
  const kept = new Set(
    projects.toSorted((one, other) => weigh(other) - weigh(one) || byName(one, other)).slice(0, MOST_LINES),
  )
  return projects.filter((project) => kept.has(project))
}

const advisoriesOf = (releases: readonly Told[]) =>
  releases.flatMap(({ release }) => [...(release.changes ?? '').matchAll(ADVISORY)].map(([id]) => id))

function describeProject({ name, releases }: Project): LinePart[] {
  const [first, ...others] = releases
  if (first === undefined) return []
  const teller = first.release.changes === undefined ? releases.find(({ release }) => release.changes) : first
  const changes = teller?.release.changes
  const lead = teller === first ? changes : changes && `in ${teller?.release.version}, ${changes}`
  const minor = isMinor(first) ? undefined : others.find((told) => told.release.changes !== undefined && isMinor(told))
  const shown = chooseOthers(first, others, minor)
  const besides = shown.map((told) => (told === teller ? '' : tellBeside(told, told === minor)))
  const also = shown.map(({ release, url }, at): LinePart[] => {
    const beside = besides[at] ?? ''
    if (beside === '' || beside === besides[at + 1]) return [link(release.version, url)]
    return [link(release.version, url), ` (${beside === besides[at - 1] ? 'each ' : ''}${unlink(beside)})`]
  })
  return [
    link(`${name} ${first.release.version}`, first.url),
    ...(lead === undefined ? [] : [`: ${unlink(lead)}`]),
    ...(also.length === 0 ? [] : ['; also ', ...joinMost(also, others.length)]),
  ]
}

/** As many versions as have room: the minor, then the highest of each branch that people run, then the rest. */
function chooseOthers(first: Told, others: readonly Told[], minor: Told | undefined): Told[] {
  const branchOf = ({ release }: Told) => finalOf(release.version).split('.').slice(0, 2).join('.')
  const seen = new Set([branchOf(first)])
  const heads = others.filter((told) => !seen.has(branchOf(told)) && seen.add(branchOf(told)))
  const chosen = new Set([...(minor ? [minor] : []), ...heads, ...others])
  const kept = new Set([...chosen].slice(0, MOST_OTHERS))
  return others.filter((told) => kept.has(told))
}

/** What is to be known of a version that is not the highest: what it mends, that it is the last, all of a minor. */
function tellBeside({ release }: Told, isWhole: boolean): string {
  if (isWhole) return release.changes ?? ''
  const parts = (release.changes ?? '').split('; ')
  const told = parts.filter((part) => part.startsWith('last release of ') || part.search(ADVISORY) !== -1)
  return told.map((part) => part.replace(/ \([^)]*\)$/, '').replace(/^(?=CVE-|GHSA-)/, 'fixes ')).join('; ')
}

/** Whether it is the first of its branch, `v1.36.0`. */
const isMinor = ({ release }: Told) => /^\d+\.\d+\.0$/.test(finalOf(release.version))

/** Projects by their names alone, in a paragraph. */
function nameThem(lead: string, projects: readonly Project[]): Block[] {
  if (projects.length === 0) return []
  const shown = projects.slice(0, MOST_NAMES)
  const more = projects.length - shown.length
  const names = shown.flatMap((project, index) => [...(index === 0 ? [] : ['; ']), ...nameProject(project)])
  const end = more > 0 ? ['; and ', link(countNoun(more, 'more project'), RELEASES_ADDRESS)] : []
  return [{ paragraph: [lead, ...names, ...end] }]
}

function nameProject({ name, releases }: Project): LinePart[] {
  const shown = releases.slice(0, 1 + MOST_OTHERS)
  const links = shown.map(({ release, url }, at) => [
    link(at === 0 ? `${name} ${release.version}` : release.version, url),
  ])
  return joinMost(links, releases.length)
}

/** With commas between them; of `all`, those that are not among them are counted. */
function joinMost(shown: readonly (readonly LinePart[])[], all: number): LinePart[] {
  const joined = shown.flatMap((each, index) => (index === 0 ? each : [', ', ...each]))
  return all > shown.length ? [...joined, ` and ${all - shown.length} more`] : joined
}

/** Words that no reader of markdown makes a link of: an address is one by its looks, however it is escaped. */
function unlink(words: string): string {
  const rest = words.replace(/https?:\/\/|(?<![a-z\d])www\./gi, '').replace(/(?<=[\w.+-])@(?=[\w-]+\.)/g, ' at ')
  // `hhttp://ttp://` is an address again once another was taken out of it.
  return rest === words ? rest : unlink(rest)
}

const link = (text: string, url: string): LinePart => ({ text, url })
