import { splitIssueBody } from '../core/issue/issue-body.ts'
import type { Correction, Issue, Pick as IssuePick, ToldCorrection } from '../core/issue/issue.ts'
import { ACCESS_WORDS, AI_WORDS, formatAuthor } from '../core/issue/pick-words.ts'
import { readingMinutes } from '../core/issue/reading-minutes.ts'
import { sectionsOf } from '../core/issue/section.ts'
import { languageName } from '../core/text/language-name.ts'
import { renderInline, renderMarkdown } from '../core/text/markdown.ts'
import { markdownToText } from '../core/text/markdown-text.ts'
import { formatDay, formatHour } from '../core/text/moment.ts'
import { cutText } from '../core/text/plain-text.ts'
import { formatWeeks, issueTitle, SPECIAL } from './archive.ts'
import type { FlagId } from './flags.ts'
import { issuePath, pickPath } from './paths.ts'
import { cveLinks, type TagLink } from './tag-links.ts'

export interface PickView {
  readonly id: string
  readonly title: string
  readonly url: string | undefined
  /** `lang` of the title, where it is not English. */
  readonly lang: string | undefined
  readonly source: string
  readonly authors: string
  /** What is unusual about it, in few words: minutes, language, access, age, how it was written. */
  readonly facts: readonly string[]
  readonly blurb: string
  readonly also: readonly { readonly source: string; readonly url: string }[]
  /** Pages of the flaws that the advisory is about which it leads to. */
  readonly cves: readonly TagLink[]
  readonly again: string | undefined
  /** What was wrong about it. */
  readonly corrections: readonly { readonly date: string; readonly html: string }[]
}

export interface SectionView {
  readonly id: string
  readonly title: string
  readonly flag: FlagId | undefined
  readonly signal: string | undefined
  readonly picks: readonly PickView[]
  /** The editor's words in this section, as HTML; empty where there are none. They stand before the picks. */
  readonly prose: string
}

/** A correction as a list has it. */
export interface CorrectionView {
  /** Day of the correction. */
  readonly date: string
  readonly html: string
  /** What was wrong: a pick, an earlier issue, or a pick of it; none for the issue at hand as a whole. */
  readonly about: { readonly text: string; readonly href: string } | undefined
}

export interface IssueView {
  readonly key: string
  readonly number: number
  readonly title: string
  /** `published`, or what keeps it from readers. */
  readonly status: Issue['status']
  readonly date: string
  readonly dateText: string
  /** The moment for which a finished issue waits, in words. */
  readonly publishText: string | undefined
  /** `Week 47 of 2026`, or that it is a special one. */
  readonly weeks: string
  readonly minutes: number
  readonly pickCount: number
  /** `20 picks from 300`, or `8 picks` where the number of candidates is not known. */
  readonly countText: string
  readonly note: string
  readonly sections: readonly SectionView[]
  readonly editors: readonly string[]
  /** Of this issue, then what it tells of earlier ones. */
  readonly corrections: readonly CorrectionView[]
}

/** An issue as page and feed show it; an empty section vanishes. */
export function createIssueView(issue: Issue): IssueView {
  const known = sectionsOf(issue)
  const body = splitIssueBody(issue.body, known)
  const sections = known.map(({ id, title, flag, signal }): SectionView => ({
    ...{ id, title, flag, signal: signal === '' ? undefined : signal },
    picks: issue.picks.filter(({ section }) => section === id).map((pick) => createPickView(pick, issue)),
    prose: renderMarkdown(body.sections.get(id) ?? ''),
  }))
  const others = body.others.map(({ title, text }, index): SectionView => ({
    id: `more-${index + 1}`,
    title,
    flag: undefined,
    signal: undefined,
    picks: [],
    prose: renderMarkdown(text),
  }))
  const count = issue.picks.length
  return {
    key: issue.key,
    number: issue.number,
    title: issueTitle(issue),
    status: issue.status,
    date: issue.date,
    dateText: formatDay(issue.date),
    publishText: issue.publishAt === undefined ? undefined : formatHour(issue.publishAt),
    weeks: formatWeeks(issue.weeks) ?? SPECIAL,
    minutes: readingMinutes(issue),
    pickCount: count,
    countText: `${count} ${count === 1 ? 'pick' : 'picks'}${issue.candidates === undefined ? '' : ` from ${issue.candidates}`}`,
    note: renderMarkdown(body.note),
    sections: [...sections, ...others].filter(({ picks, prose }) => picks.length > 0 || prose !== ''),
    editors: issue.editors,
    corrections: [
      ...issue.corrections.map((one) => createOwnCorrection(one, issue)),
      ...issue.corrects.map(createTold),
    ],
  }
}

function createOwnCorrection({ date, text, pick }: Correction, { picks }: Issue): CorrectionView {
  const about = picks.find(({ id }) => id === pick)
  return { date, html: renderInline(text), about: about && { text: about.title, href: `#${about.id}` } }
}

function createTold({ date, text, issue, number, pick, title }: ToldCorrection): CorrectionView {
  return {
    date,
    html: renderInline(text),
    about: {
      text: title === undefined ? `no. ${number}` : `no. ${number}, “${title}”`,
      href: pick === undefined || title === undefined ? issuePath(issue) : pickPath(issue, pick),
    },
  }
}

const OLD = 21 * 86_400_000

/** A pick as page and feed show it, with what its issue says of it. */
export function createPickView(pick: IssuePick, issue: Pick<Issue, 'date' | 'corrections'>): PickView {
  const { published } = pick
  const old = published !== undefined && Date.parse(issue.date) - Date.parse(published) > OLD
  const foreign = pick.language !== 'en'
  return {
    id: pick.id,
    title: pick.title,
    url: pick.url,
    lang: foreign && pick.originalTitle === undefined ? pick.language : undefined,
    source: pick.source,
    authors: pick.authors.map(formatAuthor).join(', '),
    facts: [
      pick.minutes && `${pick.minutes} min`,
      old && formatDay(published, { weekday: false }),
      foreign && `in ${languageName(pick.language)}`,
      ACCESS_WORDS[pick.access],
      AI_WORDS[pick.ai],
      pick.url === undefined && 'link not preserved',
      pick.suggestedBy && `suggested by ${pick.suggestedBy}`,
    ].filter((fact) => typeof fact === 'string'),
    blurb: renderInline(pick.blurb),
    also: pick.also,
    cves: cveLinks(pick.cves ?? []),
    again: pick.again,
    corrections: issue.corrections
      .filter((correction) => correction.pick === pick.id)
      .map(({ date, text }) => ({ date, html: renderInline(text) })),
  }
}

/** The flags of an issue's sections. */
export function flagsOf(sections: readonly SectionView[]): FlagId[] {
  return sections.flatMap(({ flag }) => flag ?? [])
}

/** All flags that the page of an issue flies. */
export function issueFlags({ sections, corrections }: IssueView): FlagId[] {
  return corrections.length > 0 ? [...flagsOf(sections), 'N'] : flagsOf(sections)
}

/** A sentence or two for search engines: the preheader, or the beginning of the note. */
export function summarise({ preheader, body }: Pick<Issue, 'preheader' | 'body'>): string | undefined {
  const text = preheader || (markdownToText(splitIssueBody(body).note).split('\n\n')[0] ?? '')
  if (text === '') return undefined
  return cutText(text, 200)
}
