import { formatDay } from '../text/moment.ts'
import type { Turn, TurnEditor } from './plan-turns.ts'
import type { RotaView, TurnView } from './rota-view.ts'

/** What stands in an issue of the host of the project's source, or in a message: plain text, and markdown. */
export interface Reminder {
  readonly title: string
  readonly body: string
}

/** Where the words of a reminder lead to. */
export interface ReminderPlaces {
  /** The project's source at its host, where it is known. */
  readonly repository?: string | undefined
}

/** Names ids of the rota, and that nobody edits: what `curate rota` says where there is nothing to print. */
export const NOBODY_EDITS =
  'Nobody is on the rota: name the editors under `order` in content/rota.yml, and with `from` the week of the first'

/** The turns as lines of a table. */
export function formatTurns(turns: readonly Turn[]): string[] {
  const cells = turns.map(
    (turn) => [weekWords(turn), spanWords(turn), `${turnWords(turn)}${issueWords(turn)}`] as const,
  )
  const widths = [0, 1].map((at) => Math.max(0, ...cells.map((row) => row[at]?.length ?? 0)))
  return cells.map(([week, span, words]) => `${week.padEnd(widths[0] ?? 0)}  ${span.padEnd(widths[1] ?? 0)}  ${words}`)
}

/** `Ada Quay, reviewed by Bo Mole, instead of Cy Pier: at sea`; what is to be done, where it is nobody's. */
export function turnWords(turn: Turn): string {
  const { week, editors, insteadOf, skipped, reason, missing, issue } = turn
  const because = reason === undefined ? '' : `: ${reason}`
  if (skipped) return `skipped${because}`
  const gone = missing.length === 0 ? '' : ` (${missing.join(' and ')}: no such person)`
  const who =
    editors.length > 0
      ? editorWords(editors)
      : issue?.status === 'published'
        ? 'nobody is named'
        : `nobody yet; npm run curate -- rota hand-over ${week} ID`
  const former = insteadOf.length === 0 ? '' : `, instead of ${namesOf(insteadOf)}`
  return `${who}${gone}${former}${because}`
}

function issueWords({ skipped, weeks, issue }: Turn): string {
  const parts = [
    weeks.length > 1 ? `one issue for ${weeks.length} weeks` : '',
    issue ? `issue ${issue.number}, ${issue.status}` : '',
  ].filter((part) => part !== '')
  return skipped || parts.length === 0 ? '' : ` [${parts.join('; ')}]`
}

/** Whose turn the issue at work is, and the next after it, in a line: for `curate status`. */
export function turnLine(turn: Turn, next: Turn | undefined): string {
  const words = (each: Turn) => `${turnWords(each)}${issueWords(each)}`
  const then = next === undefined ? '' : `. Next, ${weekWords(next)}: ${words(next)}`
  return `On the rota: ${words(turn)}${then}`
}

/** What a reminder of this week's turn says: to its editors, or to all where it is nobody's. */
export function writeReminder(rota: RotaView, { repository }: ReminderPlaces = {}): Reminder {
  const { week, editors, next, late, unassigned } = rota
  const open = unassigned.filter((each) => each !== week)
  const blocks = [
    ...(rota.problems.length > 0 ? [`**The rota has mistakes:** \`npm run check -- --only content\` shows them.`] : []),
    ...(late
      ? [`**${late.week} is not out yet:** its draft, issue ${late.issue?.number}, waits for ${lateWords(late)}.`]
      : []),
    ...openingOf(rota, repository),
    ...(open.length > 0
      ? [`**Nobody has ${open.join(', ')} yet.** Take it: \`npm run curate -- rota hand-over ${open[0]} YOUR-ID\`.`]
      : []),
    ...(next.length > 0
      ? [['Next:', '', ...next.map((turn) => `- ${weekWords(turn)}: ${plainWords(turn)}`)].join('\n')]
      : []),
  ]
  return { title: titleOf(rota, namesOf(editors)), body: `${blocks.join('\n\n')}\n` }
}

