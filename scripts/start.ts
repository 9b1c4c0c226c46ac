import path from 'node:path'
import { openCuration } from '../src/core/issue/curation.ts'
import { formatIssue } from '../src/core/issue/format-issue.ts'
import type { Words } from '../src/core/issue/tour-words.ts'
import { isFollowed, type Source } from '../src/core/source/source.ts'
import { countNoun } from '../src/core/text/count-noun.ts'
import { formatDay, formatMoment } from '../src/core/text/moment.ts'
import { ExpectedError, type Result, take } from '../src/core/text/problem.ts'
import { isOfKubernetes } from '../src/core/text/site-settings.ts'
import { weekOf } from '../src/core/text/week.ts'
import {
  addCommonOptions,
  commonOptions,
  type CommonOptions,
  createProgram,
  createProgress,
  parseCount,
  print,
  runProgram,
  say,
} from '../src/io/command-line.ts'
import { readAlmanac } from '../src/io/almanac-files.ts'
import { readAppSettings } from '../src/io/app-settings.ts'
import { type Collection, displayPath } from '../src/io/content-folder.ts'
import { endOnSignal } from '../src/io/end-on-signal.ts'
import { USAGE } from '../src/io/exit-code.ts'
import { createFeedReader } from '../src/io/feed-reader.ts'
import { createFeedClient, FETCH_LIMITS } from '../src/io/fetch-feed.ts'
import { createIngestFiles } from '../src/io/ingest-files.ts'
import { readIssues, writeIssueText } from '../src/io/issue-files.ts'
import { readItems } from '../src/io/item-files.ts'
import { forThisMachine, readNetlifyRules } from '../src/io/netlify-rules.ts'
import { runScript } from '../src/io/run-script.ts'
import { readSamples, serveSamples } from '../src/io/sample-feeds.ts'
import { type ServeOptions, serveSite } from '../src/io/serve-site.ts'
import { readSections, readSiteSettings } from '../src/io/site-settings-file.ts'
import { readSources } from '../src/io/source-files.ts'
import { readTopics } from '../src/io/topic-files.ts'
import { prepareTourFolder, type TourFolder } from '../src/io/tour-folder.ts'
import { readUserAgent } from '../src/io/user-agent.ts'
import { formatIngestReport } from '../src/jobs/format-ingest-report.ts'
import { ingest } from '../src/jobs/ingest.ts'
import { makeTourIssue } from '../src/jobs/make-tour-issue.ts'
import { isOnline } from '../src/jobs/is-online.ts'
import type { FetchFeed } from '../src/jobs/ports.ts'
import { type AppOptions, isTemplatePath, runApp, type RunningApp } from './serve/run-app.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const SAMPLES = path.join(ROOT, 'scripts/samples')
const DAY = 86_400_000
const PICKS = 16
/** What is being written when the end comes has so many milliseconds. */
const GRACE = 2000

const program = addCommonOptions(
  createProgram(
    'start',
    'A tour: reads feeds, makes this week’s issue of them, builds site and mail, and serves the site.',
  ),
)
  .option('--offline', 'take the sample feeds that come with the project; so do CI, and a machine without a network')
  .option('--port <n>', 'where to serve; 0 is any free one', parseCount(0, 65_535), 4321)
  .addHelpText(
    'after',
    `
Examples:
  npm start
  npm start -- --offline --port 8080

All is done on a copy, below the state folder; the site goes to dist/, all mail to outbox/.`,
  )
  .action(async (options: { offline?: boolean; port: number }) => {
    const common = commonOptions(program)
    const dist = path.join(ROOT, 'dist')
    const outbox = path.join(ROOT, 'outbox')
    const rules = forThisMachine(readNetlifyRules(path.join(ROOT, 'netlify.toml')))
    let app: RunningApp | undefined
    const fallback: ServeOptions['fallback'] = (request, response) => app?.handle(request, response) ?? false
    const server = await serveSite(dist, options.port, { rules, fallback, hides: isTemplatePath })
    // The proper end of a tour, also of one that has only begun: nothing of it lies outside the copy but a whole site.
    endOnSignal(() => app?.end(GRACE))
    try {
      const offline = options.offline ?? Boolean(process.env.CI)
      const tour = (offline ? undefined : await readLiveFeeds(common)) ?? (await readSampleFeeds(common))
      const key = publishIssue(tour)
      const flags = ['--content', tour.content, '--now', formatMoment(tour.now)]
      await run('build', [...flags, '--out', dist])
      await run('digest', [...flags, '--issue', key, '--out', outbox])
      app = await serveApp(tour, { dist, rules, outbox })
      say(`\nThe site is in ${displayPath(dist)}/, the mail in outbox/${key}.html, .txt and .eml.`)
      say(
        'Subscribe on it: what you are sent is written to outbox/, and nothing leaves this machine. Ctrl+C ends the tour.',
      )
      app.startWork(server.origin)
      print(`ready ${server.origin}`)
    } catch (error) {
      // What is served keeps the process alive, and of a tour that failed nobody would learn.
      await server.close()
      throw error
    }
  })

