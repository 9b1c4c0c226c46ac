import { slugOf } from '../text/slug.ts'
import { RESERVED_SOURCES } from './source.ts'

/** Gives each title an id of its own: `harbour-blog`, then `harbour-blog-2`. */
export function createSourceIds(existing: Iterable<string>): (title: string) => string {
  const taken = new Set([...existing, ...RESERVED_SOURCES])
  const counts = new Map<string, number>()
  return (title) => {
    const slug = slugOf(title, 50) || 'source'
    let n = counts.get(slug) ?? 1
    while (taken.has(n === 1 ? slug : `${slug}-${n}`)) n += 1
    const id = n === 1 ? slug : `${slug}-${n}`
    counts.set(slug, n)
    taken.add(id)
    return id
  }
}
