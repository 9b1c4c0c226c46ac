import { canonicalUrl } from '../text/canonical-url.ts'
import { dayOf } from '../text/moment.ts'
import { type Check, curateCommand, shorten } from './check.ts'
import type { Curation } from './curation.ts'
import { ownWords } from './generated-sections.ts'
import { splitIssueBody } from './issue-body.ts'
import type { Issue } from './issue.ts'
import { sectionsOf } from './section.ts'

const PLACEHOLDER = /\b(?:TODO|TBD|TKTK|FIXME|CHANGEME|[Ll]orem ipsum|LOREM|[xX]{3,})\b|\?{3,}/

/** The frame of an issue: its head, its weeks and number, its sections, and text that was to be written later. */
export function checkShape(curation: Curation): Check[] {
  return [checkHead, checkCalendar, checkTwins, checkSections, checkPlaceholders].flatMap((check) => check(curation))
}

function checkHead({ issue, issues }: Curation): Check[] {
  const curate = curateCommand({ issue, issues })
  const empty = (['title', 'subject', 'preheader'] as const).filter((field) => issue[field].trim() === '')
  return [
    ...empty.map((field) => error(field, `The issue has no ${field}`, `${curate} ${field} TEXT`)),
    ...(issue.picks.length > 0
      ? []
      : [error('no-picks', 'The issue has no picks', `${curate} draft, or ${curate} pick ID`)]),
  ]
}

/** When it comes out, what weeks it is about, and its number: nothing that another issue has. */
function checkCalendar({ issue, issues, now }: Curation): Check[] {
  const found: Check[] = []
  if (issue.status !== 'published' && issue.date < dayOf(now) && !isHeld(issue, now)) {
    const message = `The date of publication, ${issue.date}, lies in the past`
    const remedy = `Set \`date\` in ${issue.key}.md; publishing moves it on to its own day`
    found.push(error('date', message, remedy))
  }
  for (const other of issues.filter(({ key }) => key !== issue.key)) {
    const shared = issue.weeks.filter((week) => other.weeks.includes(week))
    if (shared.length > 0) {
      const message = `${shared.join(', ')} is covered by issue ${other.key} too`
      found.push(error('weeks', message, `Mend \`weeks\` in ${issue.key}.md or in ${other.key}.md`))
    }
    if (other.number === issue.number) {
      const message = `Issue ${other.key} has the number ${issue.number} too`
      const next = 1 + Math.max(...issues.map(({ number }) => number))
      found.push(error('number', message, `Set \`number\` of the later one, in its file, to ${next}`))
    }
  }
  return found
}

/** Whether an issue waits for a moment that is still to come; its date is then that of the wait. */
function isHeld({ publishAt }: Issue, now: Date): boolean {
  return publishAt !== undefined && Date.parse(publishAt) > now.getTime()
}

function checkTwins({ issue }: Curation): Check[] {
  const seen = new Set<string>()
  return issue.picks.flatMap(({ id, url, title }) => {
    const link = url === undefined ? undefined : canonicalUrl(url)
    const keys = link === undefined ? [id] : [id, link]
    const isTwin = keys.some((key) => seen.has(key))
    for (const key of keys) seen.add(key)
    if (!isTwin) return []
    const remedy = `Take one of the two out of ${issue.key}.md`
    return [error('duplicate', `"${shorten(title)}" is picked twice`, remedy, id)]
  })
}

function checkSections({ issue }: Curation): Check[] {
  const sections = sectionsOf(issue)
  const names = sections.map((section) => section.title).join(', ')
  const remedy = `Rename the heading in ${issue.key}.md to one of ${names}`
  return splitIssueBody(issue.body, sections).others.map(({ title }) =>
    error('section', `There is no section "${shorten(title)}"`, remedy),
  )
}

/** What was to be written later, other than words that the title of the item has itself. */
function checkPlaceholders({ issue, issues, items }: Curation): Check[] {
  const curate = curateCommand({ issue, issues })
  const originals = new Map(items.map((item) => [item.id, item.title]))
  const texts: { what: string; text: string; remedy: string; pick?: string; original?: string | undefined }[] = [
    ...(['title', 'subject', 'preheader'] as const).map((field) => ({
      ...{ what: `the ${field}`, text: issue[field], remedy: `${curate} ${field} TEXT` },
    })),
    { what: 'the body', text: ownWords(issue), remedy: `${curate} note, or write it in ${issue.key}.md` },
    ...issue.picks.flatMap(({ id, title, originalTitle, blurb }) => [
      {
        what: `the title of "${shorten(title)}"`,
        text: title,
        ...{ remedy: `${curate} title ${id} TEXT`, pick: id, original: originalTitle ?? originals.get(id) },
      },
      {
        what: `the blurb of "${shorten(title)}"`,
        text: blurb,
        ...{ remedy: `${curate} blurb ${id} TEXT`, pick: id },
      },
    ]),
  ]
  return texts.flatMap(({ what, text, remedy, pick, original = '' }) => {
    const words = PLACEHOLDER.exec(text)?.[0]
    return words === undefined || original.includes(words)
      ? []
      : [error('placeholder', `"${words}" stands in ${what}`, remedy, pick)]
  })
}

function error(check: string, message: string, remedy: string, pick?: string): Check {
  return { level: 'error', check, ...(pick === undefined ? {} : { pick }), message, remedy }
}
