import type { FoldedWeek } from '../src/core/item/plan-folding.ts'
import { FACT_SOURCE_IDS, type FactSourceId } from '../src/core/release/fact-sources.ts'
import { tellRetirement } from '../src/core/source/retire-source.ts'
import { isFollowed, type Retirement } from '../src/core/source/source.ts'
import { formatMoment } from '../src/core/text/moment.ts'
import { ExpectedError, take } from '../src/core/text/problem.ts'
import { isOfKubernetes } from '../src/core/text/site-settings.ts'
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
import { FAILED, USAGE } from '../src/io/exit-code.ts'
import { createFeedReader } from '../src/io/feed-reader.ts'
import { createFeedStates } from '../src/io/feed-state-files.ts'
import { createFeedClient } from '../src/io/fetch-feed.ts'
import { createIngestFiles, removeOtherHealth } from '../src/io/ingest-files.ts'
import { readIssues } from '../src/io/issue-files.ts'
import { listWeekFolders, readItems, readWeek, writeFoldedWeek } from '../src/io/item-files.ts'
import { readFactSources, readReleases, readReleaseSchedule, writeReleasePlan } from '../src/io/release-files.ts'
import { readSiteSettings } from '../src/io/site-settings-file.ts'
import { readSources } from '../src/io/source-files.ts'
import { readTopics } from '../src/io/topic-files.ts'
import { readUserAgent } from '../src/io/user-agent.ts'
import { foldOldWeeks, formatFolding } from '../src/jobs/fold-old-weeks.ts'
import { formatIngestReport } from '../src/jobs/format-ingest-report.ts'
import { formatReleaseFacts, releaseFactsData } from '../src/jobs/format-release-facts.ts'
import { ingest, type IngestReport } from '../src/jobs/ingest.ts'
import { ingestReleaseFacts, type ReleaseFactsReport } from '../src/jobs/ingest-release-facts.ts'
import type { FetchFeed } from '../src/jobs/ports.ts'

const DEFAULT_SPAN = 35 * 86_400_000

interface Options extends NetworkOptions {
  readonly source?: readonly string[]
  readonly since?: Date
  readonly force?: boolean
  readonly retag?: boolean
  readonly dryRun?: boolean
}

const program = addNetworkOptions(
  addCommonOptions(
    createProgram('ingest', 'Reads the feeds of content/sources into content/items, and facts of releases.'),
  ),
)
  .option(
    '--source <id>',
    'only this source, of feeds or of facts of releases; may be repeated',
    (id, before: string[] = []) => [...before, id],
  )
  .option('--since <date>', 'leave out what was published before (default: 35 days ago)', parseMoment)
  .option('--force', 'ask feeds whose next poll lies ahead, too')
  .option('--retag', 'read all feeds whole, find the tags of what they carry anew, and what stored items state')
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
    const settings = take(readSiteSettings(content))
    const sources = readSources(content, now)
    const facts = options.source?.filter(isFactSource)
    const chosen = options.source
      ? options.source
          .filter((id) => !isFactSource(id))
          .map((id) => sources.entries.find((source) => source.id === id) ?? unknownSource(id))
          .map((source) => (source.retired ? retiredSource(source.id, source.retired) : source))
      : sources.entries.filter(isFollowed)
    if (chosen.length === 0 && !facts?.length && sources.problems.length === 0) {
      throw new ExpectedError({
        where: displayPath(`${content}/sources`),
        what: sources.entries.length === 0 ? 'there are no sources' : 'there are none but retired sources',
        remedy:
          'Add one with `npm run sources -- import FILE.opml` or `npm run sources -- add URL`, or name another folder with --content',
      })
    }
    sayProblems(sources.problems, 'warning')
    const dryRun = options.dryRun ?? false
    const progress = createProgress('feeds', chosen.length)
    const topics = readTopics(content)
    sayProblems(topics.problems, 'warning')
    const reader = createFeedReader({ topics: topics.entries, kubernetes: isOfKubernetes(settings) })
    const fetchFeed = createFeedClient({
      ...options,
      userAgent: readUserAgent(content),
      untilRoom: reader.untilRoom,
    })
    const report = await ingest(
      {
        sources: chosen,
        known: sources.entries,
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
        fetchFeed,
        onSource: ({ id }) => {
          progress.step(id)
        },
      },
    )
    progress.end()
    reader.close()
    const released =
      options.source === undefined || facts?.length
        ? await readReleaseFacts(
            {
              ...{ content, state, now, dryRun, force: options.force ?? false, only: facts },
              announcers: new Set(sources.entries.filter(({ kind }) => kind === 'release').map(({ id }) => id)),
            },
            report,
            fetchFeed,
          )
        : undefined
    const isWhole = options.source === undefined && sources.problems.length === 0
    if (isWhole && !dryRun)
      removeOtherHealth(
        content,
        new Set([...sources.entries.filter(isFollowed).map(({ id }) => id), ...FACT_SOURCE_IDS]),
      )
    const folding = options.source === undefined ? foldWeeks(content, now, dryRun) : undefined
    if (json) {
      const { items, sources } = report
      printJson({ items, sources, ...(released ? { releases: releaseFactsData(released) } : {}) })
    } else {
      const told = released && formatReleaseFacts(released, dryRun)
      for (const part of [formatIngestReport(report, dryRun), told, folding]) if (part) print(part)
    }
    const asked = [...report.sources, ...(released?.sources ?? [])]
    if (asked.every(({ status }) => status === 'failed')) process.exitCode = FAILED
  })