function titleOf({ week, skipped, issue, editors }: RotaView, names: string): string {
  if (skipped) return `${week}: no issue this week`
  if (issue?.status === 'published') return `${week}: the issue is out`
  return editors.length === 0 ? `${week}: nobody edits this week yet` : `${week}: ${names}`
}

function openingOf(rota: RotaView, repository: string | undefined): string[] {
  const { week, editors, skipped, reason, issue } = rota
  const page = 'docs/editing-an-issue.md'
  const runbook =
    repository === undefined ? `\`${page}\`` : `[the runbook](${repository.replace(/\/$/, '')}/blob/HEAD/${page})`
  if (skipped) {
    const because = reason === undefined ? '' : ` (${escapeMarkdown(reason)})`
    return [`No issue comes out this week${because}. What comes in waits for the next one.`]
  }
  if (issue?.status === 'published') return [`Issue ${issue.number} is out. Nothing is to be done for it.`]
  const weeks = `${rota.weeks.join(' and ')} (${spanWords(rota)})`
  const commands = [
    `- Start: \`npm run ingest\`, then \`npm run curate\`. All of it, step by step: ${runbook}.`,
    `- You cannot: \`npm run curate -- rota hand-over ${week} ID\` gives it to somebody else, without an ID to whoever takes it.`,
    `- Nobody can: \`npm run curate -- rota skip ${week} --reason "Why"\`, or one issue with the next week: \`npm run curate -- rota double ${week}\`.`,
  ].join('\n')
  const [editor, second] = editors
  if (editor === undefined) {
    const take = `\`npm run curate -- rota hand-over ${week} YOUR-ID\``
    return [`**Nobody edits ${weeks} yet.** Whoever takes it says so with ${take}.`, commands]
  }
  const review = second === undefined ? '' : ` ${addressOf(second)} reads it before it goes out.`
  return [`${addressOf(editor)}, the issue of ${weeks} is yours.${review}`, commands]
}

/** Who is called by a handle is told of it by the host. */
const addressOf = ({ name, handle }: TurnEditor) =>
  handle === undefined ? `**${escapeMarkdown(name)}**` : `@${handle} (${escapeMarkdown(name)})`

const lateWords = ({ editors }: TurnView) =>
  editors.length === 0 ? 'somebody to finish it' : editors.map(addressOf).join(' and ')

/** Of a list that many read: no commands, and nobody is called. */
function plainWords(turn: Turn): string {
  const { editors, skipped, reason, weeks } = turn
  if (skipped) return `no issue${reason === undefined ? '' : `, ${escapeMarkdown(reason)}`}`
  const who = editors.length === 0 ? 'nobody yet' : escapeMarkdown(editorWords(editors))
  return weeks.length > 1 ? `${who}, one issue for ${weeks.length} weeks` : who
}

function weekWords({ weeks, week }: Pick<Turn, 'week' | 'weeks'>): string {
  const last = weeks.at(-1)
  return last === undefined || last === week ? week : `${week}–${last.slice(5)}`
}

const spanWords = ({ from, to }: Pick<Turn, 'from' | 'to'>) =>
  `${formatDay(from, { weekday: false, year: false })} – ${formatDay(to, { weekday: false, year: false })}`

const editorWords = ([editor, second]: readonly TurnEditor[]) =>
  `${editor?.name ?? ''}${second === undefined ? '' : `, reviewed by ${second.name}`}`

const namesOf = (editors: readonly TurnEditor[]) => editors.map(({ name }) => name).join(' and ')

/** Words that somebody typed, as text of markdown: no mark, no link, and nobody is called by them. */
const escapeMarkdown = (text: string) => text.replace(/[\\`*_[\]<>#|~&!]/g, '\\$&').replaceAll('@', '@\u200b')
