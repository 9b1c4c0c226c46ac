import path from 'node:path'
import { styleText } from 'node:util'
import type { TagReason } from '../src/core/item/tags.ts'
import { InvalidArgumentError, Option } from 'commander'
import { formatOpml } from '../src/core/source/format-opml.ts'
import { checkNewId, type FoundFeed, type SourceWishes } from '../src/core/source/plan-new-source.ts'
import { planSourceImport } from '../src/core/source/plan-source-import.ts'
import { formatPace } from '../src/core/source/publishing-pace.ts'
import { formatSource } from '../src/core/source/source-file.ts'
import { readAddress } from '../src/core/source/read-address.ts'
import { KINDS, type Source } from '../src/core/source/source.ts'
import { countNoun } from '../src/core/text/count-noun.ts'
import { wordsSchema } from '../src/core/text/line.ts'
import { cutText } from '../src/core/text/plain-text.ts'
import { ExpectedError, take } from '../src/core/text/problem.ts'
import { isOfKubernetes } from '../src/core/text/site-settings.ts'
import { askChoice } from '../src/io/ask-choice.ts'
import { canAsk } from '../src/io/ask-line.ts'
import { writeFileAtomic } from '../src/io/atomic-file.ts'
import {
  addCommonOptions,
  addNetworkOptions,
  commonOptions,
  createProgram,
  createProgress,
  type NetworkOptions,
  parseCount,
  print,
  printJson,
  runProgram,
  say,
  sayProblems,
} from '../src/io/command-line.ts'
import { displayPath } from '../src/io/content-folder.ts'
import { CHECK_FAILED, FAILED, NOTHING_TO_DO, USAGE } from '../src/io/exit-code.ts'
import { createFeedReader } from '../src/io/feed-reader.ts'
import { createFeedClient } from '../src/io/fetch-feed.ts'
import { inputName, readInput } from '../src/io/read-input.ts'
import { readSources, writeSource } from '../src/io/source-files.ts'
import { readTopics } from '../src/io/topic-files.ts'
import { readSiteSettings } from '../src/io/site-settings-file.ts'
import { readUserAgent } from '../src/io/user-agent.ts'
import { addSource, type SourceAddition } from '../src/jobs/add-source.ts'
import { checkSources, type SourceCheck } from '../src/jobs/check-sources.ts'
import { inspectFeed, type Inspection } from '../src/jobs/inspect-feed.ts'

/** Bytes: whoever follows a hundred thousand feeds has fewer. */
const MOST_OPML = 32 * 1024 * 1024

const program = addCommonOptions(
  createProgram('sources', 'The feeds that we follow: content/sources, one file a source.'),
).addHelpText(
  'afterAll',
  `
Examples:
  npm run sources -- list
  npm run sources -- add kubernetes.io/blog --org Kubernetes --dry-run
  npm run sources -- add https://planet.example/ --id planet --weight 2 --include kubernetes "service mesh"
  npm run sources -- import feeds.opml
  npm run sources -- export --out feeds.opml
  npm run sources -- check kubernetes-blog lwkd
  npm run sources -- inspect https://kubernetes.io/feed.xml`,
)

program
  .command('list')
  .description('print all sources')
  .action(() => {
    const { content, json } = commonOptions(program)
    const sources = allSources(content)
    sayIfNone(content, sources)
    if (json) return printJson(sources)
    const width = Math.max(0, ...sources.map(({ id }) => id.length))
    for (const { id, kind, weight, url } of sources) print(`${id.padEnd(width)}  ${kind.padEnd(10)}  ${weight}  ${url}`)
  })

addNetworkOptions(program.command('check').description('fetch sources, and say how each is'))
  .argument('[id...]', 'only these sources')
  .action(async (ids: string[], options: NetworkOptions) => {
    const { content, json } = commonOptions(program)
    const sources = chooseSources(allSources(content), ids)
    sayIfNone(content, sources)
    const progress = createProgress('feeds', sources.length)
    const fetchFeed = createFeedClient({ ...options, userAgent: readUserAgent(content) })
    const reader = createFeedReader()
    const checks = await checkSources(sources, { fetchFeed, parseFeed: reader.parseFeed }, ({ id }) => {
      progress.step(id)
    })
    reader.close()
    progress.end()
    if (json) printJson(checks)
    else for (const line of formatChecks(checks)) print(line)
    for (const remedy of formatRemedies(checks, sources, content)) say(remedy)
    if (checks.some(({ status }) => status === 'failed')) process.exitCode = CHECK_FAILED
  })

