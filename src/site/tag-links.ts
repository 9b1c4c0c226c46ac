import { groupName } from '../core/item/group-name.ts'
import type { Item } from '../core/item/item.ts'
import { GROUPS } from '../core/tag/groups.ts'
import type { SiteContent } from './content.ts'
import { sigPath, topicPath } from './paths.ts'

/** A link to what else there is of a topic or a group. */
export interface TagLink {
  readonly text: string
  readonly href: string
}

type Tagged = Pick<Item, 'topics' | 'sigs'>
type Known = Pick<SiteContent, 'topics' | 'groups'>

const GROUP_IDS: ReadonlySet<string> = new Set(GROUPS.map(({ id }) => id))

/** The tags of an item that have a page: its topics, then its groups, in their order; one that is gone is passed over. */
export function tagLinks({ topics, sigs }: Tagged, content: Known): TagLink[] {
  const links = topics.map((id): TagLink | undefined => {
    const topic = content.topics.get(id)
    return topic && { text: topic.title, href: topicPath(id) }
  })
  const groups = sigs.filter(isGroup).map((id): TagLink => ({ text: groupTitle(id, content), href: sigPath(id) }))
  return [...links.filter((link) => link !== undefined), ...groups]
}

/** Whether a tag names a group of Kubernetes, current or former. */
export const isGroup = (id: string): boolean => GROUP_IDS.has(id)

/** What a group is called: as its profile says, or as its id does where it has none. */
export function groupTitle(id: string, { groups }: Pick<SiteContent, 'groups'>): string {
  return groups.get(id)?.title ?? groupName(id)
}
