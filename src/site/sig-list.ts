import type { GroupProfile } from '../core/tag/group-profile.ts'
import { compareNames, compareText } from '../core/text/compare-text.ts'
import type { SiteContent } from './site-content.ts'
import { indexTags, NO_SHELF, type TaggedContent, type TagShelf } from './tag-index.ts'
import { groupTitle, isGroup } from './tag-links.ts'

/** A group of Kubernetes with what there is of it. */
export interface SigPage {
  readonly id: string
  readonly title: string
  /** How to take part; absent for a group that items name and nobody has described. */
  readonly profile: GroupProfile | undefined
  readonly shelf: TagShelf
}

/** Groups of one kind. */
export interface SigGroup {
  readonly id: 'sigs' | 'working-groups' | 'committees' | 'others'
  readonly title: string
  readonly pages: readonly SigPage[]
}

type Shelf = TaggedContent & Pick<SiteContent, 'groups'>

/** Every group that has a page, by name: those with a profile, and those that items, picks or posts name. */
export function listSigs(content: Shelf): SigPage[] {
  const shelves = indexTags(content).groups
  const ids = new Set([...content.groups.keys(), ...[...shelves.keys()].filter(isGroup)])
  return [...ids]
    .map((id) => ({
      id,
      title: groupTitle(id, content),
      profile: content.groups.get(id),
      shelf: shelves.get(id) ?? NO_SHELF,
    }))
    .sort((one, other) => compareNames(one.title, other.title) || compareText(one.id, other.id))
}

/** Current groups by what they are, then those that have ended or of which nothing is on file. */
export function groupSigs(pages: readonly SigPage[]): SigGroup[] {
  const isCurrent = ({ profile }: SigPage) => profile !== undefined && !profile.ended
  const current = (prefix: string) => pages.filter((page) => isCurrent(page) && page.id.startsWith(prefix))
  const groups: SigGroup[] = [
    { id: 'sigs', title: 'Special interest groups', pages: current('sig-') },
    { id: 'working-groups', title: 'Working groups', pages: current('wg-') },
    { id: 'committees', title: 'Committees', pages: current('committee-') },
    { id: 'others', title: 'Earlier groups', pages: pages.filter((page) => !isCurrent(page)) },
  ]
  return groups.filter((group) => group.pages.length > 0)
}

/** The day of the facts about groups: that of the oldest, for what they are as a whole is known of that day alone. */
export function factsAsOf(pages: readonly SigPage[]): string | undefined {
  return pages
    .map(({ profile }) => profile?.asOf)
    .filter((day) => day !== undefined)
    .sort()[0]
}
