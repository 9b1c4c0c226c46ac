import path from 'node:path'
import type { Command } from 'commander'
import { SOFT_BOUNCES } from '../../src/core/return/plan-bounce.ts'
import { ExpectedError, type Problem, take } from '../../src/core/text/problem.ts'
import { commonOptions, print, printJson, say, sayProblems } from '../../src/io/command-line.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { FAILED, USAGE } from '../../src/io/exit-code.ts'
import { fileProblem } from '../../src/io/file-problem.ts'
import { readLinkKeys } from '../../src/io/link-keys.ts'
import { countMails, isMaildir, readMailFrom, readMails } from '../../src/io/mail-folders.ts'
import { readSender } from '../../src/io/mail-settings.ts'
import { createProgressBar } from '../../src/io/progress-bar.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { type ReturnCounts, type ReturnedMail, type ReturnLine, readReturns } from '../../src/jobs/read-returns.ts'
import { withExistingStore } from '../../src/io/with-store.ts'

interface Options {
  readonly delete?: boolean
  readonly dryRun?: boolean
}

/** What a mail server takes for "try again": EX_TEMPFAIL of sysexits.h. */
const TRY_AGAIN = 75

/** `bounces`: what came back from an issue, and what follows of it. */
export function addBouncesVerb(program: Command): void {
  const verb = program
    .command('bounces')
    .argument('[path...]', 'Maildirs, mboxes, files with one mail, folders of those; - or nothing: one mail on stdin')
    .description('reads mail that came back: dead addresses and complaints are not written to again, who left has left')
    .option('--delete', 'take out of a Maildir what was understood; what somebody should look at stays')
    .option('--dry-run', 'say what would be done, and do nothing')
    .addHelpText(
      'after',
      `
Examples:
  npm run subscribers -- bounces /var/mail/bounces/Maildir
  npm run subscribers -- bounces /var/mail/bounces/Maildir --delete
  npm run subscribers -- bounces report.eml old.mbox --dry-run
  node scripts/subscribers.ts bounces < report.eml

Every issue goes out with a return address of its own for each reader, which only the keys of links can make: a report
that came to none is counted as forged, and does nothing. A dead address and a complaint end a subscription for good; so do
mails that came back for a while, after ${SOFT_BOUNCES.sends} issues within ${SOFT_BOUNCES.days} days. What says that we were kept out by a policy is told, and
no reader's fault. To read the same mails again changes nothing.

Ends with 0 also where nothing came back, and with 1 where something could not be read. For a mail on stdin it ends with
0, whatever that was, or with 75, so that the mail server keeps it and tries again: the store is busy or out of reach, or
settings are missing.`,
    )
    .action(async (places: readonly string[], options: Options) => {
      const isPiped = places.length === 0 || (places.length === 1 && places[0] === '-')
      if (isPiped && process.stdin.isTTY) {
        const remedy = 'Name a Maildir, an mbox or a file, or hand one mail to stdin'
        throw new ExpectedError({ where: 'bounces', what: 'there is nothing to read', remedy }, USAGE)
      }
      if (!isPiped) await readAll(verb, { ...options, places })
      else await orTryAgain(() => readAll(verb, options))
    })
}

/** What is no fault of the mail shall not cost it: nobody sends it a second time. */
async function orTryAgain(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const problem = fileProblem(error)
    if (problem !== undefined) throw new ExpectedError(problem, TRY_AGAIN)
    const isOurs = error instanceof ExpectedError && error.exitCode !== USAGE
    throw isOurs ? new ExpectedError(error.problems, TRY_AGAIN) : error
  }
}

