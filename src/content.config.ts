import path from 'node:path'
import { z } from 'astro/zod'
import { defineCollection } from 'astro:content'
import type { CommunityEvent } from './core/event/event.ts'
import type { DecisionLog } from './core/issue/decision-log.ts'
import type { Issue } from './core/issue/issue.ts'
import type { Person } from './core/issue/person.ts'
import type { Item } from './core/item/item.ts'
import type { CaseStudy } from './core/post/case-study.ts'
import type { PictureFile } from './core/post/picture-file.ts'
import type { Post } from './core/post/post.ts'
import type { Series } from './core/post/series.ts'
import type { ReleaseSchedule } from './core/release/release-schedule.ts'
import type { Release } from './core/release/release.ts'
import type { Source } from './core/source/source.ts'
import type { SourceHealth } from './core/source/source-health.ts'
import type { GroupProfile } from './core/tag/group-profile.ts'
import type { Topic } from './core/tag/topic.ts'
import type { SiteSettings } from './core/text/site-settings.ts'
import { createContentLoaders } from './io/content-loader.ts'

const loaders = createContentLoaders(path.resolve(process.env.CROWSNEST_CONTENT ?? 'content'))

// The loaders' readers have checked all of it with the schemas of core; here only the types are bound.
export const collections = {
  settings: defineCollection({ loader: loaders.settings, schema: z.custom<SiteSettings>() }),
  sources: defineCollection({ loader: loaders.sources, schema: z.custom<Source>() }),
  health: defineCollection({ loader: loaders.health, schema: z.custom<SourceHealth>() }),
  items: defineCollection({ loader: loaders.items, schema: z.custom<Item>() }),
  issues: defineCollection({ loader: loaders.issues, schema: z.custom<Issue>() }),
  decisions: defineCollection({ loader: loaders.decisions, schema: z.custom<DecisionLog>() }),
  topics: defineCollection({ loader: loaders.topics, schema: z.custom<Topic>() }),
  groups: defineCollection({ loader: loaders.groups, schema: z.custom<GroupProfile>() }),
  authors: defineCollection({ loader: loaders.authors, schema: z.custom<Person>() }),
  posts: defineCollection({ loader: loaders.posts, schema: z.custom<Post>() }),
  caseStudies: defineCollection({ loader: loaders.caseStudies, schema: z.custom<CaseStudy>() }),
  series: defineCollection({ loader: loaders.series, schema: z.custom<Series>() }),
  pictures: defineCollection({ loader: loaders.pictures, schema: z.custom<PictureFile>() }),
  releases: defineCollection({ loader: loaders.releases, schema: z.custom<Release>() }),
  releaseSchedule: defineCollection({ loader: loaders.releaseSchedule, schema: z.custom<ReleaseSchedule>() }),
  events: defineCollection({ loader: loaders.events, schema: z.custom<CommunityEvent>() }),
}
