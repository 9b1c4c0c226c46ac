import { dayOf } from '../text/moment.ts'
import { type Check, shorten } from './check.ts'
import type { Curation } from './curation.ts'
import { readingMinutes } from './reading-minutes.ts'

const DAY = 86_400_000
const MONTH = 31
const SHARE = 0.25
const LONG = 15

/** What is worth a second thought: age, one voice too loud, walls, length. */
export function checkMix({ issue, sources, items }: Curation): Check[] {
  const found: Check[] = []
  for (const { id, title, published, access } of issue.picks) {
    const days = published === undefined ? 0 : (Date.parse(issue.date) - Date.parse(dayOf(published))) / DAY
    if (days > MONTH) {
      const message = `"${shorten(title)}" is ${days} days old`
      found.push({
        level: 'warning',
        check: 'old',
        pick: id,
        message,
        remedy: 'Say in the blurb why it runs now, or drop it',
      })
    }
    if (access === 'paywall') {
      const message = `"${shorten(title)}" stands behind a paywall`
      found.push({
        level: 'warning',
        check: 'paywall',
        pick: id,
        message,
        remedy: 'Pick an open account of it, if there is one',
      })
    }
  }

  const byTitle = new Map([...sources.values()].map((source) => [source.title, source]))
  const carriers = new Map(items.map((item) => [item.id, item.sources[0]?.id ?? '']))
  const orgs = Map.groupBy(
    issue.picks,
    ({ id, source }) => (byTitle.get(source) ?? sources.get(carriers.get(id) ?? ''))?.org,
  )
  for (const [org, picks] of orgs) {
    if (org === undefined || picks.length < 2 || picks.length <= issue.picks.length * SHARE) continue
    const message = `${picks.length} of ${issue.picks.length} picks are from ${org}`
    found.push({ level: 'warning', check: 'organisation', message, remedy: 'Pick other voices, or drop some of these' })
  }

  const minutes = readingMinutes(issue)
  if (minutes > LONG) {
    const message = `The issue takes ${minutes} minutes to read; ${LONG} is plenty`
    found.push({ level: 'warning', check: 'length', message, remedy: 'Shorten blurbs, or drop some picks' })
  }
  return found
}
