import { formatIssue } from '../core/issue/format-issue.ts'
import { parseIssue } from '../core/issue/issue-file.ts'
import type { Issue } from '../core/issue/issue.ts'
import type { NamedSections, SectionMap } from '../core/import/section-map.ts'
import { checkTangle } from '../core/import/check-tangle.ts'
import type { FileReport, IssueImportReport } from '../core/import/describe-issue-import.ts'
import {
  findLostLinks,
  isSameIssue,
  isUntouched,
  makeImportedIssue,
  type Named,
} from '../core/import/make-imported-issue.ts'
import type { OldSite } from '../core/import/old-address.ts'
import { createLinkResolver, indexOldPages } from '../core/import/old-pages.ts'
import { findDisorder, findLeaps, placeOldIssues } from '../core/import/place-old-issues.ts'
import { planRedirects } from '../core/import/plan-redirects.ts'
import { readOldBody } from '../core/import/read-old-body.ts'
import { readOldFile } from '../core/import/read-old-file.ts'
import { readOldHead, type OldHead } from '../core/import/read-old-head.ts'
import type { Problem, Result } from '../core/text/problem.ts'

export interface IssueImportInput {
  /** Below the folder of the old content, with `/`, sorted. */
  readonly files: readonly string[]
  /** What is in the folder and is not read. */
  readonly problems: readonly Problem[]
  /** What `from` of its issues begins with. */
  readonly name: string
  readonly site: OldSite
  readonly map: SectionMap
  readonly sections: NamedSections | undefined
  readonly issues: readonly Issue[]
  readonly people: readonly Named[]
  readonly sourceOf: (url: string) => string
  /** Addresses that other redirects of the site speak for. */
  readonly taken: ReadonlySet<string>
  readonly now: Date
  readonly dryRun: boolean
}

export interface IssueImportPorts {
  readonly readText: (path: string) => Result<string>
  readonly writeIssue: (key: string, text: string) => void
  readonly onFile?: (path: string) => void
}

const pageOf = (key: string) => `/issues/${key}/`

/**
 * Makes issues of old files: first all say of themselves when they came out and what their addresses were, then each is
 * read whole, one at a time. An issue that is there is written over only where it was made of the same file, and is as it
 * was made.
 */
export function importIssues(input: IssueImportInput, ports: IssueImportPorts): IssueImportReport {
  const { issues, site, now } = input
  const heads = new Map<string, OldHead>()
  const unread = new Map<string, readonly Problem[]>(input.problems.map((problem) => [problem.where, [problem]]))
  for (const path of input.files) {
    const head = readHead(path, input, ports, { site, now })
    if (head.ok) heads.set(path, head.value)
    else unread.set(path, head.problems)
  }
  const places = placeOldIssues([...heads.values()], issues)
  const known = new Map(issues.flatMap((issue) => (issue.imported ? [[issue.imported.from, issue]] : [])))
  const pages = [...heads.values()].map(({ path, addresses, from }) => ({
    ...{ path, addresses },
    to: pageOf(places.get(from)?.key ?? ''),
  }))
  const index = indexOldPages(pages)
  const files: FileReport[] = [...unread].map(([path, problems]) => ({
    ...{ path, problems, outcome: 'unread', picks: 0, sections: [], leftovers: [], notes: [] },
  }))
  const after = new Map(issues.map(({ key, number, date }) => [key, { key, number, date }]))
  const lost = new Set<string>()
  for (const [path, head] of heads) {
    ports.onFile?.(path)
    const place = places.get(head.from)
    if (place === undefined) throw new Error(`${path} has no place`)
    const resolve = createLinkResolver(site, index, head.addresses[0] ?? '/')
    const text = ports.readText(path)
    const file = text.ok ? readOldFile(text.value, path) : text
    if (!file.ok) {
      // It was there a moment ago.
      files.push({ path, outcome: 'unread', picks: 0, sections: [], leftovers: [], notes: [], problems: file.problems })
      lost.add(path)
      continue
    }
    const { body, bodyLine } = file.value
    const { map, sections, sourceOf } = input
    const old = readOldBody(body, { bodyLine, title: head.title, resolve, map, sections, sourceOf })
    const issue = makeImportedIssue(head, place, old, input.people)
    const told = [...head.leftovers, ...old.leftovers]
    const leftovers = [...told, ...findLostLinks(body, bodyLine, issue, told, resolve)]
    const written = formatIssue(issue)
    const read = parseIssue(written, issue.key, path, sections)
    const report = {
      path,
      key: issue.key,
      number: issue.number,
      title: issue.title,
      picks: issue.picks.length,
      sections: old.sections,
      leftovers,
      notes: place.notes,
    }
    if (!read.ok) {
      lost.add(path)
      files.push({ ...report, outcome: 'unread', problems: read.problems })
      continue
    }
    const outcome = outcomeOf(issue, known.get(head.from))
    if ('why' in outcome) {
      files.push({ ...report, outcome: 'kept', notes: [...place.notes, outcome.why], problems: [] })
      continue
    }
    if (outcome.is !== 'unchanged' && !input.dryRun) ports.writeIssue(issue.key, written)
    after.set(issue.key, issue)
    files.push({ ...report, outcome: outcome.is, problems: [] })
  }
  const keys = new Set(after.keys())
  const led = planRedirects(
    pages.filter(({ path }) => !lost.has(path)),
    input.taken,
    keys,
  )
  return {
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    ...led,
    problems: [...tellDisorder([...after.values()]), ...tellLeaps([...after.values()])],
  }
}

function readHead(
  path: string,
  { name }: IssueImportInput,
  { readText }: IssueImportPorts,
  facts: { site: OldSite; now: Date },
): Result<OldHead> {
  const text = readText(path)
  if (!text.ok) return text
  const file = readOldFile(text.value, path)
  if (!file.ok) return file
  const tangle = checkTangle(file.value.body, file.value.bodyLine, path)
  return tangle.ok ? readOldHead(file.value, { path, from: `${name}/${path}`, where: path, ...facts }) : tangle
}

function outcomeOf(
  issue: Issue,
  there: Issue | undefined,
): { readonly is: 'new' | 'updated' | 'unchanged' } | { readonly why: string } {
  if (there === undefined) return { is: 'new' }
  if (isSameIssue(there, issue)) return { is: 'unchanged' }
  if (!isUntouched(there)) return { why: `${there.key}.md was changed since it was imported, and stays as it is` }
  if (there.date !== issue.date) {
    return {
      why: `${there.key}.md was imported with the day ${there.date}, and this says ${issue.date}: delete it, and run this again`,
    }
  }
  return { is: 'updated' }
}

function tellDisorder(issues: readonly Pick<Issue, 'key' | 'number' | 'date'>[]): Problem[] {
  const pairs = findDisorder(issues)
  const [first] = pairs
  if (first === undefined) return []
  return [
    {
      where: 'the numbers of all issues',
      what: `they do not rise with the days: ${first[0]} comes after ${first[1]}${pairs.length > 1 ? `, and so it goes ${pairs.length} times` : ''}`,
      remedy: 'What "the last 25 issues" are goes by number: mend `number` in the files that are wrong',
    },
  ]
}

function tellLeaps(issues: readonly Pick<Issue, 'key' | 'number' | 'date'>[]): Problem[] {
  return findLeaps(issues).map(([late, early, leap]) => ({
    where: 'the numbers of all issues',
    what: `they leap by ${leap} from ${early} to ${late}, and a new issue would count on from there`,
    remedy: 'Mend `number` in the file that is wrong, or leave it where it is meant so',
  }))
}
