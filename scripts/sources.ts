import fs from 'node:fs'
import path from 'node:path'
import { planSourceImport } from '../src/core/source/plan-source-import.ts'
import type { Source } from '../src/core/source/source.ts'
import { countNoun } from '../src/core/text/count-noun.ts'
import { ExpectedError } from '../src/core/text/problem.ts'
import {
  addCommonOptions,
  addNetworkOptions,
  commonOptions,
  createProgram,
  createProgress,
  type NetworkOptions,
  print,
  printJson,
  runProgram,
  say,
  sayProblems,
} from '../src/io/command-line.ts'
import { displayPath } from '../src/io/content-folder.ts'
import { createFeedReader } from '../src/io/feed-reader.ts'
import { createFeedClient } from '../src/io/fetch-feed.ts'
import { readSources, writeSource } from '../src/io/source-files.ts'
import { readUserAgent } from '../src/io/user-agent.ts'
import { checkSources, type SourceCheck } from '../src/jobs/check-sources.ts'
import { inspectFeed, type Inspection } from '../src/jobs/inspect-feed.ts'

const program = addCommonOptions(
  createProgram('sources', 'The feeds that we follow: content/sources, one file a source.'),
).addHelpText(
  'afterAll',
  `
Examples:
  npm run sources -- list
  npm run sources -- import feeds.opml
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
    if (checks.some(({ status }) => status === 'failed')) process.exitCode = 3
  })

addNetworkOptions(
  program.command('inspect').description('fetch feeds by their addresses, and print what is read in them'),
)
  .argument('<url...>', 'addresses of feeds')
  .action(async (urls: string[], options: NetworkOptions) => {
    const { content, json } = commonOptions(program)
    const fetchFeed = createFeedClient({ ...options, userAgent: readUserAgent(content) })
    const reader = createFeedReader()
    const ports = { fetchFeed, parseFeed: reader.parseFeed }
    const inspections = await Promise.all(urls.map((url) => inspectFeed(url, ports)))
    reader.close()
    for (const inspection of inspections) print(json ? JSON.stringify(inspection) : formatInspection(inspection))
    if (inspections.every(({ ok }) => !ok)) process.exitCode = 1
  })

program
  .command('import')
  .description('add the feeds of an OPML file; asks no network')
  .argument('<file>', 'an OPML file, or - for standard input')
  .option('--dry-run', 'print what would be added, and write nothing')
  .action((file: string, options: { dryRun?: boolean }) => {
    const { content, json } = commonOptions(program)
    const plan = planSourceImport(readText(file), allSources(content), file === '-' ? 'standard input' : file)
    if (!plan.ok) throw new ExpectedError(plan.problems)
    const { added, known, problems } = plan.value
    if (!options.dryRun) for (const source of added) writeSource(content, source)
    sayProblems(problems, 'warning')
    if (json) return printJson({ added: added.map(({ id, url }) => ({ id, url })), known })
    for (const { id, url } of added) print(`${id}  ${url}`)
    const verb = options.dryRun ? 'would be added' : 'added'
    say(`${countNoun(added.length, 'source')} ${verb}, ${known.length} known already, ${problems.length} not usable`)
    if (added.length === 0) process.exitCode = problems.length > 0 ? 1 : 4
  })

function allSources(content: string): readonly Source[] {
  const { entries, problems } = readSources(content)
  if (problems.length > 0) throw new ExpectedError(problems)
  return entries
}

function sayIfNone(content: string, sources: readonly Source[]): void {
  if (sources.length > 0) return
  const remedy = 'Add some with `npm run sources -- import FILE.opml`, or name another folder with --content'
  sayProblems([{ where: displayPath(path.join(content, 'sources')), what: 'there are no sources', remedy }], 'warning')
}

function chooseSources(sources: readonly Source[], ids: readonly string[]): readonly Source[] {
  const unknown = ids.filter((id) => !sources.some((source) => source.id === id))
  if (unknown.length > 0) {
    throw new ExpectedError(
      unknown.map((id) => ({ where: id, what: 'there is no such source', remedy: 'See `npm run sources -- list`' })),
      2,
    )
  }
  return ids.length > 0 ? sources.filter(({ id }) => ids.includes(id)) : sources
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const reasons: Record<string, string> = { ENOENT: 'there is no such file', EISDIR: 'this is a folder' }
    const what = reasons[code] ?? `it cannot be read (${code})`
    throw new ExpectedError({ where: file, what, remedy: 'Name an OPML file, as feed readers export it' }, 2)
  }
}

function formatChecks(checks: readonly SourceCheck[]): string[] {
  const width = Math.max(0, ...checks.map(({ id }) => id.length))
  return checks.map(({ id, status, entries, newest, movedTo, error }) => {
    const found =
      status === 'ok' ? `${countNoun(entries, 'entry', 'entries')}, newest ${newest?.slice(0, 10) ?? 'undated'}` : error
    return `${status.padEnd(6)}  ${id.padEnd(width)}  ${found}${movedTo === undefined ? '' : `; moved to ${movedTo}`}`
  })
}

function formatInspection(inspection: Inspection): string {
  if (!inspection.ok) return `failed  ${inspection.error}`
  const { feed, entries, url } = inspection
  const lines = entries.map(
    ({ published, title, link }) =>
      `  ${published?.slice(0, 10) ?? 'undated   '}  ${title}\n              ${link ?? '(no link)'}`,
  )
  return [`${feed.title || '(no title)'}  ${url}`, `  ${countNoun(entries.length, 'entry', 'entries')}`, ...lines].join(
    '\n',
  )
}

await runProgram(program, process.argv.slice(2))
