import { dropControls, foldSpace } from '../text/plain-text.ts'
import { failure, type Problem, type Result, success } from '../text/problem.ts'
import { type OldSite, oldAddresses } from './old-address.ts'
import { dateOfName, type OldDate, readOldDate } from './old-date.ts'
import { listField, type OldFields, type OldFile, textField } from './read-old-file.ts'
import type { Leftover } from './strip-templates.ts'

/** What an old issue says of itself. */
export interface OldHead {
  /** Below the folder of the old content, with `/`. */
  readonly path: string
  /** The file as its archive has it: what an imported issue remembers. */
  readonly from: string
  readonly title: string
  readonly date: OldDate
  /** Stated in a field, or read off the title. */
  readonly number: number | undefined
  readonly isNumberStated: boolean
  readonly preheader: string
  /** Names, as they are written. */
  readonly editors: readonly string[]
  /** What a special issue may be called by. */
  readonly name: string
  /** Paths that it had; its own first. */
  readonly addresses: readonly string[]
  /** Fields with a link for which ours have no place. */
  readonly leftovers: readonly Leftover[]
}

/** Reads what an old issue says of itself. A draft, and what is of a day to come, is none: the problem says which. */
export function readOldHead(
  file: OldFile,
  {
    path,
    from,
    where,
    site,
    now,
  }: {
    readonly path: string
    readonly from: string
    readonly where: string
    readonly site: OldSite
    readonly now: Date
  },
): Result<OldHead> {
  const { fields } = file
  const problem = (what: string, remedy: string, field?: string) =>
    failure({ where, field, what, remedy } satisfies Problem)
  if (isDraft(fields) || /(?:^|\/)_?drafts?\//i.test(path)) {
    return problem('it is a draft', 'Publish it there first, or take `draft` out, and run this again')
  }
  const stated = fields.get('date') ?? fields.get('publishdate')
  const date = readOldDate(stated) ?? (stated === undefined ? dateOfName(path) : undefined)
  if (date === undefined) {
    return stated === undefined
      ? problem(
          'it has no date, in its front matter or its name, so it is no issue',
          'Give it a line `date: 2020-05-04`, or leave it out',
        )
      : problem(`its date cannot be read: ${JSON.stringify(stated)}`, 'Write it like 2020-05-04', 'date')
  }
  if (Date.parse(date.moment) > now.getTime()) {
    return problem(`it is of a day to come, ${date.day}`, 'Run this again once that day has come', 'date')
  }
  const title = foldSpace(dropControls(textField(fields, 'title') ?? ''))
  const number = statedNumber(fields)
  return success({
    ...{ path, from, date },
    title: title || foldSpace(from.split('/').at(-1) ?? from),
    number: number ?? numberInTitle(title),
    isNumberStated: number !== undefined,
    preheader: foldSpace(textField(fields, 'description', 'summary', 'subtitle', 'excerpt') ?? ''),
    editors: [
      ...new Set(listField(fields, /\s*[;,]\s*|\s+and\s+/, 'editors', 'editor', 'authors', 'author').map(foldSpace)),
    ],
    name: textField(fields, 'slug') ?? nameOf(path),
    addresses: oldAddresses({ site, path, title, date, fields }),
    leftovers: linkFields(fields),
  })
}

/** The words by which a file is called: the folder's, where the file is an `index.md`. */
function nameOf(path: string): string {
  const parts = path.replace(/\.[^./]+$/, '').split('/')
  return (/^_?index$/.test(parts.at(-1) ?? '') ? parts.at(-2) : parts.at(-1)) ?? 'issue'
}

function isDraft(fields: OldFields): boolean {
  const says = (name: string, word: string) => {
    const value = fields.get(name)
    return typeof value === 'boolean'
      ? String(value) === word
      : typeof value === 'string' && value.toLowerCase() === word
  }
  return says('draft', 'true') || says('published', 'false') || says('status', 'draft') || says('status', 'skip')
}

function statedNumber(fields: OldFields): number | undefined {
  const text = textField(fields, 'number', 'issue', 'issue_number', 'issuenumber', 'issue-number')
  const number = /^#?(\d{1,5})$/.exec(text ?? '')?.[1]
  return number === undefined || Number(number) === 0 ? undefined : Number(number)
}

const MONTH = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i

/** `#12`, `Issue 12`, `012: …`, `This Week in Harbours 12`; no year, and no day of a month. */
function numberInTitle(title: string): number | undefined {
  const named = /#\s?(\d{1,4})\b|\b(?:issue|no\.?|number|edition)\s+(\d{1,4})\b|^(\d{1,4}):/i.exec(title)
  const [, word = '', last] = /(\p{L}+)\s(\d{1,4})$/u.exec(title) ?? []
  const found = Number(named?.[1] ?? named?.[2] ?? named?.[3] ?? (MONTH.test(word) ? undefined : last))
  return Number.isInteger(found) && found > 0 && !(found >= 1990 && found <= 2100) ? found : undefined
}

/** Fields that we read, or that say nothing of what an issue tells. */
const READ = new Set([
  'url',
  'aliases',
  'alias',
  'redirect_from',
  'permalink',
  'slug',
  'title',
  'description',
  'summary',
  'subtitle',
  'excerpt',
])

function linkFields(fields: OldFields): Leftover[] {
  return [...fields].flatMap(([name, value]): Leftover[] => {
    const links = READ.has(name) ? [] : (JSON.stringify(value) ?? '').match(/https?:\/\/[^\s"\\]+/g)
    return (links ?? []).map((text) => ({ line: 1, what: `the field \`${name}\` has no place in an issue`, text }))
  })
}
