import fs from 'node:fs'
import path from 'node:path'
import { type Command, Option } from 'commander'
import { detectFormat, IMPORT_FORMAT_NAMES } from '../../src/core/subscription/import/detect-format.ts'
import { columnName, type ImportFormatName } from '../../src/core/subscription/import/import-format.ts'
import type { SubscriptionState } from '../../src/core/subscription/subscription.ts'
import { RETENTION_DAYS } from '../../src/core/subscription/plan-retention.ts'
import { countNoun } from '../../src/core/text/count-noun.ts'
import { ExpectedError, take } from '../../src/core/text/problem.ts'
import { commonOptions, print, printJson, say, sayProblems } from '../../src/io/command-line.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { FAILED, NOTHING_TO_DO, USAGE } from '../../src/io/exit-code.ts'
import { type ExportFile, openExportFile } from '../../src/io/export-file.ts'
import { isStoreFile } from '../../src/io/postgres-import.ts'
import { createProgressBar } from '../../src/io/progress-bar.ts'
import { createRandomIds } from '../../src/io/random-ids.ts'
import { openRejectsFile } from '../../src/io/rejects-file.ts'
import {
  countOnly,
  type ListImportReport,
  importSubscriptions,
  takeIntoStore,
  type TakeBatch,
} from '../../src/jobs/import-subscriptions.ts'
import { hasStore, withStore } from '../../src/io/with-store.ts'
import { bringStore } from './bring-store.ts'

interface Options {
  readonly format?: ImportFormatName
  readonly as?: SubscriptionState
  readonly list?: string
  readonly rejects?: string
  readonly force?: boolean
  readonly dryRun?: boolean
}

/** So many refused lines are told one by one. */
const TOLD = 20
const STATES: readonly SubscriptionState[] = ['confirmed', 'unconfirmed', 'unsubscribed']

/** `import FILE`: a list that was somewhere else, with what its subscribers said there. */
export function addImportVerb(program: Command): void {
  const verb = program
    .command('import')
    .argument('<file>', 'CSV or JSON: an export of Buttondown, Mailchimp, listmonk or ours, or addresses, one a line')
    .description('brings a list along that was somewhere else')
    .addOption(new Option('--format <format>', 'whose export it is (told by its columns)').choices(IMPORT_FORMAT_NAMES))
    .addOption(
      new Option(
        '--as <state>',
        'what lines are that do not say it themselves: those of listmonk, and of plain lists (default: unconfirmed)',
      ).choices(STATES),
    )
    .option('--list <name>', 'what the list is called, for the proof of consent (default: the name of the file)')
    .option('--rejects <file>', 'write lines that cannot be taken to this file, to be mended and brought again')
    .option('--force', 'replace the file of --rejects where there is one')
    .option('--dry-run', 'say what would be done, and write nothing (but --rejects)')
    .addHelpText(
      'after',
      `
Examples:
  npm run subscribers -- import buttondown-subscribers.csv
  npm run subscribers -- import cleaned_email_audience_export_1a2b3c4d5e.csv
  npm run subscribers -- import subscribers.csv --as confirmed --list "Harbour Weekly, confirmed subscribers"
  npm run subscribers -- import old-list.txt --dry-run --rejects refused.csv
  DATABASE_URL=postgres://… npm run subscribers -- import .crowsnest/subscribers.sqlite

What becomes of a line:
  confirmed there     is subscribed here, with the moment at which it was confirmed, where the file has one
  not confirmed       is written down as unconfirmed, and gets no mail; gone after ${RETENTION_DAYS.unconfirmed} days (retention)
  left there          is written down as unsubscribed
  bounced, complained, cleaned, blocklisted there     is never written to

Nobody gets a mail by an import. Who is on file here stays as they are, and who left, was erased, bounced or complained
here stays gone; so bring those who left first, where lists overlap. Keep the names of Mailchimp's files: they say which
segment it is. listmonk's export does not say who confirmed: export the confirmed subscribers of the list, and say
--as confirmed.

With DATABASE_URL set, a store of the file kind (subscribers.sqlite, or what \`backup\` wrote) comes along whole, into a
database that has none yet: every id and key stays, so links in mails go on working.

Stopped half-way, it has done what it has done; run it again, and it goes on. Ends with 1 where a line could not be
taken, and with 4 where all of them were known.`,
    )
    .action(async (file: string, options: Options) => {
      const { state, now, json } = commonOptions(verb)
      const { dryRun = false, as } = options
      if (isStoreFile(path.resolve(file))) {
        await bringStore(path.resolve(file), { state, json, dryRun })
        return
      }
      const isFile = fs.statSync(path.resolve(file), { throwIfNoEntry: false })?.isFile() ?? false
      const list = take(await openExportFile(path.resolve(file)), isFile ? FAILED : USAGE)
      const columns = new Set(list.columns.map(columnName))
      const about = { name: list.name, columns, now, state: as, list: options.list }
      const format = take(detectFormat(about, options.format), as === undefined ? FAILED : USAGE)
      const read = take(format.open(about))
      using rejects = openRejectsFile(options.rejects, { columns: list.columns, force: options.force ?? false })
      const told: { line: number; why: string }[] = []

      const bring = (taking: TakeBatch) =>
        watch(list, dryRun, (rows, step) =>
          importSubscriptions(rows, read, {
            take: taking,
            step,
            refuse(row, why) {
              if (told.length < TOLD) told.push({ line: row.line, why })
              rejects.add(row, why)
            },
          }),
        )
      const outcome =
        dryRun && !hasStore(state)
          ? await bring(countOnly(undefined))
          : await withStore(state, (store) =>
              bring(dryRun ? countOnly(store) : takeIntoStore(store, createRandomIds())),
            )
      const { report, problem } = outcome
      const rejected = rejects.close()
      if (json) {
        const rest = { refusals: told, ...(rejected === undefined ? {} : { rejects: rejected }) }
        printJson({ file: displayPath(path.resolve(file)), format: format.name, dryRun, ...report, ...rest })
      } else for (const line of describeReport(report, { title: format.title, name: list.name, dryRun })) print(line)
      tellRefused(list, report, { told, rejected, file: displayPath(path.resolve(file)) })
      if (problem !== undefined) throw problem
      if (report.refused > 0) process.exitCode = FAILED
      else if (report.added + report.newSuppressions === 0) process.exitCode = NOTHING_TO_DO
    })
}

