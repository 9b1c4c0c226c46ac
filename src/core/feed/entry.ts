/** An entry of a feed, as it stood there: text and HTML not yet tamed, dates not yet read, links absolute. */
export interface Entry {
  readonly id?: string | undefined
  /** Whether `id` is itself the address of the entry. */
  readonly permalink: boolean
  /** HTML. */
  readonly title: string
  readonly link?: string | undefined
  readonly published?: string | undefined
  readonly updated?: string | undefined
  readonly authors: readonly string[]
  /** HTML. */
  readonly summary: string
  /** HTML. */
  readonly content: string
  /** What relative links in `summary` and `content` are relative to, where the feed says so. */
  readonly base?: string | undefined
  readonly categories: readonly string[]
  /** The vulnerabilities that it is about, by its id and the address of their records. */
  readonly cves?: readonly string[]
  readonly enclosures: readonly Enclosure[]
  /** The address that the feed declares to be the original. */
  readonly canonical?: string | undefined
  readonly language?: string | undefined
}

export interface Enclosure {
  readonly url: string
  readonly type: string
  readonly length: string
}

export interface Feed {
  readonly title: string
  readonly link?: string | undefined
  readonly language?: string | undefined
  /** Minutes for which what was read serves, by the feed's own word. */
  readonly ttl?: number | undefined
  readonly entries: readonly Entry[]
}
