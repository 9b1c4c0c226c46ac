import type { Topic } from '../core/tag/topic.ts'
import { compareNames, compareText } from '../core/text/compare-text.ts'
import type { SiteContent } from './site-content.ts'
import { indexTags, NO_SHELF, type Shelves, type TaggedContent, type TagShelf } from './tag-index.ts'

/** A topic with what there is of it, and what it is often told with. */
export interface TopicPage {
  readonly topic: Topic
  readonly shelf: TagShelf
  /** At most four, the closest first. */
  readonly related: readonly Topic[]
}

const RELATED = 4
/** Fewer items together are chance. */
const FEWEST_TOGETHER = 3

const known = new WeakMap<object, readonly TopicPage[]>()

/** Every topic, by name; one that has nothing yet has a page too. */
export function listTopics(content: TaggedContent): readonly TopicPage[] {
  const pages = known.get(content) ?? createPages(content)
  known.set(content, pages)
  return pages
}

function createPages(content: TaggedContent): TopicPage[] {
  const shelves = indexTags(content).topics
  const related = relateTopics(content.topics, shelves)
  return [...content.topics.values()]
    .sort((one, other) => compareNames(one.title, other.title) || compareText(one.id, other.id))
    .map((topic) => ({
      topic,
      shelf: shelves.get(topic.id) ?? NO_SHELF,
      related: related.get(topic.id) ?? [],
    }))
}

/**
 * Topics that share items, by how many they share of those that they have (the cosine of their items): a topic that
 * is everywhere is not near to each.
 */
function relateTopics(topics: SiteContent['topics'], shelves: Shelves): ReadonlyMap<string, readonly Topic[]> {
  const counts = new Map<string, Map<string, number>>()
  for (const [id, { items }] of shelves) {
    const together = new Map<string, number>()
    for (const item of items) {
      for (const other of new Set(item.topics)) together.set(other, (together.get(other) ?? 0) + 1)
    }
    counts.set(id, together)
  }
  const sizeOf = (id: string) => shelves.get(id)?.items.length ?? 0
  return new Map(
    [...counts].map(([id, together]) => {
      const near = [...together]
        .filter(([other, count]) => other !== id && count >= FEWEST_TOGETHER)
        .map(([other, count]) => ({
          topic: topics.get(other),
          closeness: count / Math.sqrt(sizeOf(id) * sizeOf(other)),
        }))
        .filter((each): each is { topic: Topic; closeness: number } => each.topic !== undefined)
        .sort((one, other) => other.closeness - one.closeness || compareText(one.topic.id, other.topic.id))
      return [id, near.slice(0, RELATED).map(({ topic }) => topic)]
    }),
  )
}
