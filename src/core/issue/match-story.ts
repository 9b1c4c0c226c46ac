import { matchId } from '../story/match-id.ts'
import type { Story } from '../story/story.ts'
import { type Result, success } from '../text/problem.ts'
import type { Curation } from './curation.ts'

/**
 * The story that an id, or the first characters of one, means: of the pool by its own id, then by that of any item in
 * it, then any item that is known at all.
 */
export function matchStory({ stories, items }: Pick<Curation, 'stories' | 'items'>, start: string): Result<Story> {
  const named = (story: Story, id = story.id) => ({ id, title: story.lead.title, story })
  const found = matchId(
    start,
    'item',
    stories.map((story) => named(story)),
    stories.flatMap((story) => story.items.map(({ id }) => named(story, id))),
    items.map((item) => named({ id: item.id, lead: item, items: [item] })),
  )
  return found.ok ? success(found.value.story) : found
}
