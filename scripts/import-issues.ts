import fs from 'node:fs'
import path from 'node:path'
import { Option } from 'commander'
import {
  describeFile,
  formatIssueImport,
  type IssueImportReport,
  summariseIssueImport,
} from '../src/core/import/describe-issue-import.ts'
import { checkPermalink, type Generator, GENERATORS, type OldSite } from '../src/core/import/old-address.ts'
import { readOldConfig, rootUrl } from '../src/core/import/read-old-config.ts'
import { otherAddresses, ownRedirects, putRedirects, type Redirect } from '../src/core/import/redirects-file.ts'
import { parseSectionMap, type SectionMap } from '../src/core/import/section-map.ts'
import { countNoun } from '../src/core/text/count-noun.ts'
import { hostName } from '../src/core/text/host-name.ts'
import { ExpectedError, take } from '../src/core/text/problem.ts'
import { readAuthors } from '../src/io/author-files.ts'
import { removeTemporaries, writeFileAtomic } from '../src/io/atomic-file.ts'
import {
  addCommonOptions,
  commonOptions,
  createProgram,
  createProgress,
  print,
  printJson,
  runProgram,
  say,
  sayProblems,
} from '../src/io/command-line.ts'
import { displayPath } from '../src/io/content-folder.ts'
import { withCurateLock } from '../src/io/curate-lock.ts'
import { FAILED, NOTHING_TO_DO, USAGE } from '../src/io/exit-code.ts'
import { issueFile, readIssues } from '../src/io/issue-files.ts'
import { readNetlifyRules } from '../src/io/netlify-rules.ts'
import { findOldFolder, type OldFolder, readOldText } from '../src/io/old-issue-files.ts'
import { readSections } from '../src/io/site-settings-file.ts'
import { readSources } from '../src/io/source-files.ts'
import { importIssues } from '../src/jobs/import-issues.ts'

interface Options {
  readonly redirects?: string
  readonly report?: string
  readonly sections?: string
  readonly from?: Generator
  readonly site?: string
  readonly permalink?: string
  readonly dryRun?: boolean
}

const NETLIFY = path.resolve(import.meta.dirname, '../netlify.toml')

const program = addCommonOptions(
  createProgram(
    'import-issues',
    'Makes issues of an archive of markdown files, as Jekyll, Hugo and Pelican have them.',
  ),
)
  .argument('<dir>', 'the archive as it is kept in git, or the folder of issues in it')
  .option('--redirects <file>', 'write where the old addresses lead now, like public/_redirects')
  .option('--report <file>', 'write the report there, as markdown (default: print it)')
  .option('--sections <file>', 'which heading is which section, a line each: `Notable links: technical`')
  .addOption(new Option('--from <generator>', 'what made the old site; else seen from its files').choices(GENERATORS))
  .option('--site <url>', 'the address of the old site, for its relative links; else from its settings')
  .option('--permalink <pattern>', 'how it made addresses, in its own tokens; else from its settings')
  .option('--dry-run', 'report what would be done, and write nothing but the report')
  .addHelpText(
    'after',
    `
Examples:
  npm run import-issues -- ../lwkd --dry-run
  npm run import-issues -- ../lwkd --redirects public/_redirects --report import.md
  npm run import-issues -- ../twir/content --permalink 'blog/{date:%Y}/{date:%m}/{date:%d}/{slug}/'
  npm run import-issues -- ../weekly/content/issues --from hugo --permalink '/issues-of/:year/:slug/'

Nothing of the archive is run. What is there and was not imported from the same file, or was changed since, is not
touched; a second run changes nothing, and ends with 4. docs/bring-your-archive.md says more.`,
  )
  .action((dir: string, options: Options) => {
    const { content, state, now, json } = commonOptions(program)
    const dryRun = options.dryRun ?? false
    if (!fs.statSync(dir, { throwIfNoEntry: false })?.isDirectory()) {
      throw new ExpectedError(
        { where: dir, what: 'there is no such folder', remedy: 'Name the folder of the archive' },
        USAGE,
      )
    }
    const folder = findOldFolder(dir)
    const site = siteOf(folder, options)
    const sections = readSections(content)
    const map = readMap(options.sections, sections)
    const redirectsFile = options.redirects === undefined ? undefined : path.resolve(options.redirects)
    const redirectsText =
      redirectsFile !== undefined && fs.existsSync(redirectsFile) ? fs.readFileSync(redirectsFile, 'utf8') : ''
    const work = () => {
      // What an import that was cut off has left.
      if (!dryRun) removeTemporaries(path.join(content, 'issues'))
      const issues = readIssues(content)
      // A broken issue may have the week, or the number, that an old one would get.
      if (issues.problems.length > 0) throw new ExpectedError(issues.problems)
      const progress = createProgress('issues', folder.files.length)
      const report = importIssues(
        {
          ...{ files: folder.files, problems: folder.problems, name: folder.name, site, map, sections, now, dryRun },
          issues: issues.entries.map(({ issue }) => issue),
          people: readAuthors(content).entries,
          sourceOf: createSourceNames(content),
          taken: new Set([
            ...readNetlifyRules(NETLIFY).redirects.map(({ from }) => from),
            ...otherAddresses(redirectsText),
          ]),
        },
        {
          readText: (name) => readOldText(folder, name),
          writeIssue: (key, text) => {
            // The archive is still there: a power cut costs a second run.
            writeFileAtomic(issueFile(content, key), text, { flush: false })
          },
          onFile: (name) => {
            progress.step(name)
          },
        },
      )
      progress.end()
      return report
    }
    const report = dryRun ? work() : withCurateLock(state, work)
    const redirects = putRedirects(redirectsText, mergeRedirects(ownRedirects(redirectsText), report))
    const areRedirectsNew = redirectsFile !== undefined && redirects !== redirectsText
    if (areRedirectsNew && !dryRun) writeFileAtomic(redirectsFile, redirects)
    tell(report, options, { folder, site, sections, json, dryRun })
    if (areRedirectsNew && !dryRun)
      say(
        `${displayPath(redirectsFile)} leads ${countNoun(report.redirects.length, 'old address', 'old addresses')} to the new pages.`,
      )
    const done = report.files.filter(({ outcome }) => outcome === 'new' || outcome === 'updated')
    if (report.files.length > 0 && report.files.every(({ outcome }) => outcome === 'unread')) process.exitCode = FAILED
    else if (done.length === 0 && !areRedirectsNew) process.exitCode = NOTHING_TO_DO
  })

