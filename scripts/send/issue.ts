import { setTimeout as timeout } from 'node:timers/promises'
import { describeCounts, isComplete, nextCommands, type SendReport } from '../../src/core/send/describe-send.ts'
import type { SendEnd } from '../../src/core/send/send-progress.ts'
import type { Send } from '../../src/core/send/send.ts'
import { checkSigning } from '../../src/core/send/signing.ts'
import { countNoun } from '../../src/core/text/count-noun.ts'
import { formatMoment } from '../../src/core/text/moment.ts'
import { ExpectedError, type Problem, take } from '../../src/core/text/problem.ts'
import { print, printJson, say, sayProblems } from '../../src/io/command-line.ts'
import { askYes } from '../../src/io/ask-yes.ts'
import { createSigner, readDkimSettings, signingOf } from '../../src/io/dkim.ts'
import { CHECK_FAILED, FAILED, INTERRUPTED, NOTHING_TO_DO, USAGE } from '../../src/io/exit-code.ts'
import { readLinkKeys } from '../../src/io/link-keys.ts'
import { createPageClient } from '../../src/io/fetch-own-page.ts'
import { createMailConnections } from '../../src/io/mail-connections.ts'
import { type MailServer, parseSmtpUrl } from '../../src/io/mail-server.ts'
import { databaseUrl, type OpenedStore } from '../../src/io/open-store.ts'
import type { Sending } from '../../src/io/sending.ts'
import { readUserAgent } from '../../src/io/user-agent.ts'
import { checkLivePage, type LocalIssue } from '../../src/jobs/check-live-page.ts'
import { prepareMail } from '../../src/jobs/prepare-mail.ts'
import { sendIssue, type SendPorts } from '../../src/jobs/send-issue.ts'
import { withExistingStore } from '../../src/io/with-store.ts'
import { freeze, hasChanged, issueKey } from './freeze.ts'
import type { SendFlags, SendSurroundings } from './options.ts'
import { readReport } from './read-report.ts'
import { commandFor, describePlan, extensionOf, printReport, tellSend } from './tell-send.ts'
import { listenForSignals, watchSend } from './watch-send.ts'

const DAY = 86_400_000
/** Milliseconds: a mail that went has to be written down, however long somebody else writes. */
const STORE_PATIENCE = 120_000

/** An issue for everybody who has confirmed, or the rest of such a send. */
export async function sendToReaders(flags: SendFlags, around: SendSurroundings): Promise<void> {
  await withExistingStore(
    around.state,
    async (store) => {
      const foreign = await store.checkAdoption()
      if (foreign !== undefined) throw new ExpectedError(foreign)
      await using sending = flags.dryRun ? undefined : await store.beginSending()
      const known = await findSend(store, flags, around)
      const goesOn = flags.resume === true || flags.retryFailed === true
      if (known === undefined) {
        if (goesOn) throw new ExpectedError(nothingBegun(flags), NOTHING_TO_DO)
        await begin(store, sending, flags, around)
      } else if (goesOn) await goOn(store, sending, known, flags, around)
      else await refuse(store, known, flags, around)
    },
    { patience: STORE_PATIENCE },
  )
}

async function findSend(store: OpenedStore, { issue }: SendFlags, { content }: SendSurroundings) {
  const known = await store.findSend(issue)
  if (known !== undefined) return known
  const key = issueKey(content, issue)
  return key === undefined || key === issue ? undefined : store.findSend(key)
}

const nothingBegun = ({ issue }: SendFlags): Problem => ({
  where: `--issue ${issue}`,
  what: 'no send of it was begun from this store, so there is none to go on with',
  remedy: 'Leave --resume and --retry-failed out to begin one, or name another folder with --state',
})

/** Freezes the issue, and sends it. */
async function begin(
  store: OpenedStore,
  sending: Sending | undefined,
  flags: SendFlags,
  around: SendSurroundings,
): Promise<void> {
  const start = new Date(formatMoment(around.now))
  const notAfter = flags.notAfter ?? new Date(start.getTime() + DAY)
  if (notAfter <= start) throw new ExpectedError(isPast(notAfter), USAGE)
  const keys = take(readLinkKeys(process.env, around.state))
  const { mail, findings, local } = await freeze(flags.issue, { ...around, now: start, key: keys[0] })
  sayProblems(findings.warnings, 'warning')
  if (findings.errors.length > 0) throw new ExpectedError(findings.errors, CHECK_FAILED)
  await assertLive(local, flags, around)
  const signing = signingOf(take(readDkimSettings(process.env, { address: mail.from }), USAGE))
  const server = sending && take(parseSmtpUrl(process.env.SMTP_URL), USAGE)
  const { confirmed } = (await store.stats(formatMoment(start))).states
  if (confirmed === 0) {
    const what = 'nobody has confirmed, so nobody would get it'
    const remedy = 'Bring a list along with npm run subscribers -- import FILE, or wait for sign-ups'
    throw new ExpectedError({ where: store.where, what, remedy }, NOTHING_TO_DO)
  }
  const lines = describePlan({ mail, readers: confirmed, notAfter, server, flags, signing })
  if (sending === undefined || server === undefined) {
    const nothing = { sent: 0, failed: 0, unknown: 0, suppressed: 0, queued: confirmed }
    if (around.json) {
      printJson({
        ...{
          issue: mail.issue,
          recipients: confirmed,
          ...nothing,
          dryRun: true,
          subject: mail.subject,
          from: mail.from,
        },
        ...{ bytes: mail.message.length, notAfter: formatMoment(notAfter) },
      })
    }
    for (const line of lines) (around.json ? say : print)(line)
    say('Nothing was sent, and nothing was frozen.')
    say(`Send it: ${commandFor(mail.issue, '', flags, around)}`)
    return
  }
  if (!(await ask(lines, `Send ${mail.issue} to ${countNoun(confirmed, 'reader')}?`, flags))) return
  // Whoever was asked may have answered the next day.
  if (notAfter <= around.clock()) throw new ExpectedError(isPast(notAfter), USAGE)
  await assertLive(local, flags, around)
  await sending.renew()
  const send = await store.startSend(mail, { at: formatMoment(start), notAfter: formatMoment(notAfter), signing })
  if (send === undefined) throw new Error('a send was begun while the lock was held')
  await run(store, send, { sending, server, flags, around })
}

