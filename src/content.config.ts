import path from 'node:path'
import { z } from 'astro/zod'
import { defineCollection } from 'astro:content'
import type { DecisionLog } from './core/issue/decision-log.ts'
import type { Issue } from './core/issue/issue.ts'
import type { Item } from './core/item/item.ts'
import type { Source } from './core/source/source.ts'
import type { SourceHealth } from './core/source/source-health.ts'
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
}