/** Shows how far it is; what was done stands in the report also where the file breaks off, or somebody has enough. */
async function watch(
  list: ExportFile,
  dryRun: boolean,
  work: (rows: ReturnType<ExportFile['rows']>, step: (report: ListImportReport) => void) => Promise<ListImportReport>,
): Promise<{ report: ListImportReport; problem?: ExpectedError }> {
  const bar = createProgressBar(dryRun ? 'looking' : 'importing', list.size)
  let bytes = 0
  let last: ListImportReport | undefined
  const interrupted = () => {
    bar.end()
    const done = last === undefined ? 'Nothing was done' : `${describeDone(last)}, and that is kept`
    say(dryRun ? 'Interrupted. Nothing was written.' : `Interrupted. ${done}; run the same again, and it goes on.`)
  }
  process.prependOnceListener('SIGINT', interrupted)
  try {
    const rows = list.rows((read) => (bytes = read))
    const step = (report: ListImportReport) => {
      last = report
      bar.show(bytes, `${report.lines.toLocaleString('en')} lines`)
    }
    return { report: await work(rows, step) }
  } catch (error) {
    if (!(error instanceof ExpectedError) || last === undefined) throw error
    return { report: last, problem: error }
  } finally {
    process.off('SIGINT', interrupted)
    bar.end()
  }
}

const describeDone = ({ added, known, suppressed, refused }: ListImportReport) =>
  `${countNoun(added, 'subscriber')} added, ${known} known, ${suppressed} suppressed, ${refused} refused`

function describeReport(
  report: ListImportReport,
  { title, name, dryRun }: { readonly title: string; readonly name: string; readonly dryRun: boolean },
): string[] {
  const { lines, added, known, suppressed, newSuppressions, refused, states } = report
  const of = STATES.map((state) => `${states[state].toLocaleString('en')} ${state}`).join(', ')
  const counts: [string, number, string][] = [
    ['added', added, ''],
    ['known', known, 'on file already, and left as they are'],
    ['suppressed', suppressed, `never to be written to; ${newSuppressions.toLocaleString('en')} of them new here`],
    ['refused', refused, ''],
  ]
  const width = Math.max(...counts.map(([, count]) => count.toLocaleString('en').length))
  return [
    `${name} (${title}): ${lines.toLocaleString('en')} lines, ${of}${dryRun ? '. Nothing was written; it would be:' : ''}`,
    ...counts.map(([what, count, why]) =>
      `  ${what.padEnd(10)}  ${count.toLocaleString('en').padStart(width)}   ${count > 0 ? why : ''}`.trimEnd(),
    ),
    ...(added > 0 && states.unconfirmed > 0
      ? [
          `Who is unconfirmed gets no mail, and goes after ${RETENTION_DAYS.unconfirmed} days (npm run subscribers -- retention).`,
        ]
      : []),
  ]
}

function tellRefused(
  { unit }: ExportFile,
  { refused }: ListImportReport,
  {
    told,
    rejected,
    file,
  }: {
    readonly told: readonly { line: number; why: string }[]
    readonly rejected: string | undefined
    readonly file: string
  },
): void {
  if (refused === 0) return
  const problems = told.map(({ line, why }) =>
    unit === 'line' ? { where: file, line, what: why } : { where: file, field: `entry ${line}`, what: why },
  )
  sayProblems(problems, 'warning')
  const more = refused - told.length
  if (more > 0) say(`… and ${more.toLocaleString('en')} more.`)
  say(
    rejected === undefined
      ? 'With --rejects FILE they are written to a file, to be mended and brought again.'
      : `They are in ${rejected}: mend them there, and import that file.`,
  )
}
