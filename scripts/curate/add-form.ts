import path from 'node:path'
import { type Command, Option } from 'commander'
import { readForm } from '../../src/core/form/read-form.ts'
import { tellRetirement } from '../../src/core/source/retire-source.ts'
import { formatSource } from '../../src/core/source/source-file.ts'
import { ExpectedError, type Problem, take } from '../../src/core/text/problem.ts'
import { allowNetworkOption, commonOptions, print, printJson, say } from '../../src/io/command-line.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { NOTHING_TO_DO } from '../../src/io/exit-code.ts'
import { FORM_FOLDER, readFormText, readIssueForms } from '../../src/io/form-files.ts'
import { readIssue } from '../../src/io/issue-files.ts'
import { readItems, writeItems } from '../../src/io/item-files.ts'
import { inputName } from '../../src/io/read-input.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { correctIssue, WHOLE_ISSUE } from '../../src/jobs/correct-issue.ts'
import { formatPulled, planSuggestions } from '../../src/jobs/pull-suggestions.ts'
import { type Contribution, readContribution } from '../../src/jobs/read-contribution.ts'
import { writing, type WriteOptions } from './verbs.ts'
import type { Desk } from './work.ts'

interface Options extends WriteOptions {
  readonly allowNetwork: readonly string[]
  readonly forms: string
}

type Of<Form extends Contribution['form']> = Extract<Contribution, { form: Form }>

/** `add-form`: what somebody filled in at the host of the project's source. */
export function addFormVerb(program: Command, desk: Desk): void {
  writing(program, 'add-form', 'take what somebody filled in: a link, a source, or a correction')
    .argument('<file>', 'the text of the issue, or - for standard input; never a part of a command line')
    .addOption(new Option('--forms <dir>', 'the folder of the forms').default(FORM_FOLDER, '.github/ISSUE_TEMPLATE'))
    .addOption(allowNetworkOption())
    .addHelpText(
      'after',
      `
A link becomes a candidate. A source is looked for, on the network, and becomes a file of content/sources. A correction of
a published issue is written into it as a proposal, its words as text; of any other page, the file to mend is named.
Nothing is committed: look at the difference first.

Examples:
  gh issue view 12 --json body --jq .body | npm run curate -- add-form - --dry-run
  npm run curate -- add-form suggestion.md --json`,
    )
    .action(async (file: string, options: Options) => {
      const { content, now } = commonOptions(program)
      const where = inputName(file)
      const forms = take(readIssueForms(path.resolve(options.forms)))
      const form = take(readForm(take(await readFormText(file)), forms, where))
      const { url: site } = take(readSiteSettings(content))
      const contribution = take(readContribution(form, { site, where, now }))
      const problem = (id: string, what: string, remedy?: string): Problem => ({
        ...{ where, field: form.labelOf(id), what },
        remedy,
      })
      switch (contribution.form) {
        case 'suggest-a-link':
          return addLink(program, contribution, options)
        case 'add-a-source':
          return addSourceOf(program, contribution, options, problem)
        case 'correct-an-entry':
          return proposeCorrection(program, desk, contribution, options, problem)
      }
    })
}

type Say = (id: string, what: string, remedy?: string) => Problem

function addLink(program: Command, { form, suggestion }: Of<'suggest-a-link'>, { dryRun = false }: Options): void {
  const { content, now, json } = commonOptions(program)
  const stored = readItems(content)
  if (stored.problems.length > 0) throw new ExpectedError(stored.problems)
  const pulled = planSuggestions([suggestion], stored.entries, now)
  const written = [...pulled.added, ...pulled.joined]
  if (!dryRun) writeItems(content, written)
  const outcome = pulled.added.length > 0 ? 'added' : pulled.joined.length > 0 ? 'joined' : 'known'
  if (outcome === 'known') process.exitCode = NOTHING_TO_DO
  const files = written.map((one) => displayPath(path.join(content, 'items', one.path)))
  const titles = written.map(({ item }) => `${item.id}  ${item.title}`)
  if (json) return printJson({ form, outcome, changed: written.length > 0 && !dryRun, url: suggestion.url, files })
  print(`${dryRun ? 'would be: ' : ''}${formatPulled(pulled)}`)
  for (const [index, title] of titles.entries()) print(`${title}  (${files[index] ?? ''})`)
}