/** With `--check-live`, ends where readers see something else than what would be sent. */
async function assertLive(local: LocalIssue, { checkLive }: SendFlags, { content }: SendSurroundings): Promise<void> {
  if (!checkLive) return
  const problem = await checkLivePage(local, { fetchPage: createPageClient(readUserAgent(content)) })
  if (problem !== undefined) throw new ExpectedError(problem, CHECK_FAILED)
}

/** Goes on with what is frozen. */
async function goOn(
  store: OpenedStore,
  sending: Sending | undefined,
  known: Send,
  flags: SendFlags,
  around: SendSurroundings,
): Promise<void> {
  const at = formatMoment(around.now)
  const notAfter = flags.notAfter ?? new Date(known.notAfter)
  const before = await readReport(store, known)
  const { failed, unknown, queued, leased } = before.counts
  const isRepeated = flags.onUnknown === 'retry'
  const todo = queued + (flags.retryFailed ? failed : 0) + (isRepeated ? unknown + leased : 0)
  if (sending === undefined) {
    await tellSend(store, known, { report: before, end: undefined, flags, around })
    say(`${countNoun(todo, 'mail')} would go. Nothing was sent, and nothing was changed.`)
    return
  }
  if (known.message.length === 0) throw new ExpectedError(isForgotten(known))
  if (todo > 0 && notAfter <= around.now) throw new ExpectedError(isOver(known, todo, before, around))
  const server = todo > 0 ? take(parseSmtpUrl(process.env.SMTP_URL), USAGE) : undefined
  const signing = server === undefined ? known.signing : signingToGoOn(known, flags)
  if (server !== undefined && signing !== undefined) {
    const keys = take(readLinkKeys(process.env, around.state))
    if (await hasChanged(known, { ...around, keys })) {
      say(`${known.issue} reads differently now than when its send began; the rest get what was frozen then.`)
    }
    const lines = describePlan({ mail: known, readers: todo, notAfter, server, flags, signing })
    if (!(await ask(lines, `Go on with ${known.issue}, for ${countNoun(todo, 'reader')}?`, flags))) return
    if (notAfter <= around.clock()) throw new ExpectedError(isOver(known, todo, before, around))
  }
  await sending.renew()
  if (flags.notAfter !== undefined) await store.extendSend(known.number, formatMoment(notAfter))
  if (signing !== undefined && signing !== known.signing) await store.changeSigning(known.number, signing)
  const dead = await sending.endDeadLeases(known.number, { to: isRepeated ? 'queued' : 'unknown', at })
  if (dead > 0) {
    const what = isRepeated ? 'are sent again' : 'are unknown now, and not sent again'
    say(`${countNoun(dead, 'mail')} were under way when it was ended last, and may have arrived: they ${what}.`)
  }
  if (isRepeated) await store.requeueRecipients(known.number, 'unknown', at)
  if (flags.retryFailed) await store.requeueRecipients(known.number, 'failed', at)
  const send = { ...known, notAfter: formatMoment(notAfter), signing }
  if (server !== undefined) {
    await run(store, send, { sending, server, flags, around })
    return
  }
  const report = await readReport(store, send)
  await tellSend(store, send, { report, end: undefined, flags, around })
  process.exitCode = isComplete(report.counts) ? NOTHING_TO_DO : FAILED
}

/**
 * What the rest is signed with: what the send began with, unless its operator says otherwise, or nobody wrote it down. Who
 * only watches need not have the key.
 */
function signingToGoOn(known: Send, { signAnew = false, watch = false }: SendFlags): string {
  const here = signingOf(take(readDkimSettings(process.env, { address: known.from }), USAGE))
  if (signAnew || known.signing === undefined) return here
  if (watch) return known.signing
  const otherwise = checkSigning(known, here)
  if (otherwise !== undefined) throw new ExpectedError(otherwise, USAGE)
  return known.signing
}

