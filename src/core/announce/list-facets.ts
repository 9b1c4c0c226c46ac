import { countBytes } from './measure-post.ts'

/** A stretch of a post that is a link or a hashtag, as Bluesky's records have it: bytes of UTF-8, the end excluded. */
export interface Facet {
  readonly index: { readonly byteStart: number; readonly byteEnd: number }
  readonly features: readonly (
    | { readonly $type: 'app.bsky.richtext.facet#link'; readonly uri: string }
    | { readonly $type: 'app.bsky.richtext.facet#tag'; readonly tag: string }
  )[]
}

/**
 * The facets of a post (https://docs.bsky.app/docs/advanced-guides/post-richtext), without which a program that posts it
 * gets no link: its one address, and its hashtags, each where it stands last.
 */
export function listFacets(text: string, url: string, hashtags: readonly string[]): Facet[] {
  const place = (words: string) => {
    const start = text.lastIndexOf(words)
    if (start === -1) return undefined
    const byteStart = countBytes(text.slice(0, start))
    return { byteStart, byteEnd: byteStart + countBytes(words) }
  }
  const link = place(url)
  const tags = hashtags.flatMap((words): Facet[] => {
    const index = place(words)
    return index ? [{ index, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: words.slice(1) }] }] : []
  })
  return [
    ...(link ? [{ index: link, features: [{ $type: 'app.bsky.richtext.facet#link' as const, uri: url }] }] : []),
    ...tags,
  ].sort((a, b) => a.index.byteStart - b.index.byteStart)
}
