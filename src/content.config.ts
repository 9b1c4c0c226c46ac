import path from 'node:path'
import { z } from 'astro/zod'
import { defineCollection } from 'astro/content/config'
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
import type { Packed } from './core/text/packed.ts'
import type { SiteSettings } from './core/text/site-settings.ts'
import { createContentLoaders } from './io/content-loader.ts'

const { CROWSNEST_CONTENT = 'content', CROWSNEST_NOW: fixed } = process.env
const loaders = createContentLoaders(path.resolve(CROWSNEST_CONTENT), () => new Date(fixed || Date.now()))

// The loaders' readers have checked all of it with the schemas of core; here only the types are bound.
export const collections = {
  settings: defineCollection({ loader: loaders.settings, schema: z.custom<Packed<SiteSettings>>() }),
  sources: defineCollection({ loader: loaders.sources, schema: z.custom<Packed<Source>>() }),
  health: defineCollection({ loader: loaders.health, schema: z.custom<Packed<SourceHealth>>() }),
  items: defineCollection({ loader: loaders.items, schema: z.custom<Packed<Item>>() }),
  issues: defineCollection({ loader: loaders.issues, schema: z.custom<Packed<Issue>>() }),
  decisions: defineCollection({ loader: loaders.decisions, schema: z.custom<Packed<DecisionLog>>() }),
  topics: defineCollection({ loader: loaders.topics, schema: z.custom<Packed<Topic>>() }),
  groups: defineCollection({ loader: loaders.groups, schema: z.custom<Packed<GroupProfile>>() }),
  authors: defineCollection({ loader: loaders.authors, schema: z.custom<Packed<Person>>() }),
  posts: defineCollection({ loader: loaders.posts, schema: z.custom<Packed<Post>>() }),
  caseStudies: defineCollection({ loader: loaders.caseStudies, schema: z.custom<Packed<CaseStudy>>() }),
  series: defineCollection({ loader: loaders.series, schema: z.custom<Packed<Series>>() }),
  pictures: defineCollection({ loader: loaders.pictures, schema: z.custom<Packed<PictureFile>>() }),
  releases: defineCollection({ loader: loaders.releases, schema: z.custom<Packed<Release>>() }),
  releaseSchedule: defineCollection({ loader: loaders.releaseSchedule, schema: z.custom<Packed<ReleaseSchedule>>() }),
  events: defineCollection({ loader: loaders.events, schema: z.custom<Packed<CommunityEvent>>() }),
}
