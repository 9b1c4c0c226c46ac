import type { SiteContent } from './site-content.ts'
import { createFeedStory, FEED_ITEMS, type ItemFeed, renderItemFeed } from './item-feed.ts'
import { type KepPage, kepName } from './kep-page.ts'
import type { KindPage } from './kind-page.ts'
import type { MinorPage } from './minor-page.ts'
import * as paths from './paths.ts'
import type { ProjectPage } from './project-page.ts'
import type { SigPage } from './sig-list.ts'
import { indexTags, type TaggedContent, type TagShelf } from './tag-index.ts'
import type { TopicPage } from './topic-page.ts'

type Content = TaggedContent & Pick<SiteContent, 'settings'>

/** RSS 2.0 of the newest thirty stories of a topic, picks marked. */
export function renderTopicFeed({ topic: { id, title, description }, shelf }: TopicPage, content: Content): string {
  return render({ title, description, page: paths.topicPath(id), self: paths.topicFeedPath(id) }, shelf, content)
}

/** The same of a group. */
export function renderSigFeed({ id, title, profile, shelf }: SigPage, content: Content): string {
  const description = profile?.description ?? `What our sources say of ${title}.`
  return render({ title, description, page: paths.sigPath(id), self: paths.sigFeedPath(id) }, shelf, content)
}

/** The same of a kind. */
export function renderKindFeed({ kind, title, description, shelf }: KindPage, content: Content): string {
  return render({ title, description, page: paths.kindPath(kind), self: paths.kindFeedPath(kind) }, shelf, content)
}

/** The same of an enhancement proposal. */
export function renderKepFeed(page: KepPage, content: Content): string {
  const { number, shelf } = page
  const description = `What our sources say of KEP-${number}, an enhancement proposal of Kubernetes.`
  const [own, self] = [paths.kepPath(number), paths.kepFeedPath(number)]
  return render({ title: kepName(page), description, page: own, self }, shelf, content)
}

/** The same of a project. */
export function renderProjectFeed({ project: { id, name }, shelf }: ProjectPage, content: Content): string {
  const description = `What our sources say of ${name}, and what it released.`
  return render(
    { title: name, description, page: paths.projectPath(id), self: paths.projectFeedPath(id) },
    shelf,
    content,
  )
}

/** The same of a minor of Kubernetes. */
export function renderMinorFeed({ release: { minor }, shelf }: MinorPage, content: Content): string {
  const title = `Kubernetes ${minor}`
  const description = `What our sources say of ${title}.`
  return render({ title, description, page: paths.minorPath(minor), self: paths.minorFeedPath(minor) }, shelf, content)
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
