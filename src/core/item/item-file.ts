import { type Result, success } from '../text/problem.ts'
import { formatMarkdownFile, parseMarkdownFile } from '../text/front-matter.ts'
import { slugOf } from '../text/slug.ts'
import { weekOf } from '../text/week.ts'
import { type Item, itemSchema } from './item.ts'
import { TAG_FIELDS } from './tags.ts'

/** An item and the file it stands in, relative to `content/items/`. */
export interface StoredItem {
  readonly path: string
  readonly item: Item
}

/** Reads a file of `content/items/`. */
export function parseItem(text: string, where: string): Result<Item> {
  const file = parseMarkdownFile(text, itemSchema, where)
  return file.ok ? success({ ...file.value.data, excerpt: file.value.body.trim() }) : file
}

/** The file of an item, without empty fields. `parseItem(formatItem(x))` equals x. */
export function formatItem(item: Item): string {
  const { excerpt, ...data } = item
  const { id, title, url, published, updated, firstSeen, kind, authors, sources, language, minutes } = data
  const some = <T>(list: readonly T[]) => (list.length > 0 ? list : undefined)
  return formatMarkdownFile(
    {
      ...{ id, title, url, published, updated, firstSeen, kind },
      authors: some(authors),
      sources,
      language: language === 'en' ? undefined : language,
      minutes,
      categories: some(data.categories),
      enclosures: some(data.enclosures),
      ...Object.fromEntries(TAG_FIELDS.map((name) => [name, some(data[name])])),
      kepTitles: data.kepTitles,
      advisory: data.advisory && {
        ...data.advisory,
        cves: some(data.advisory.cves),
        affected: some(data.advisory.affected),
        fixed: some(data.advisory.fixed),
      },
      release: data.release,
      suggestion: data.suggestion,
      written: data.written,
    },
    excerpt,
  )
}

/**
 * Where a new item is written, below `content/items/`: the week of its publication (of its first sight, where it has
 * no date), then its title and six digits of its id. The file never moves once written.
 */
export function itemPath(item: Item): string {
  const slug = slugOf(item.title) || 'item'
  return `${weekOf(item.published ?? item.firstSeen)}/${slug}-${item.id.slice(0, 6)}.md`
}