async function readAll(
  verb: Command,
  { places, delete: discards = false, dryRun = false }: Options & { readonly places?: readonly string[] },
): Promise<void> {
  const { content, state, now, json } = commonOptions(verb)
  if (discards) assertMaildirs(places)
  const { bounces: mailbox } = take(readSender(process.env, take(readSiteSettings(content))))
  if (mailbox === undefined) throw new ExpectedError(NO_MAILBOX)
  const told = new Map<string, number>()
  const report = (line: ReturnLine | Problem) => {
    if ('what' in line) sayProblems([line], 'warning')
    else if (line.outcome === 'ignored') told.set(line.reason, (told.get(line.reason) ?? 0) + 1)
    else say(`${line.where}: ${line.outcome}, ${line.reason}`)
  }
  const counts = await withExistingStore(state, async (store) => {
    const keys = take(readLinkKeys(process.env, state))
    const mails = places === undefined ? [await readMailFrom(process.stdin)] : readPlaces(places, discards)
    return readReturns({ mails, store, report }, { mailbox, keys, now, dryRun })
  })
  if (json) printJson({ ...counts, dryRun, reasons: Object.fromEntries(told) })
  else print(describe(counts, { told, dryRun }))
  if (counts.unreadable > 0) process.exitCode = FAILED
}

const NO_MAILBOX: Problem = {
  where: 'MAIL_BOUNCES',
  what: 'no mailbox is set that mail comes back to',
  remedy: 'Set mail.bounces in content/site.yml, or MAIL_BOUNCES, to an address like bounces@crowsnest.example',
}

function assertMaildirs(places: readonly string[] | undefined): void {
  const other = places === undefined ? '-' : places.find((place) => !isMaildir(path.resolve(place)))
  if (other === undefined) return
  const remedy = 'Leave --delete out, or name a folder with new and cur in it'
  throw new ExpectedError(
    { where: other, what: 'it is no Maildir, and only out of one mails are taken', remedy },
    USAGE,
  )
}

function* readPlaces(places: readonly string[], discards: boolean): Iterable<ReturnedMail | Problem> {
  for (const place of places) {
    const bar = createProgressBar(`reading ${displayPath(path.resolve(place))}`, countMails(place))
    let done = 0
    try {
      for (const mail of readMails(path.resolve(place), { discards })) {
        yield mail
        done += 1
        bar.show(done, `${done.toLocaleString('en')} mails`)
      }
    } finally {
      bar.end()
    }
  }
}

/** What the counts mean, in the order in which they are shown. */
const MEANINGS: Readonly<Record<Exclude<keyof ReturnCounts, 'read' | 'ended'>, string>> = {
  hard: 'the address is dead, and the subscription ended',
  soft: 'could not be delivered for now, and noted',
  complaints: 'reported as unwanted, and the subscription ended',
  left: 'asked to leave, and have left',
  told: 'kept out by a policy: look at SPF, DKIM and block lists',
  forged: 'may be made up, and did nothing',
  ignored: 'nothing follows from it',
  unreadable: 'could not be read',
}

function describe(
  counts: ReturnCounts,
  { told, dryRun }: { readonly told: ReadonlyMap<string, number>; readonly dryRun: boolean },
): string {
  const format = (count: number) => count.toLocaleString('en')
  const names = (Object.keys(MEANINGS) as (keyof typeof MEANINGS)[]).filter((name) => counts[name] > 0)
  const width = format(counts.read).length
  const lines = names.map((name) => `  ${name.padEnd(10)}  ${format(counts[name]).padStart(width)}   ${MEANINGS[name]}`)
  const reasons = [...told].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
  const mails = counts.read === 1 ? '1 mail' : `${format(counts.read)} mails`
  const ended = counts.ended === 0 ? 'no' : format(counts.ended)
  const ends = dryRun ? 'would end' : counts.ended === 1 ? 'has ended' : 'have ended'
  return [
    `${mails} read; ${ended} subscription${counts.ended === 1 ? '' : 's'} ${ends}.`,
    ...lines,
    ...reasons.map(([reason, count]) => `              ${format(count).padStart(width)}   ${reason}`),
    ...(dryRun ? ['Nothing was changed.'] : []),
  ].join('\n')
}
