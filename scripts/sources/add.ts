import { type Command, InvalidArgumentError, Option } from 'commander'
import { checkNewId, type FoundFeed, type SourceWishes } from '../../src/core/source/plan-new-source.ts'
import { formatPace } from '../../src/core/source/publishing-pace.ts'
import { readAddress } from '../../src/core/source/read-address.ts'
import { formatSource } from '../../src/core/source/source-file.ts'
import { KINDS } from '../../src/core/source/source.ts'
import { countNoun } from '../../src/core/text/count-noun.ts'
import { ExpectedError, take } from '../../src/core/text/problem.ts'
import { askChoice } from '../../src/io/ask-choice.ts'
import { canAsk } from '../../src/io/ask-line.ts'
import {
  addNetworkOptions,
  commonOptions,
  createProgress,
  type NetworkOptions,
  parseCount,
  print,
  printJson,
  say,
  sayProblems,
} from '../../src/io/command-line.ts'
import { NOTHING_TO_DO, USAGE } from '../../src/io/exit-code.ts'
import { createFeedReader } from '../../src/io/feed-reader.ts'
import { createFeedClient } from '../../src/io/fetch-feed.ts'
import { displaySource, writeSource } from '../../src/io/source-files.ts'
import { readUserAgent } from '../../src/io/user-agent.ts'
import { addSource, type SourceAddition } from '../../src/jobs/add-source.ts'
import { allSources } from './known-sources.ts'
import { parseWords } from './parse-words.ts'
import { tellRetired } from './tell-retired.ts'

interface AddOptions extends NetworkOptions, SourceWishes {
  readonly dryRun?: boolean
}

/** `add`: a new feed is followed. */
export function addAddVerb(program: Command): void {
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
      const sources = allSources(content, now)
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
}

function parseAddress(text: string): string {
  const address = readAddress(text)
  if (address === undefined) throw new InvalidArgumentError('expected a web address, like kubernetes.io/blog.')
  return address
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
    const { id, retired } = addition.source
    if (json) printJson({ added: false, known: id, url: addition.source.url, ...(retired && { retired }) })
    if (retired) throw new ExpectedError(tellRetired(url, addition.source, content), NOTHING_TO_DO)
    const file = displaySource(content, id)
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
  const file = displaySource(content, source.id)
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