addNetworkOptions(
  program.command('inspect').description('fetch feeds by their addresses, and print what is read in them'),
)
  .argument('<url...>', 'addresses of feeds')
  .action(async (urls: string[], options: NetworkOptions) => {
    const { content, json } = commonOptions(program)
    const fetchFeed = createFeedClient({ ...options, userAgent: readUserAgent(content) })
    const topics = readTopics(content)
    sayProblems(topics.problems, 'warning')
    const kubernetes = isOfKubernetes(take(readSiteSettings(content)))
    const reader = createFeedReader({ topics: topics.entries, kubernetes })
    const ports = { fetchFeed, parseFeed: reader.explainFeed }
    const inspections = await Promise.all(urls.map((url) => inspectFeed(url, ports)))
    reader.close()
    for (const inspection of inspections) print(json ? JSON.stringify(inspection) : formatInspection(inspection))
    if (inspections.every(({ ok }) => !ok)) process.exitCode = FAILED
  })

interface AddOptions extends NetworkOptions, SourceWishes {
  readonly dryRun?: boolean
}

addNetworkOptions(program.command('add').description('follow a new feed: by its address, or that of a page or site'))
  .argument('<url>', 'a feed, a page, or a bare host', parseAddress)
  .option('--id <id>', 'name of the file; else made of the title')
  .option('--title <text>', 'else the title of the feed', parseWords)
  .addOption(new Option('--kind <kind>', 'what it publishes; else guessed').choices(KINDS))
  .option('--weight <n>', 'from 1, rarely worth a look, to 5; else 3', parseCount(1, 5))
  .option('--org <name>', 'whose voice it is', parseWords)
  .option('--include <word...>', 'for a broad source, after the address: words one of which an entry must have')
  .option('--dry-run', 'print the file that would be written, and write nothing')
  .action(async (url: string, options: AddOptions) => {
    const { content, json, now } = commonOptions(program)
    const sources = allSources(content)
    const wrong = options.id === undefined ? undefined : checkNewId(options.id, sources)
    if (wrong) throw new ExpectedError(wrong, USAGE)
    const progress = createProgress('looked at', 11)
    const reader = createFeedReader()
    const chooseFeed = (feeds: readonly FoundFeed[]) => {
      progress.end()
      return askChoice('Which one?', feeds, describeFeed)
    }
    try {
      const addition = take(
        await addSource(url, options, sources, {
          fetchFeed: createFeedClient({ ...options, userAgent: readUserAgent(content) }),
          parseFeed: reader.parseFeed,
          onTry: progress.step,
          ...(canAsk() && !json && { chooseFeed }),
          ...(!options.dryRun && { writeSource: (source) => writeSource(content, source) }),
        }),
      )
      progress.end()
      reportAddition(url, addition, { content, json, now, dryRun: options.dryRun ?? false })
    } finally {
      reader.close()
      progress.end()
    }
  })

program
  .command('import')
  .description('add the feeds of an OPML file; asks no network')
  .argument('<file>', 'an OPML file, or - for standard input')
  .option('--dry-run', 'print what would be added, and write nothing')
  .action(async (file: string, options: { dryRun?: boolean }) => {
    const { content, json } = commonOptions(program)
    const plan = planSourceImport(await readOpml(file), allSources(content), inputName(file))
    if (!plan.ok) throw new ExpectedError(plan.problems)
    const { added, known, problems } = plan.value
    if (!options.dryRun) for (const source of added) writeSource(content, source)
    sayProblems(problems, 'warning')
    if (json) return printJson({ added: added.map(({ id, url }) => ({ id, url })), known })
    for (const { id, url } of added) print(`${id}  ${url}`)
    const verb = options.dryRun ? 'would be added' : 'added'
    say(`${countNoun(added.length, 'source')} ${verb}, ${known.length} known already, ${problems.length} not usable`)
    if (added.length === 0) process.exitCode = problems.length > 0 ? FAILED : NOTHING_TO_DO
  })

