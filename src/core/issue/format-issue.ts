import { formatMarkdownFile } from '../text/front-matter.ts'
import { GENERATED_SECTION_IDS, type GeneratedMarks } from './generated-sections.ts'
import type { Issue, Pick } from './issue.ts'

/** The file of an issue. `parseIssue(formatIssue(x))` equals x. */
export function formatIssue(issue: Issue): string {
  return formatMarkdownFile(issueRecord(issue), issue.body)
}

/** The front matter of an issue as it is written: in the order of the file, without the fields that have their default. */
export function issueRecord(issue: Issue): Record<string, unknown> {
  const { number, title, subject, preheader, status, date, publishAt, weeks, slug, covers, editors } = issue
  return defined({
    ...{ number, title, subject, preheader, status, date, publishAt },
    weeks: some(weeks),
    slug,
    covers: { from: covers.from, to: covers.to },
    editors: some(editors),
    postedBy: issue.postedBy,
    candidates: issue.candidates,
    imported: issue.imported && { from: issue.imported.from, written: issue.imported.written },
    generated: issue.generated && marksRecord(issue.generated),
    picks: issue.picks.map(pickRecord),
    corrections: some(issue.corrections.map(({ date: day, pick, text }) => defined({ date: day, pick, text }))),
    corrects: some(issue.corrects.map(toldRecord)),
  })
}

const marksRecord = (marks: GeneratedMarks) =>
  defined(Object.fromEntries(GENERATED_SECTION_IDS.map((id) => [id, marks[id]])))

const toldRecord = ({ issue, number, date, pick, title, text }: Issue['corrects'][number]) =>
  defined({ issue, number, date, pick, title, text })

function pickRecord(pick: Pick): Record<string, unknown> {
  const { id, section, title, originalTitle, url, source, published, kind, minutes, blurb, unedited, again } = pick
  const { access, language, ai } = pick
  return defined({
    ...{ id, section, title, originalTitle, url, source },
    authors: some(pick.authors.map(({ name, org }) => defined({ name, org }))),
    ...{ published, kind, minutes },
    access: access === 'free' ? undefined : access,
    language: language === 'en' ? undefined : language,
    ai: ai === 'unknown' ? undefined : ai,
    ...{ blurb, unedited },
    also: some(pick.also.map(({ source: title, url: link }) => ({ source: title, url: link }))),
    ...{ cves: pick.cves, again, suggestedBy: pick.suggestedBy },
  })
}

const some = <T>(list: readonly T[]) => (list.length > 0 ? list : undefined)

const defined = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
