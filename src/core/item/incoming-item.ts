import type { Advisory } from '../advisory/advisory.ts'
import type { ProjectRelease } from '../release/project-release.ts'
import type { Kind } from '../source/source.ts'
import type { Author, Carrier, Enclosure } from './item.ts'
import type { FoundTags } from './tags.ts'

/** An entry, tamed: what one source says of one item. */
export interface IncomingItem {
  /** The canonical URL: entries with one key are one item. */
  readonly key: string
  /** The id of the item with that key. */
  readonly id: string
  readonly carrier: Carrier
  readonly title: string
  readonly url: string
  readonly published: Date | undefined
  readonly updated: Date | undefined
  readonly authors: readonly Author[]
  readonly kind: Kind
  readonly language: string
  readonly minutes: number | undefined
  readonly categories: readonly string[]
  readonly enclosures: readonly Enclosure[]
  readonly tags: FoundTags
  readonly advisory?: Advisory | undefined
  readonly release?: ProjectRelease | undefined
  readonly excerpt: string
}
