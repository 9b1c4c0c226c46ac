import type { SiteContent } from './content.ts'
import { createFeedStory, FEED_ITEMS, renderItemFeed } from './item-feed.ts'
import type { MinorPage } from './minor-page.ts'
import { minorFeedPath, minorPath } from './paths.ts'
import { indexTags, type TaggedContent } from './tag-index.ts'

/** RSS 2.0 of the newest thirty stories about a minor, picks marked. */
export function renderMinorFeed(
  { release: { minor }, shelf }: MinorPage,
  content: TaggedContent & Pick<SiteContent, 'settings'>,
): string {
  const { storiesOf, picked } = indexTags(content)
  const { settings, sourceNames: sources } = content
  const feed = {
    title: `Kubernetes ${minor}`,
    description: `What our sources say of Kubernetes ${minor}.`,
    page: minorPath(minor),
    self: minorFeedPath(minor),
  }
  const stories = storiesOf(shelf, FEED_ITEMS)
  return renderItemFeed(
    settings,
    feed,
    stories.map((story) => createFeedStory(story, { settings, sources, picked })),
  )
}
