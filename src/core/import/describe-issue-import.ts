import { countNoun } from '../text/count-noun.ts'
import { cutText, foldSpace } from '../text/plain-text.ts'
import { formatProblem, type Problem } from '../text/problem.ts'
import { sectionTitle, SECTIONS } from '../issue/section.ts'
import type { UnledAddress } from './plan-redirects.ts'
import type { OldSection } from './read-old-body.ts'
import type { Redirect } from './redirects-file.ts'
import type { NamedSections } from './section-map.ts'
import type { Leftover } from './strip-templates.ts'

/** What became of an old file. `kept`: its issue was changed by hand since, or has moved, and stays as it is. */
export type Outcome = 'new' | 'updated' | 'unchanged' | 'kept' | 'unread'

/** What is told of one old file. */
export interface FileReport {
  readonly path: string
  readonly outcome: Outcome
  readonly key?: string
  readonly number?: number
  readonly title?: string
  readonly picks: number
  readonly sections: readonly OldSection[]
  readonly leftovers: readonly Leftover[]
  /** Sentences without a full stop. */
  readonly notes: readonly string[]
  readonly problems: readonly Problem[]
}

/** What is told of an import. */
export interface IssueImportReport {
  readonly files: readonly FileReport[]
  readonly redirects: readonly Redirect[]
  readonly unled: readonly UnledAddress[]
  /** Of the archive as a whole. */
  readonly problems: readonly Problem[]
}

/** `_posts/2020-05-03-update.md  2020-W19, no. 110: 14 picks, 6 pieces of prose; 2 left over; new` */
export function describeFile(file: FileReport): string {
  const { path, key, number, picks, leftovers, outcome } = file
  if (outcome === 'unread') return `${path}  not read: ${file.problems[0]?.what ?? 'nobody knows why'}`
  const parts = [`${countNoun(picks, 'pick')}, ${countNoun(proseOf(file), 'piece')} of prose`]
  if (leftovers.length > 0) parts.push(`${leftovers.length} left over`)
  return `${path}  ${key}, no. ${number}: ${[...parts, outcome].join('; ')}`
}

const proseOf = ({ sections }: FileReport) => sections.reduce((sum, { prose }) => sum + prose, 0)
const count = <T>(list: readonly T[], is: (one: T) => boolean) => list.filter(is).length

/** `42 files: 40 new, 1 updated, 1 not read; 812 picks` */
export function summariseIssueImport({ files, redirects }: IssueImportReport, dryRun: boolean): string {
  const outcomes = (['new', 'updated', 'unchanged', 'kept', 'unread'] as const)
    .map((outcome) => ({ outcome, files: count(files, (file) => file.outcome === outcome) }))
    .filter((one) => one.files > 0)
    .map(
      (one) =>
        `${one.files} ${one.outcome === 'unread' ? 'not read' : one.outcome === 'kept' ? 'left alone' : one.outcome}`,
    )
  const read = files.filter(({ outcome }) => outcome !== 'unread')
  const picks = read.reduce((sum, file) => sum + file.picks, 0)
  const left = read.reduce((sum, file) => sum + file.leftovers.length, 0)
  const rest = `${countNoun(picks, 'pick')}, ${left} left over, ${countNoun(redirects.length, 'redirect')}`
  return `${countNoun(files.length, 'file')}: ${outcomes.join(', ') || 'none'}; ${rest}.${dryRun ? ' Nothing was written.' : ''}`
}

/** Longer texts are cut: the file has them whole, at that line. */
const LONGEST = 300

const inCode = (text: string) => {
  const line = cutText(foldSpace(text), LONGEST)
  const marks = '`'.repeat(1 + Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length)))
  return marks.length > 1 ? `${marks} ${line} ${marks}` : `\`${line}\``
}