/** A send is begun once. */
async function refuse(store: OpenedStore, known: Send, flags: SendFlags, around: SendSurroundings): Promise<void> {
  const report = await readReport(store, known)
  const { failed, unknown, queued, leased } = report.counts
  if (around.json) await printReport(store, known, report, { isDiscreet: flags.addresses === false })
  const complete = isComplete(report.counts)
  const [next] = nextCommands(report, extensionOf(known, around))
  throw new ExpectedError(
    {
      where: `the send of ${known.issue}`,
      what: `it was begun on ${known.startedAt}, and stands at ${describeCounts(report.counts)}`,
      remedy: complete
        ? 'There is nothing left to do'
        : `${queued + leased + failed + unknown > 0 && next !== undefined ? next.does : 'Go on'}: ${commandFor(known.issue, next?.flags ?? '--resume', flags, around)}`,
    },
    complete ? NOTHING_TO_DO : FAILED,
  )
}

interface Running {
  readonly sending: Sending
  readonly server: MailServer
  readonly flags: SendFlags
  readonly around: SendSurroundings
}

/** Sends, shows how far it is, and reports. */
async function run(store: OpenedStore, send: Send, { sending, server, flags, around }: Running): Promise<void> {
  const url = databaseUrl(process.env)
  const end =
    url === undefined
      ? await sendAlone(store, send, { sending, server, flags, around })
      : await (await import('./send-shared.ts')).sendShared(store, send, { url, server, flags, around })
  const report = await readReport(store, send)
  await tellSend(store, send, { report, end, flags, around })
  if (end.why === 'interrupted') process.exitCode = INTERRUPTED
  else if (!isComplete(report.counts)) process.exitCode = FAILED
}

/** Sends as the only sender of its store. */
async function sendAlone(
  store: OpenedStore,
  send: Send,
  { sending, server, flags, around }: Running,
): Promise<SendEnd> {
  const dkim = take(readDkimSettings(process.env, { address: send.from }), USAGE)
  const prepare = prepareMail(send, take(readLinkKeys(process.env, around.state)), dkim && createSigner(dkim))
  const mails = createMailConnections(server, { connections: flags.connections })
  const watch = watchSend(send.recipients)
  using signals = listenForSignals()
  try {
    return await sendIssue(
      send,
      {
        ledger: ledgerOf(store, sending),
        prepare: (recipient) => {
          if (!sending.isHeld()) throw new LostHold()
          return prepare(recipient)
        },
        deliver: mails.deliver,
        now: around.clock,
        elapsed: () => performance.now(),
        wait: (milliseconds, signal) => timeout(milliseconds, undefined, { signal }).catch(() => undefined),
        onProgress: watch.show,
      },
      {
        connections: flags.connections,
        rate: flags.rate,
        onUnknown: flags.onUnknown ?? 'hold',
        signal: signals.signal,
      },
    )
  } catch (error) {
    if (!(error instanceof LostHold)) throw error
    throw new ExpectedError({
      where: store.where,
      what: 'it was out of reach for so long that another may have gone on with the send, so this one has ended',
      remedy: `Go on: ${commandFor(send.issue, '--resume', flags, around)}`,
    })
  } finally {
    watch.end()
    await mails.close()
  }
}

/** No mail may begin any more. */
class LostHold extends Error {}

/** The ledger in the hands of one sender. */
const ledgerOf = (store: OpenedStore, { sender }: Sending): SendPorts['ledger'] => ({
  leaseRecipients: (send, lease) => store.leaseRecipients(send, { ...lease, sender }),
  settleRecipients: (send, settled) => store.settleRecipients(send, settled, sender),
  countRecipients: (send) => store.countRecipients(send),
})

/** Says what is about to go, and asks; a no is no error, and sets the exit code of nothing done. */
async function ask(lines: readonly string[], question: string, { yes }: SendFlags): Promise<boolean> {
  for (const line of lines) say(line)
  if (yes || (await askYes(question))) return true
  say('Nothing was sent.')
  process.exitCode = NOTHING_TO_DO
  return false
}

const isPast = (notAfter: Date): Problem => ({
  where: '--not-after',
  what: `${formatMoment(notAfter)} is over, so nothing would go`,
  remedy: 'Name a moment that is to come',
})

const isForgotten = ({ issue }: Send): Problem => ({
  where: `the send of ${issue}`,
  what: 'it is so long ago that what was sent, and to whom, is kept no more',
})

const isOver = (send: Send, todo: number, report: SendReport, around: SendSurroundings): Problem => ({
  where: `the send of ${send.issue}`,
  what: `nothing of it goes after ${send.notAfter}: ${countNoun(todo, 'reader')} ${todo === 1 ? 'was' : 'were'} not sent to (${describeCounts(report.counts)})`,
  remedy: `Give it more time, if it is still news: --not-after ${formatMoment(new Date(around.now.getTime() + DAY))}`,
})
