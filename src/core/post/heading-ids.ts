import { slugOf } from '../text/slug.ts'

/** Names that the page around a post has itself. */
const TAKEN = ['main', 'footnote-label', 'learn-more', 'get-involved', 'series', 'authors', 'keep-reading']

/** Gives ids to the headings of one text, in their order: `what-changed`, and `what-changed-2` for a second one. */
export function createHeadingIds(): (text: string) => string {
  const given = new Set(TAKEN)
  /** How often a name was asked for: ten thousand headings of one name are counted once each. */
  const asked = new Map<string, number>()
  return (text) => {
    const slug = slugOf(text.replace(/['’]/g, ''), 80)
    // A number alone, or a name like a footnote's, would be no good address.
    const name = slug === '' ? 'section' : /^(\d|fn-|fnref-)/.test(slug) ? `section-${slug}` : slug
    let id = name
    let count = asked.get(name) ?? 1
    while (given.has(id)) id = `${name}-${(count += 1)}`
    asked.set(name, count)
    given.add(id)
    return id
  }
}