program
  .command('export')
  .description('all sources as OPML, for any feed reader; with --json, as data')
  .option('--out <file>', 'write the OPML there, not to standard output')
  .option('--dry-run', 'with --out: write nothing')
  .action((options: { out?: string; dryRun?: boolean }) => {
    const { content, json } = commonOptions(program)
    const sources = allSources(content)
    sayIfNone(content, sources)
    const opml = formatOpml(sources, 'Sources')
    if (json) printJson(sources)
    else if (options.out === undefined) print(opml.trimEnd())
    if (options.out === undefined) return
    if (!options.dryRun) writeFileAtomic(path.resolve(options.out), opml)
    say(`${countNoun(sources.length, 'source')} ${options.dryRun ? 'would be written' : 'written'} to ${options.out}`)
  })

function allSources(content: string): readonly Source[] {
  const { entries, problems } = readSources(content)
  if (problems.length > 0) throw new ExpectedError(problems)
  return entries
}

function sayIfNone(content: string, sources: readonly Source[]): void {
  if (sources.length > 0) return
  const remedy =
    'Add some with `npm run sources -- add URL` or `npm run sources -- import FILE.opml`, or name another folder with --content'
  sayProblems([{ where: displayPath(path.join(content, 'sources')), what: 'there are no sources', remedy }], 'warning')
}

function chooseSources(sources: readonly Source[], ids: readonly string[]): readonly Source[] {
  const unknown = ids.filter((id) => !sources.some((source) => source.id === id))
  if (unknown.length > 0) {
    throw new ExpectedError(
      unknown.map((id) => ({ where: id, what: 'there is no such source', remedy: 'See `npm run sources -- list`' })),
      USAGE,
    )
  }
  return ids.length > 0 ? sources.filter(({ id }) => ids.includes(id)) : sources
}

async function readOpml(file: string): Promise<string> {
  const remedy = 'Name an OPML file, as feed readers export it'
  const { bytes, whole } = take(await readInput(file, { most: MOST_OPML, remedy }), USAGE)
  if (whole <= MOST_OPML) return Buffer.from(bytes).toString('utf8')
  throw new ExpectedError({ where: inputName(file), what: `it has more than ${MOST_OPML} bytes`, remedy }, USAGE)
}

function formatChecks(checks: readonly SourceCheck[]): string[] {
  const width = Math.max(0, ...checks.map(({ id }) => id.length))
  return checks.map(({ id, status, entries, newest, movedTo, error }) => {
    const found =
      status === 'ok' ? `${countNoun(entries, 'entry', 'entries')}, newest ${newest?.slice(0, 10) ?? 'undated'}` : error
    return `${status.padEnd(6)}  ${id.padEnd(width)}  ${found}${movedTo === undefined ? '' : `; moved to ${movedTo}`}`
  })
}

/** What an editor may do about sources that have moved, or whose feed is gone. Nothing is rewritten silently. */
function formatRemedies(checks: readonly SourceCheck[], sources: readonly Source[], content: string): string[] {
  return checks.flatMap(({ id, status, movedTo }) => {
    const file = displayPath(path.join(content, 'sources', `${id}.yml`))
    const site = sources.find((source) => source.id === id)?.site
    if (movedTo !== undefined) return [`${file}: the feed has moved for good; write "url: ${movedTo}"`]
    if (status === 'ok' || site === undefined) return []
    return [`${file}: to look for its feed, npm run sources -- add ${site} --dry-run`]
  })
}

function parseAddress(text: string): string {
  const address = readAddress(text)
  if (address === undefined) throw new InvalidArgumentError('expected a web address, like kubernetes.io/blog.')
  return address
}

