import path from 'node:path'
import {
  describeEnd,
  describeReport,
  describeSpan,
  nextCommands,
  type SendReport,
} from '../../src/core/send/describe-send.ts'
import type { SendEnd } from '../../src/core/send/send-progress.ts'
import type { FrozenMail, Send } from '../../src/core/send/send.ts'
import { describeSigning } from '../../src/core/send/signing.ts'
import { countNoun } from '../../src/core/text/count-noun.ts'
import { formatMoment } from '../../src/core/text/moment.ts'
import { print, printJson, say } from '../../src/io/command-line.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import type { MailServer } from '../../src/io/mail-server.ts'
import type { OpenedStore } from '../../src/io/open-store.ts'
import type { SendFlags, SendSurroundings } from './options.ts'
import { listMissed } from './read-report.ts'

const DAY = 86_400_000

/** The report, and what goes on from it. */
export async function tellSend(
  store: OpenedStore,
  send: Send,
  told: {
    readonly report: SendReport
    readonly end: SendEnd | undefined
    readonly flags: SendFlags
    readonly around: SendSurroundings
  },
): Promise<void> {
  const { end, flags, around } = told
  const isDiscreet = flags.addresses === false
  const report = isDiscreet ? { ...told.report, missed: [] } : told.report
  if (around.json) await printReport(store, send, report, { isDiscreet })
  else for (const line of describeReport(report)) print(line)
  const why = end && describeEnd(end, report)
  if (why !== undefined) say(why)
  for (const { does, flags: next } of nextCommands(report, extensionOf(send, around))) {
    say(`${does}: ${commandFor(send.issue, next, flags, around)}`)
  }
}

/** The report for a program: numbers, and everybody who did not get it, by name unless others read along. */
export async function printReport(
  store: OpenedStore,
  send: Send,
  { issue, recipients, counts, notAfter }: SendReport,
  { isDiscreet }: { readonly isDiscreet: boolean },
) {
  const { sent, failed, unknown, suppressed, queued, leased } = counts
  const deliveries = []
  for await (const { address = null, state, code = null, reason = null } of listMissed(store, send)) {
    deliveries.push({ address: isDiscreet ? null : address, state, code, reason })
  }
  const numbers = { issue, recipients, sent, failed, unknown, suppressed, queued, leased }
  printJson({ ...numbers, subject: send.subject, startedAt: send.startedAt, notAfter, deliveries })
}

/** What is about to go, in lines. */
export function describePlan(plan: {
  readonly mail: FrozenMail
  readonly readers: number
  readonly notAfter: Date
  readonly server: MailServer | undefined
  readonly flags: SendFlags
  readonly signing: string
}): string[] {
  const { mail, readers, notAfter, server, flags, signing } = plan
  const kilobytes = Math.ceil(mail.message.length / 1_000)
  return [
    `${mail.issue}  ${mail.subject}`,
    `  to      ${countNoun(readers, 'reader')}, at most ${flags.rate} a second: ${describeSpan((readers * 1_000) / flags.rate)} at least`,
    `  from    ${mail.from}${mail.bounces === undefined ? '' : `, returns to ${mail.bounces}`}`,
    ...(server === undefined ? [] : [`  by      ${server.host}:${server.port}`]),
    `  size    ${kilobytes} kB each, ${describeSigning(signing)}`,
    `  until   ${formatMoment(notAfter)}; nothing goes after that`,
  ]
}

/**
 * A command that can be copied.
 *
 * @param next what to say beside the issue; nothing begins a send
 */
export function commandFor(
  issue: string,
  next: string,
  flags: SendFlags,
  { content, state, given }: SendSurroundings,
): string {
  const values = {
    content: shellWord(shortPath(content)),
    state: shellWord(shortPath(state)),
    rate: flags.rate,
    connections: flags.connections,
  }
  const words = ['npm run send -- --issue', issue, next, ...given.map((name) => `--${name} ${values[name]}`)]
  return words.filter((word) => word !== '').join(' ')
}

const shortPath = (folder: string) => displayPath(path.resolve(folder)) || '.'
const shellWord = (text: string) => (/^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** Until when a send could be allowed to go on, where its time is over. */
export const extensionOf = (send: Pick<Send, 'notAfter'>, { now }: SendSurroundings): string | undefined =>
  Date.parse(send.notAfter) > now.getTime() ? undefined : formatMoment(new Date(now.getTime() + DAY))