/** The report of an import, as markdown: what became of each file, and what of it found no place, line by line. */
export function formatIssueImport(
  told: IssueImportReport,
  summary: string,
  sections: NamedSections = SECTIONS,
): string {
  const unread = told.files.filter(({ outcome }) => outcome === 'unread')
  const read = told.files.filter(({ outcome }) => outcome !== 'unread')
  const headings = listHeadings(read)
  const unmapped = headings.filter(({ section }) => section === undefined)
  const parts = [
    ['# Import of old issues', summary],
    told.problems.length === 0
      ? []
      : ['## To be mended', told.problems.map((one) => `- ${formatProblem(one)}`).join('\n')],
    unread.length === 0
      ? []
      : ['## Not read', unread.flatMap(({ problems }) => problems.map((one) => `- ${formatProblem(one)}`)).join('\n')],
    headings.length === 0
      ? []
      : [
          '## Headings',
          'Where the words and links under each heading went. Give others with `--sections FILE`, a line each, like `Notable links: technical`.',
          [
            '| heading | section | issues | picks | prose |',
            '| --- | --- | --- | --- | --- |',
            ...headings.map(
              ({ heading, section, files, picks, prose }) =>
                `| ${cell(heading)} | ${section === undefined ? (heading === '(none)' ? 'the note' : '**none**, stays under its own heading') : cell(sectionTitle(section, sections))} | ${files} | ${picks} | ${prose} |`,
            ),
          ].join('\n'),
          ...(unmapped.some(({ heading }) => heading !== '(none)')
            ? ['What stays under its own heading shows at the end of its issue, with all its links, and has no picks.']
            : []),
        ],
    told.redirects.length + told.unled.length === 0
      ? []
      : [
          '## Redirects',
          `${countNoun(told.redirects.length, 'old address', 'old addresses')} will lead to the pages of issues. A redirect keeps what stands behind \`#\`, and the new page does not know the places of the old one: such a link opens at its top.`,
          told.unled.map(({ from, why }) => `- ${inCode(from)} has none: ${why}.`).join('\n'),
        ],
    ['## Files', ...read.map((file) => describeWhole(file, sections))],
  ]
  return `${parts
    .flat()
    .filter((text) => text !== '')
    .join('\n\n')}\n`
}

const cell = (text: string) => text.replaceAll('|', String.raw`\|`)

function describeWhole(file: FileReport, sections: NamedSections): string {
  const { path, key, number, title = '', outcome, notes, leftovers } = file
  const word = outcome === 'kept' ? 'left alone' : outcome
  const where = file.sections.map(({ heading, section, picks, prose }) => {
    const to =
      section === undefined ? (heading === '(none)' ? 'the note' : 'its own heading') : sectionTitle(section, sections)
    return `${heading === '(none)' ? 'before all headings' : `“${heading}”`} → ${to} (${countNoun(picks, 'pick')}, ${prose} prose)`
  })
  const lines = [
    `- ${key}, no. ${number}, “${title}”: ${word}; ${countNoun(file.picks, 'pick')}, ${countNoun(proseOf(file), 'piece')} of prose`,
    ...(where.length > 0 ? [`- ${where.join('; ')}`] : []),
    ...notes.map((note) => `- ${note}`),
    ...leftovers.map(({ line, what, text }) => `- ${path}:${line}: ${what}: ${inCode(text)}`),
  ]
  return `### ${path}\n\n${lines.join('\n')}`
}

interface HeadingCount extends OldSection {
  readonly files: number
}

/** Each heading once, the most usual first. */
function listHeadings(files: readonly FileReport[]): HeadingCount[] {
  const all = files.flatMap((file) => file.sections.map((section) => ({ ...section, path: file.path })))
  const groups = Map.groupBy(all, ({ heading, section }) => `${heading} ${section ?? ''}`)
  return [...groups.values()]
    .flatMap((of): HeadingCount[] => {
      const [first] = of
      if (first === undefined) return []
      const sum = (name: 'picks' | 'prose') => of.reduce((total, one) => total + one[name], 0)
      const { heading, section } = first
      return [
        { heading, section, files: new Set(of.map(({ path }) => path)).size, picks: sum('picks'), prose: sum('prose') },
      ]
    })
    .sort((one, other) => other.files - one.files || (one.heading < other.heading ? -1 : 1))
}
