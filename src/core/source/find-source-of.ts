import { canonicalUrl } from '../text/canonical-url.ts'
import type { Source } from './source.ts'

/** The source that follows a feed already, however its address is written: http or https, with `www.` or without. */
export function findSourceOf(url: string, sources: readonly Source[]): Source | undefined {
  const key = canonicalUrl(url)
  return key === undefined ? undefined : sources.find((source) => canonicalUrl(source.url) === key)
}