/** What fetches is loaded here, and not for every form. */
async function addSourceOf(
  program: Command,
  { form, address, wishes, note }: Of<'add-a-source'>,
  { dryRun = false, allowNetwork }: Options,
  problem: Say,
): Promise<void> {
  const { content, json, now } = commonOptions(program)
  const [
    { createFeedReader },
    { createFeedClient },
    { displaySource, readSources, writeSource },
    { readUserAgent },
    { addSource },
  ] = await Promise.all([
    import('../../src/io/feed-reader.ts'),
    import('../../src/io/fetch-feed.ts'),
    import('../../src/io/source-files.ts'),
    import('../../src/io/user-agent.ts'),
    import('../../src/jobs/add-source.ts'),
  ])
  const sources = readSources(content, now)
  if (sources.problems.length > 0) throw new ExpectedError(sources.problems)
  const reader = createFeedReader()
  try {
    const addition = await addSource(address, wishes, sources.entries, {
      fetchFeed: createFeedClient({ allowNetwork, concurrency: 2, userAgent: readUserAgent(content) }),
      parseFeed: reader.parseFeed,
      ...(!dryRun && { writeSource: (source) => writeSource(content, source) }),
    })
    if (!addition.ok) {
      throw new ExpectedError(
        addition.problems.map(({ what, remedy }) => problem('url', `${address}: ${what}`, remedy)),
      )
    }
    const { value } = addition
    if (value.outcome === 'several') {
      const feeds = value.feeds.map(({ url }) => url).join(', ')
      throw new ExpectedError(problem('url', `${address} names several feeds: ${feeds}`, 'Ask which of them is meant'))
    }
    const { outcome, source } = value
    const file = displaySource(content, source.id)
    if (outcome === 'known') process.exitCode = NOTHING_TO_DO
    if (json) return printJson({ form, outcome, changed: outcome === 'added' && !dryRun, source, files: [file] })
    const verb = outcome === 'known' ? 'known already' : dryRun ? 'would be added' : 'added'
    print(`${verb}: ${source.id}  ${source.url}  (${file})`)
    if (dryRun && outcome === 'added') print(formatSource(source).trimEnd())
    if (source.retired)
      say(`It is ${tellRetirement(source.retired)}; npm run sources -- resume ${source.id} follows it again.`)
    if (note !== '') say(`They say: ${note}`)
  } finally {
    reader.close()
  }
}

function proposeCorrection(
  program: Command,
  desk: Desk,
  { form, place, text, markdown }: Of<'correct-an-entry'>,
  { dryRun = false }: Options,
  problem: Say,
): void {
  const { content, json } = commonOptions(program)
  if (place.kind === 'page') {
    process.exitCode = NOTHING_TO_DO
    const item = readItems(content).entries.find((one) => one.item.id === place.fragment)
    const files = item === undefined ? [] : [displayPath(path.join(content, 'items', item.path))]
    if (json) return printJson({ form, outcome: 'by-hand', changed: false, url: place.url, files, text })
    print(`${place.url}${files.length === 0 ? '' : `  (${files.join('')})`}\n${text}`)
    return say('This is no issue, and is mended by hand: nothing was written.')
  }
  const found = readIssue(content, place.issue)
  if (!found.ok) throw new ExpectedError(found.problems.map(({ what, remedy }) => problem('url', what, remedy)))
  const { issue } = found.value
  if (issue.status !== 'published') {
    throw new ExpectedError(
      problem('url', `${issue.key} is not published yet, and needs no correction`, 'Mend it in the issue'),
    )
  }
  const isPick = issue.picks.some(({ id }) => id === place.fragment)
  if (!isPick && /^[0-9a-f]{10}$/.test(place.fragment)) {
    throw new ExpectedError(problem('url', `${issue.key} has no entry ${place.fragment}`, 'Ask which one is meant'))
  }
  const about = isPick ? place.fragment : WHOLE_ISSUE
  desk.change(({ curation }) => correctIssue(curation, about, markdown), { issue: 'published', key: issue.key, dryRun })
}
