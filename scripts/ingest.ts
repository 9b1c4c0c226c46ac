import type { FoldedWeek } from '../src/core/item/plan-folding.ts'
import { ExpectedError } from '../src/core/text/problem.ts'
import {
  addCommonOptions,
  addNetworkOptions,
  commonOptions,
  createProgram,
  createProgress,
  type NetworkOptions,
  parseMoment,
  print,
  printJson,
  runProgram,
  sayProblems,
} from '../src/io/command-line.ts'
import { displayPath } from '../src/io/content-folder.ts'
import { createFeedReader } from '../src/io/feed-reader.ts'
import { createFeedClient } from '../src/io/fetch-feed.ts'
import { createIngestFiles, removeOtherHealth } from '../src/io/ingest-files.ts'
import { readIssues } from '../src/io/issue-files.ts'
import { listWeekFolders, readWeek, writeFoldedWeek } from '../src/io/item-files.ts'
import { readSources } from '../src/io/source-files.ts'
import { readTopics } from '../src/io/topic-files.ts'
import { readUserAgent } from '../src/io/user-agent.ts'
import { foldOldWeeks, formatFolding } from '../src/jobs/fold-old-weeks.ts'
import { formatIngestReport } from '../src/jobs/format-ingest-report.ts'
import { ingest } from '../src/jobs/ingest.ts'

const DEFAULT_SPAN = 35 * 86_400_000

interface Options extends NetworkOptions {
  readonly source?: readonly string[]
  readonly since?: Date
  readonly force?: boolean
  readonly retag?: boolean
  readonly dryRun?: boolean
}

const program = addNetworkOptions(
  addCommonOptions(createProgram('ingest', 'Reads the feeds of content/sources into content/items.')),
)
  .option('--source <id>', 'only this source; may be repeated', (id, before: string[] = []) => [...before, id])
  .option('--since <date>', 'leave out what was published before (default: 35 days ago)', parseMoment)
  .option('--force', 'ask feeds whose next poll lies ahead, too')
  .option('--retag', 'read all feeds whole, and find the tags of what they carry anew')
  .option('--dry-run', 'print what would be written, and write nothing')
  .addHelpText(
    'after',
    `
Examples:
  npm run ingest
  npm run ingest -- --source lwkd --since 2026-01-01
  npm run ingest -- --dry-run --json`,
  )
  .action(async (options: Options) => {
    const { content, state, now, json } = commonOptions(program)
    const sources = readSources(content)
    const chosen = options.source
      ? options.source.map((id) => sources.entries.find((source) => source.id === id) ?? unknownSource(id))
      : sources.entries
    if (chosen.length === 0 && sources.problems.length === 0) {
      throw new ExpectedError({
        where: displayPath(`${content}/sources`),
        what: 'there are no sources',
        remedy: 'Add one with `npm run sources -- import FILE.opml`, or name another folder with --content',
      })
    }
    sayProblems(sources.problems, 'warning')
    const dryRun = options.dryRun ?? false
    const progress = createProgress('feeds', chosen.length)
    const topics = readTopics(content)
    sayProblems(topics.problems, 'warning')
    const reader = createFeedReader({ topics: topics.entries })
    const report = await ingest(
      {
        sources: chosen,
        followed: sources.entries,
        now,
        since: options.since ?? new Date(now.getTime() - DEFAULT_SPAN),
        force: options.force ?? false,
        retag: options.retag ?? false,
        dryRun,
        content,
      },
      {
        ...createIngestFiles(content, state),
        readFeed: reader.readFeed,
        fetchFeed: createFeedClient({ ...options, userAgent: readUserAgent(content) }),
        onSource: ({ id }) => {
          progress.step(id)
        },
      },
    )
    progress.end()
    reader.close()
    const isWhole = options.source === undefined && sources.problems.length === 0
    if (isWhole && !dryRun) removeOtherHealth(content, new Set(sources.entries.map(({ id }) => id)))
    const folding = options.source === undefined ? foldWeeks(content, now, dryRun) : undefined
    if (json) printJson({ items: report.items, sources: report.sources })
    else for (const part of [formatIngestReport(report, dryRun), folding]) if (part !== undefined) print(part)
    if (report.sources.every(({ status }) => status === 'failed')) process.exitCode = 1
  })

/** Folds what is old; what was picked is not, and so nothing is while an issue cannot be read. */
function foldWeeks(content: string, now: Date, dryRun: boolean): string | undefined {
  const issues = readIssues(content)
  if (issues.problems.length > 0) {
    sayProblems(issues.problems, 'warning')
    return undefined
  }
  const picks = issues.entries.flatMap(({ issue }) => issue.picks)
  const ports = {
    listWeeks: () => listWeekFolders(content),
    readWeek: (week: string) => readWeek(content, week),
    writeWeek: (folded: FoldedWeek) => {
      writeFoldedWeek(content, folded)
    },
  }
  const report = foldOldWeeks({ picks, now, dryRun }, ports)
  sayProblems(report.problems, 'warning')
  return formatFolding(report, dryRun)
}

function unknownSource(id: string): never {
  throw new ExpectedError(
    { where: `--source ${id}`, what: 'there is no such source', remedy: 'See `npm run sources -- list`' },
    2,
  )
}

await runProgram(program, process.argv.slice(2))
