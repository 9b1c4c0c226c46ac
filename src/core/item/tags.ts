import { z } from 'astro/zod'
import { wordsSchema } from '../text/line.ts'

/** What an item is about, as far as its words say it; each a list of ids in their order. */
export const tagFields = {
  /** Ids of `content/topics/`. */
  topics: z.array(z.string()).default([]),
  /** Special interest groups, working groups and committees: `sig-node`, `wg-batch`. */
  sigs: z.array(z.string()).default([]),
  /** Minor versions of Kubernetes, as text: `1.20` is not `1.2`. */
  versions: z.array(z.string()).default([]),
  /** Numbers of Kubernetes enhancement proposals. */
  keps: z.array(z.string()).default([]),
  cves: z.array(z.string()).default([]),
  /** Projects of the CNCF, by their ids: `argo`, `cert-manager`. */
  projects: z.array(z.string()).default([]),
}

export type Tags = z.infer<z.ZodObject<typeof tagFields>>

export const TAG_FIELDS = ['topics', 'sigs', 'versions', 'keps', 'cves', 'projects'] as const satisfies (keyof Tags)[]

export const NO_TAGS: Tags = { topics: [], sigs: [], versions: [], keps: [], cves: [], projects: [] }

/** The words of an entry that its tags are found in. */
export interface TaggedWords {
  readonly title: string
  /** The full text, as far as the feed gives it, without markup. */
  readonly text: string
  /** Addresses that the text links to, and the entry's own. */
  readonly links: readonly string[]
  /** The feed's own categories. */
  readonly categories: readonly string[]
  /** The full text with its markup, for what its links call what they lead to. */
  readonly html?: string
}

/** What an item calls an enhancement proposal, by its number. */
export const kepTitleSchema = z.strictObject({ kep: z.string().regex(/^[1-9]\d{0,3}$/), title: wordsSchema })
export type KepTitle = z.infer<typeof kepTitleSchema>

/** Tags, and what the entry calls proposals, where it does. */
export type FoundTags = Tags & { readonly kepTitles?: KepTitle[] }

export type Tagger = (words: TaggedWords) => FoundTags

/** A tag, and the words of the entry that made it so: of the text, of a category, or an address. */
export interface TagReason {
  readonly field: keyof Tags
  readonly tag: string
  readonly words: readonly string[]
}

/** The tags that a `Tagger` gives, each with its reason. */
export type ExplainTags = (words: TaggedWords) => TagReason[]
