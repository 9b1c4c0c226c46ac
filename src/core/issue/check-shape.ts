import { canonicalUrl } from '../text/canonical-url.ts'
import { dayOf } from '../text/moment.ts'
import { type Check, shorten } from './check.ts'
import type { Curation } from './curation.ts'
import { splitIssueBody } from './issue-body.ts'
import { SECTIONS } from './section.ts'

const PLACEHOLDER = /\b(?:TODO|TBD|FIXME|[Ll]orem ipsum|LOREM|[xX]{3,})\b/

/** The frame of an issue: its head, its weeks and number, its sections, and text that was to be written later. */
export function checkShape({ issue, issues, items, now }: Curation): Check[] {
  const error = (check: string, message: string, remedy: string, pick?: string): Check => ({
    level: 'error',
    check,
    ...(pick === undefined ? {} : { pick }),
    message,
    remedy,
  })
  const found: Check[] = []
  for (const field of ['title', 'subject', 'preheader'] as const) {
    if (issue[field].trim() === '')
      found.push(error(field, `The issue has no ${field}`, `npm run curate -- ${field} TEXT`))
  }
  if (issue.picks.length === 0)
    found.push(error('no-picks', 'The issue has no picks', 'npm run curate -- draft, or npm run curate -- pick ID'))
  if (issue.status !== 'published' && issue.date < dayOf(now)) {
    found.push(
      error(
        'date',
        `The date of publication, ${issue.date}, lies in the past`,
        'Set `date` in the file; publishing moves it on to its own day',
      ),
    )
  }

  const others = issues.filter(({ key }) => key !== issue.key)
  for (const other of others) {
    const shared = issue.weeks.filter((week) => other.weeks.includes(week))
    if (shared.length > 0) {
      found.push(
        error(
          'weeks',
          `${shared.join(', ')} is covered by issue ${other.key} too`,
          'Mend `weeks` in one of the two files',
        ),
      )
    }
    if (other.number === issue.number) {
      found.push(
        error('number', `Issue ${other.key} has the number ${issue.number} too`, 'Give the later one the next number'),
      )
    }
  }

  const seen = new Set<string>()
  for (const { id, url, title } of issue.picks) {
    const link = url === undefined ? undefined : canonicalUrl(url)
    const keys = link === undefined ? [id] : [id, link]
    if (keys.some((key) => seen.has(key))) {
      found.push(error('duplicate', `"${shorten(title)}" is picked twice`, 'Take one of the two out of the file', id))
    }
    for (const key of keys) seen.add(key)
  }

  const { others: unknown } = splitIssueBody(issue.body)
  for (const { title } of unknown) {
    const names = SECTIONS.map((section) => section.title).join(', ')
    found.push(error('section', `There is no section "${title}"`, `Rename the heading to one of ${names}`))
  }

  const originals = new Map(items.map((item) => [item.id, item.title]))
  const texts: { what: string; text: string; pick?: string }[] = [
    { what: 'the title', text: issue.title },
    { what: 'the subject', text: issue.subject },
    { what: 'the preheader', text: issue.preheader },
    { what: 'the body', text: issue.body },
    ...issue.picks.flatMap(({ id, title, blurb }) => [
      { what: 'the title', text: title === originals.get(id) ? '' : title, pick: id },
      { what: 'the blurb', text: blurb, pick: id },
    ]),
  ]
  for (const { what, text, pick } of texts) {
    const word = PLACEHOLDER.exec(text)?.[0]
    if (word === undefined) continue
    const remedy = pick === undefined ? `Write ${what}` : `npm run curate -- ${what.slice(4)} ${pick} TEXT`
    found.push(error('placeholder', `"${word}" in ${what}`, remedy, pick))
  }
  return found
}