const isFactSource = (id: string): id is FactSourceId => (FACT_SOURCE_IDS as readonly string[]).includes(id)

interface FactsRun {
  readonly content: string
  readonly state: string
  readonly now: Date
  readonly force: boolean
  readonly dryRun: boolean
  /** The sources of facts that are asked, where not all of them are. */
  readonly only: readonly FactSourceId[] | undefined
  /** Feeds of releases: the day on which a blog links to a release is not that of the release. */
  readonly announcers: ReadonlySet<string>
}

/** Facts of releases, for a community that names who states them; where they cannot be read, nothing is changed. */
async function readReleaseFacts(
  { content, state, only, announcers, ...run }: FactsRun,
  { plan, sources: feeds }: IngestReport,
  fetchFeed: FetchFeed,
): Promise<ReleaseFactsReport | undefined> {
  const sources = readFactSources(content)
  const releases = readReleases(content)
  const schedule = readReleaseSchedule(content)
  if (!sources.ok || !schedule.ok || releases.problems.length > 0) {
    const problems = [sources, schedule].flatMap((read) => (read.ok ? [] : read.problems))
    sayProblems([...problems, ...releases.problems], 'warning')
    return undefined
  }
  const absent = only?.find((id) => sources.value[id] === undefined)
  if (absent !== undefined) unknownSource(absent)
  if (Object.keys(sources.value).length === 0) return undefined
  const wanted = Object.entries(sources.value).filter(([id]) => !only || only.some((one) => one === id))
  const { states: feedStates, health } = createIngestFiles(content, state)
  const after = formatMoment(new Date(run.now.getTime() - DEFAULT_SPAN))
  return ingestReleaseFacts(
    { sources: Object.fromEntries(wanted), content, ...run },
    {
      fetchFeed,
      states: createFeedStates(state, 'release-facts.json'),
      feedStates,
      health,
      stored: { releases: releases.entries, schedule: schedule.value },
      listItems: () =>
        [...readItems(content, { after, ids: new Set() }).entries, ...plan.added, ...plan.changed]
          .map(({ item }) => item)
          .filter((item) => item.sources.some(({ id }) => announcers.has(id))),
      readFeeds: new Set(feeds.filter(({ status }) => status === 'ok' || status === 'unchanged').map(({ id }) => id)),
      write: (changes) => {
        writeReleasePlan(content, changes)
      },
    },
  )
}

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

function retiredSource(id: string, retired: Retirement): never {
  throw new ExpectedError(
    {
      where: `--source ${id}`,
      what: `it is ${tellRetirement(retired)}`,
      remedy: `To follow it again, npm run sources -- resume ${id}`,
    },
    USAGE,
  )
}

function unknownSource(id: string): never {
  throw new ExpectedError(
    { where: `--source ${id}`, what: 'there is no such source', remedy: 'See `npm run sources -- list`' },
    USAGE,
  )
}

await runProgram(program, process.argv.slice(2))
