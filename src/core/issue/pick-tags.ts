import type { Item } from '../item/item.ts'
import type { Tagger, Tags } from '../item/tags.ts'
import { markdownToText } from '../text/markdown-text.ts'
import type { Pick } from './issue.ts'

/**
 * The tags of picks: those of a pick's item, or, where the item is gone, those that its own words have. Each is read
 * when it is asked for, and once.
 *
 * @param readTags asked only where an item is gone
 */
export function createPickTags(
  picks: readonly Pick[],
  items: readonly Item[],
  readTags: Tagger,
): (pick: Pick) => Readonly<Tags> {
  const wanted = new Set(picks.map(({ id }) => id))
  const onFile = new Map(items.filter(({ id }) => wanted.has(id)).map((item) => [item.id, item]))
  const read = new Map<Pick, Tags>()
  return (pick) => {
    const item = onFile.get(pick.id)
    if (item) return item
    const known = read.get(pick) ?? readPick(pick, readTags)
    read.set(pick, known)
    return known
  }
}

function readPick({ title, originalTitle, blurb, url }: Pick, readTags: Tagger): Tags {
  const links = url === undefined ? [] : [url]
  return readTags({ title: originalTitle ?? title, text: markdownToText(blurb), links, categories: [] })
}