/** The app of subscriptions, with a list of its own in the folder of the tour. */
function serveApp({ content, state }: Tour, rest: Pick<AppOptions, 'dist' | 'rules' | 'outbox'>): Promise<RunningApp> {
  const settings = take(readSiteSettings(content))
  const app = take(readAppSettings({ ...process.env, SMTP_URL: '' }, settings), USAGE)
  // A tour touches no database of its operator's.
  return runApp({ ...rest, state, environment: {}, settings, app, now: () => new Date() })
}

interface Tour extends TourFolder {
  readonly now: Date
  /** An editor's words, where there are any. */
  readonly words?: Words
}

/** Reads the real feeds; undefined where there is no network. */
async function readLiveFeeds({ content, state, now }: CommonOptions): Promise<Tour | undefined> {
  say('Reading the feeds of content/sources …')
  const sources = readSources(content).entries
  const userAgent = readUserAgent(content)
  const probe = createFeedClient({
    allowNetwork: [],
    concurrency: 5,
    userAgent,
    limits: { ...FETCH_LIMITS, timeout: 8000 },
  })
  if (!(await isOnline(sources.filter(isFollowed), probe))) {
    say('No feed can be reached, so this tour takes the samples that come with the project.')
    return undefined
  }
  const tour = { ...prepareTourFolder(state, content, 'live'), now }
  const fetchFeed = createFeedClient({ allowNetwork: [], concurrency: 16, userAgent })
  await readFeeds(tour, sources, new Date(now.getTime() - 35 * DAY), fetchFeed)
  return tour
}

async function readSampleFeeds({ content, state }: CommonOptions): Promise<Tour> {
  const samples = take(readSamples(SAMPLES))
  say(`Reading the sample feeds, as of ${formatDay(samples.now)} …`)
  const now = new Date(samples.now)
  const tour = {
    ...prepareTourFolder(state, content, 'samples'),
    now,
    words: { ...samples.issue, blurbs: samples.blurbs },
  }
  const sources = readSources(tour.content).entries.filter(({ id }) => id in samples.feeds)
  const client = createFeedClient({
    allowNetwork: ['127.0.0.0/8', '::1/128'],
    concurrency: 8,
    userAgent: readUserAgent(content),
  })
  const { fetchFeed, close } = await serveSamples(SAMPLES, samples, sources, client)
  await readFeeds(tour, sources, new Date(samples.since), fetchFeed)
  await close()
  return tour
}

async function readFeeds(tour: Tour, sources: readonly Source[], since: Date, fetchFeed: FetchFeed): Promise<void> {
  const { content, state, now } = tour
  const progress = createProgress('feeds', sources.filter(isFollowed).length)
  const kubernetes = isOfKubernetes(take(readSiteSettings(content)))
  const reader = createFeedReader({ topics: readTopics(content).entries, kubernetes })
  const report = await ingest(
    { sources, now, since, force: false, dryRun: false, content },
    {
      ...createIngestFiles(content, state),
      fetchFeed,
      readFeed: reader.readFeed,
      onSource: ({ id }) => {
        progress.step(id)
      },
    },
  )
  progress.end()
  reader.close()
  say(formatIngestReport(report, false))
}

/** The key of the issue of this week, which is made where there is none. */
function publishIssue({ content, now, words }: Tour): string {
  const issues = take(whole(readIssues(content))).map(({ issue }) => issue)
  const published = issues.find(({ status, weeks }) => status === 'published' && weeks.includes(weekOf(now)))
  if (published) return published.key
  const items = take(whole(readItems(content))).map(({ item }) => item)
  const sources = new Map(readSources(content).entries.map((source) => [source.id, source]))
  const { almanac } = readAlmanac(content)
  const curation = take(openCuration({ sources, items, issues, almanac, sections: readSections(content), now }))
  const issue = take(makeTourIssue(curation, PICKS, words))
  writeIssueText(content, issue.key, formatIssue(issue))
  say(
    `\nMade the issue ${issue.key}: ${countNoun(issue.picks.length, 'pick')} from ${countNoun(curation.pool.length, 'candidate')}.\n`,
  )
  return issue.key
}

async function run(script: string, args: readonly string[]): Promise<void> {
  const code = await runScript(script, args)
  if (code !== 0)
    throw new ExpectedError({ where: `npm run ${script}`, what: `it ended with ${code}; what it says stands above` })
}

const whole = <T>({ entries, problems }: Collection<T>): Result<readonly T[]> =>
  problems.length > 0 ? { ok: false, problems } : { ok: true, value: entries }

await runProgram(program, process.argv.slice(2))
