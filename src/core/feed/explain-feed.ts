import { type ExplainTags, NO_TAGS, type TagReason } from '../item/tags.ts'
import { type Source, sourceSchema } from '../source/source.ts'
import { type Result, success } from '../text/problem.ts'
import type { Feed } from './entry.ts'
import { type FeedDocument, parseFeed } from './parse-feed.ts'
import { readEntry } from './read-entry.ts'

/** A feed as it stands, and for each entry the tags that an ingest would give it. */
export interface ExplainedFeed extends Feed {
  readonly tags: readonly (readonly TagReason[])[]
}

/** Reads a document as it stands, and says of each entry which tags it would have, and why. */
export async function explainFeed(document: FeedDocument, explain: ExplainTags): Promise<Result<ExplainedFeed>> {
  const feed = await parseFeed(document)
  if (!feed.ok) return feed
  const tags = feed.value.entries.map((entry) => {
    let reasons: TagReason[] = []
    readEntry(entry, ANY_SOURCE, feed.value.language, (words) => {
      reasons = explain(words)
      return NO_TAGS
    })
    return reasons
  })
  return success({ ...feed.value, tags })
}

/** Tags do not depend on the source. */
const ANY_SOURCE: Source = {
  id: 'any',
  ...sourceSchema.parse({ title: 'Any', url: 'https://any.example/feed', kind: 'blog' }),
}
