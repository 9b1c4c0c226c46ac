import type { SiteContent } from './content.ts'
import { createFeedStory, FEED_ITEMS, type ItemFeed, renderItemFeed } from './item-feed.ts'
import { kindFeedPath, kindPath, sigFeedPath, sigPath, topicFeedPath, topicPath } from './paths.ts'
import type { KindPage } from './kind-page.ts'
import type { SigPage } from './sig-list.ts'
import { indexTags, type TaggedContent, type TagShelf } from './tag-index.ts'
import type { TopicPage } from './topic-page.ts'

type Content = TaggedContent & Pick<SiteContent, 'settings'>

/** RSS 2.0 of the newest thirty stories of a topic, picks marked. */
export function renderTopicFeed({ topic: { id, title, description }, shelf }: TopicPage, content: Content): string {
  return render({ title, description, page: topicPath(id), self: topicFeedPath(id) }, shelf, content)
}

/** The same of a group. */
export function renderSigFeed({ id, title, profile, shelf }: SigPage, content: Content): string {
  const description = profile?.description ?? `What our sources say of ${title}.`
  return render({ title, description, page: sigPath(id), self: sigFeedPath(id) }, shelf, content)
}

/** The same of a kind. */
export function renderKindFeed({ kind, title, description, shelf }: KindPage, content: Content): string {
  return render({ title, description, page: kindPath(kind), self: kindFeedPath(kind) }, shelf, content)
}

function render(feed: ItemFeed, shelf: TagShelf, content: Content): string {
  const { storiesOf, picked } = indexTags(content)
  const { settings, sourceNames: sources } = content
  const stories = storiesOf(shelf, FEED_ITEMS)
  return renderItemFeed(
    settings,
    feed,
    stories.map((story) => createFeedStory(story, { settings, sources, picked })),
  )
}