function tell(
  report: IssueImportReport,
  options: Options,
  facts: {
    readonly folder: OldFolder
    readonly site: OldSite
    readonly sections: ReturnType<typeof readSections>
    readonly json: boolean
    readonly dryRun: boolean
  },
): void {
  const { folder, site, sections, json, dryRun } = facts
  const settings =
    folder.config === undefined ? 'no settings were found' : `settings from ${displayPath(folder.config.file)}`
  say(
    `${displayPath(folder.root) || '.'}: ${countNoun(folder.files.length, 'file')} of ${site.generator}; ${settings}.`,
  )
  const summary = summariseIssueImport(report, dryRun)
  const whole = formatIssueImport(report, summary, sections)
  if (options.report !== undefined) writeFileAtomic(path.resolve(options.report), whole)
  if (json) {
    const { files, redirects, unled, problems } = report
    printJson({ dryRun, generator: site.generator, files, redirects, unled, problems })
    return
  }
  if (options.report === undefined) {
    print(whole.trimEnd())
    return
  }
  for (const file of report.files) print(describeFile(file))
  print(summary)
  sayProblems(report.problems, 'warning')
  say(`The report is in ${displayPath(path.resolve(options.report))}.`)
}

/** What the settings of the archive say, and over that what was asked for. */
function siteOf(folder: OldFolder, options: Options): OldSite {
  const said = folder.config === undefined ? undefined : readOldConfig(folder.config.text, folder.config.name)
  if (folder.config !== undefined && said === undefined) {
    const remedy = 'Mend it, or say what it would say with --site and --permalink'
    sayProblems([{ where: displayPath(folder.config.file), what: 'these settings cannot be read', remedy }], 'warning')
  }
  const generator = options.from ?? said?.generator ?? guessGenerator(folder)
  const own = said?.generator === generator ? said : { generator }
  const url = options.site === undefined ? own.url : rootUrl(options.site)
  if (options.site !== undefined && url === undefined) {
    const what = 'this is no web address'
    throw new ExpectedError(
      { where: `--site ${options.site}`, what, remedy: 'Write it like https://lwkd.info/' },
      USAGE,
    )
  }
  const permalink =
    options.permalink === undefined
      ? own.permalink
      : take(checkPermalink(options.permalink, generator, '--permalink'), USAGE)
  return { ...own, generator, url, permalink }
}

/** Where no settings say what made a site: by where it keeps its files, and how these begin. */
function guessGenerator(folder: OldFolder): Generator {
  if (path.basename(folder.root) === '_posts') return 'jekyll'
  const sample = folder.files.slice(0, 20).flatMap((name) => {
    const text = readOldText(folder, name)
    return text.ok ? [text.value.replace(/^\uFEFF/, '')] : []
  })
  const share = (pattern: RegExp) => sample.filter((text) => pattern.test(text)).length
  if (share(/^[A-Za-z][\w-]*:/) > sample.length / 2) return 'pelican'
  if (share(/^\+\+\+/) > 0) return 'hugo'
  return folder.files.slice(0, 20).every((name) => /(?:^|\/)\d{4}-\d\d-\d\d-[^/]+$/.test(name)) ? 'jekyll' : 'hugo'
}

function readMap(file: string | undefined, sections: ReturnType<typeof readSections>): SectionMap {
  if (file === undefined) return new Map()
  if (!fs.existsSync(file)) {
    throw new ExpectedError(
      { where: `--sections ${file}`, what: 'there is no such file', remedy: 'Name one that is there' },
      USAGE,
    )
  }
  return take(parseSectionMap(fs.readFileSync(file, 'utf8'), displayPath(path.resolve(file)), sections), USAGE)
}

/** A source of ours by the host of its site, where no other has that host; else the host. */
function createSourceNames(content: string): (url: string) => string {
  const byHost = Map.groupBy(readSources(content).entries, ({ site }) => hostName(site ?? ''))
  return (url) => {
    const host = hostName(url)
    const sources = byHost.get(host) ?? []
    return sources.length === 1 ? (sources[0]?.title ?? host) : host
  }
}

/** Those of earlier imports, of this archive or another, and these over them. */
function mergeRedirects(before: readonly Redirect[], { redirects }: IssueImportReport): Redirect[] {
  const all = new Map([...before, ...redirects].map((one) => [one.from, one]))
  return [...all.values()]
}

await runProgram(program, process.argv.slice(2))
