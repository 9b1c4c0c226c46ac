import { groupName } from '../core/item/group-name.ts'
import type { Item } from '../core/item/item.ts'
import { GROUPS } from '../core/tag/groups.ts'
import { kepNumber } from '../core/tag/kep.ts'
import { type Project, PROJECTS } from '../core/tag/projects.ts'
import type { SiteContent } from './site-content.ts'
import { cvePath, kepPath, projectPath, sigPath, topicPath } from './paths.ts'

/** A link to what else there is of a topic, a group, a project or an enhancement proposal. */
export interface TagLink {
  readonly text: string
  readonly href: string
}

type Tagged = Pick<Item, 'topics' | 'sigs'>
type Named = Pick<Item, 'keps' | 'projects'>
type Known = Pick<SiteContent, 'topics' | 'groups'>

const GROUP_IDS: ReadonlySet<string> = new Set(GROUPS.map(({ id }) => id))
const PROJECT_NAMES: ReadonlyMap<string, Project> = new Map(PROJECTS.map((project) => [project.id, project]))

/** The tags of an item that have a page: its topics, then its groups, in their order; one that is gone is passed over. */
export function tagLinks({ topics, sigs }: Tagged, content: Known): TagLink[] {
  const links = topics.map((id): TagLink | undefined => {
    const topic = content.topics.get(id)
    return topic && { text: topic.title, href: topicPath(id) }
  })
  const groups = sigs.filter(isGroup).map((id): TagLink => ({ text: groupTitle(id, content), href: sigPath(id) }))
  return [...links.filter((link) => link !== undefined), ...groups]
}

/** What names more of them is about none, and a row of links that nobody follows. */
const MOST_NAMES = 3

/** The projects and the proposals that an item is about and that have a page: of each all, where they are few. */
export function nameLinks({ keps, projects }: Named): TagLink[] {
  const known = projects.flatMap((id) => PROJECT_NAMES.get(id) ?? [])
  const numbers = listNumbers(keps)
  return [
    ...few(known).map(({ id, name }): TagLink => ({ text: name, href: projectPath(id) })),
    ...few(numbers).map((number): TagLink => ({ text: `KEP-${number}`, href: kepPath(number) })),
  ]
}

/** The pages of flaws that an advisory is about; of many the first, for their pages name the others. */
export const cveLinks = (cves: readonly string[]): TagLink[] =>
  cves.slice(0, MOST_NAMES).map((cve): TagLink => ({ text: cve, href: cvePath(cve) }))

/** Proposals that an item names and that are too many to be links, as words. */
export function otherKeps({ keps }: Pick<Item, 'keps'>): string[] {
  const numbers = listNumbers(keps)
  return few(numbers).length === 0 ? numbers.map((number) => `KEP-${number}`) : []
}

const listNumbers = (keps: readonly string[]) => [
  ...new Set(keps.map(kepNumber).filter((number) => number !== undefined)),
]
const few = <T>(all: readonly T[]): readonly T[] => (all.length > MOST_NAMES ? [] : all)

/** Whether a tag names a group of Kubernetes, current or former. */
export const isGroup = (id: string): boolean => GROUP_IDS.has(id)

/** What a group is called: as its profile says, or as its id does where it has none. */
export function groupTitle(id: string, { groups }: Pick<SiteContent, 'groups'>): string {
  return groups.get(id)?.title ?? groupName(id)
}
