import path from 'node:path'
import { type CommunityEvent, earliestEventFirst, listingOf, parseEvent } from '../core/event/event.ts'
import { canonicalUrl } from '../core/text/canonical-url.ts'
import type { Problem } from '../core/text/problem.ts'
import { type Collection, displayPath, readCollection } from './content-folder.ts'

/** All events of a content folder, by day; none where it has no folder of events. One that is there twice is a problem. */
export function readEvents(content: string): Collection<CommunityEvent> {
  const folder = path.join(content, 'events')
  const { entries, problems } = readCollection(folder, '.yml', (text, { name, where }) =>
    parseEvent(text, name.replace(/\.yml$/, ''), where),
  )
  const byDay = [...entries].sort(earliestEventFirst)
  return { entries: byDay, problems: [...problems, ...findTwins(folder, byDay)] }
}

/** Events that start on the same day and have the same name, or the same page. */
function findTwins(folder: string, events: readonly CommunityEvent[]): Problem[] {
  const file = (id: string) => displayPath(path.join(folder, `${id}.yml`))
  const first = new Map<string, string>()
  return events.flatMap((event) => {
    const { start, url } = listingOf(event)
    const keys = [`${start} ${event.name.toLowerCase()}`, `${start} ${canonicalUrl(url) ?? url}`]
    const twin = keys.map((key) => first.get(key)).find((id) => id !== undefined)
    for (const key of keys) first.set(key, event.id)
    if (twin === undefined) return []
    return [
      {
        where: file(event.id),
        field: 'listings[0].start',
        what: `${file(twin)} is of the same event: same day, and the same name or page`,
        remedy: 'Put what both say under the listings of one, and remove the other',
      },
    ]
  })
}