function parseWords(text: string): string {
  const words = wordsSchema.safeParse(text)
  if (!words.success) throw new InvalidArgumentError(`${words.error.issues[0]?.message ?? ''}.`)
  return words.data
}

const describeFeed = ({ url, title, entries, newest, pace }: FoundFeed): string =>
  [
    `${url}  ${title || '(no title)'}`,
    countNoun(entries, 'entry', 'entries'),
    `newest ${newest?.slice(0, 10) ?? 'undated'}`,
    ...(pace === undefined ? [] : [formatPace(pace)]),
  ].join(', ')

/** Milliseconds after which a feed without anything new is remarked on. */
const QUIET_FOR = 365 * 24 * 60 * 60 * 1_000

function reportAddition(
  url: string,
  addition: SourceAddition,
  { content, json, now, dryRun }: { content: string; json: boolean; now: Date; dryRun: boolean },
): void {
  if (addition.outcome === 'known') {
    const { id } = addition.source
    if (json) printJson({ added: false, known: id, url: addition.source.url })
    const file = displayPath(path.join(content, 'sources', `${id}.yml`))
    throw new ExpectedError({ where: url, what: `its feed is followed already, as ${id} (${file})` }, NOTHING_TO_DO)
  }
  if (addition.outcome === 'several') {
    const { feeds, others } = addition
    if (json) printJson({ added: false, feeds })
    else for (const feed of feeds) print(describeFeed(feed))
    for (const other of others) say(`not looked at: ${other.url}`)
    const what = `it names ${feeds.length} feeds, and none is clearly the one`
    throw new ExpectedError({ where: url, what, remedy: 'Run add with the address of one of these' }, USAGE)
  }
  const { source, feed, others } = addition
  const file = displayPath(path.join(content, 'sources', `${source.id}.yml`))
  if (json) printJson({ added: !dryRun, source, feed, others: others.map((other) => other.url) })
  else {
    print(`${source.id}  ${describeFeed(feed)}`)
    if (dryRun) print(formatSource(source).trimEnd())
  }
  for (const other of others) say(`the page names another: ${other.title ? `${other.title}  ` : ''}${other.url}`)
  const warn = (what: string) => {
    sayProblems([{ where: source.url, what }], 'warning')
  }
  if (feed.entries === 0) warn('the feed has no entries')
  else if (feed.newest === undefined) warn('no entry has a date; each counts as new when it is first seen')
  else if (now.getTime() - Date.parse(feed.newest) > QUIET_FOR) warn('nothing new for over a year')
  if (dryRun) return say(`${file} would be written`)
  say(`${file} written; see what it would bring with npm run ingest -- --source ${source.id} --dry-run`)
}

function formatInspection(inspection: Inspection): string {
  if (!inspection.ok) return `failed  ${inspection.error}`
  const { feed, entries, url } = inspection
  const lines = entries.map(
    ({ published, title, link, tags }) =>
      `  ${published?.slice(0, 10) ?? 'undated   '}  ${title}\n              ${link ?? '(no link)'}${formatTags(tags)}`,
  )
  return [`${feed.title || '(no title)'}  ${url}`, `  ${countNoun(entries.length, 'entry', 'entries')}`, ...lines].join(
    '\n',
  )
}

/** Of an address the host and its end, which tells it from others. */
function shorten(words: string): string {
  const [, host = '', end = ''] = /^https?:\/\/(?:www\.)?([^/]+)\/.*?([^/]{1,40}\/?)$/.exec(words) ?? []
  return host === '' ? cutText(words, 40) : `${host} … ${end}`
}

/** Each tag with the words that made it so, in a line of its own. */
function formatTags(tags: readonly TagReason[]): string {
  if (tags.length === 0) return ''
  const reasons = tags.map(({ tag, words }) => {
    const others = words.filter((each) => each.toLowerCase() !== tag.toLowerCase())
    return others.length === 0 ? tag : `${tag} (${others.slice(0, 3).map(shorten).join(', ')})`
  })
  return `\n              ${styleText('dim', reasons.join(' · '))}`
}

await runProgram(program, process.argv.slice(2))
