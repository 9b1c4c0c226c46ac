import path from 'node:path'
import { type Command, Option } from 'commander'
import { type Kind, KINDS } from '../../src/core/source/source.ts'
import { cutText } from '../../src/core/text/plain-text.ts'
import { ExpectedError, take } from '../../src/core/text/problem.ts'
import { commonOptions, print, printJson, say } from '../../src/io/command-line.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { NOTHING_TO_DO, USAGE } from '../../src/io/exit-code.ts'
import { readItems, writeItem, writeItems } from '../../src/io/item-files.ts'
import { fetchSuggestions } from '../../src/io/fetch-suggestions.ts'
import { readUserAgent } from '../../src/io/user-agent.ts'
import { addLink } from '../../src/jobs/add-link.ts'
import { formatPulled, planSuggestions } from '../../src/jobs/pull-suggestions.ts'
import { writing, type WriteOptions } from './verbs.ts'

/** Verbs that bring candidates that no feed brought: add, pull-suggestions. */
export function addBringingVerbs(program: Command): void {
  writing(program, 'add', 'make a candidate of a link; asks no network')
    .argument('<url>')
    .option('--title <title>', 'its title (default: the words of the link)')
    .addOption(new Option('--kind <kind>', 'what it is').choices(KINDS).default('blog'))
    .action((url: string, options: WriteOptions & { title?: string; kind: Kind }) => {
      addCandidate(program, url, options)
    })

  writing(program, 'pull-suggestions', 'make candidates of what readers suggested to the running app')
    .addOption(new Option('--app <url>', 'where it runs').env('CROWSNEST_APP'))
    .addHelpText('after', '\nIts token is read from CROWSNEST_TOKEN alone.')
    .action((options: WriteOptions & { app?: string }) => pullSuggestions(program, options))
}

async function pullSuggestions(program: Command, { app, dryRun = false }: WriteOptions & { app?: string }) {
  const { content, now, json } = commonOptions(program)
  const token = process.env.CROWSNEST_TOKEN ?? ''
  for (const [name, value, what] of [
    ['CROWSNEST_APP', app ?? '', 'the address'],
    ['CROWSNEST_TOKEN', token, 'the token'],
  ] as const) {
    const remedy = `Set it to ${what} of the app that readers subscribe at`
    if (value === '') throw new ExpectedError({ where: name, what: 'this is not set', remedy }, USAGE)
  }
  const stored = readItems(content)
  if (stored.problems.length > 0) throw new ExpectedError(stored.problems)
  const access = { app: app ?? '', token, userAgent: readUserAgent(content) }
  const suggestions = take(await fetchSuggestions(access))
  const pulled = planSuggestions(suggestions, stored.entries, now)
  const { added, joined, refused } = pulled
  if (!dryRun) writeItems(content, [...added, ...joined])
  for (const { url, id } of refused) say(`${id}: "${cutText(url, 200)}" leads no reader to a page, and was left out.`)
  const names = (all: typeof added) => all.map(({ item }) => ({ id: item.id, title: item.title, url: item.url }))
  // What publishing could not say to the app, because it was away or not known, is said now.
  const { answerWaiting } = await import('./answering.ts')
  const answered = await answerWaiting(program, { access, waiting: suggestions, dryRun })
  if (json) {
    const counts = { unchanged: pulled.unchanged, refused, answered: answered.ok ? answered.value : 0 }
    printJson({ added: names(added), joined: names(joined), ...counts })
  } else print(`${dryRun ? 'would be: ' : ''}${formatPulled(pulled)}`)
  if (take(answered) + added.length + joined.length === 0) process.exitCode = NOTHING_TO_DO
}

function addCandidate(program: Command, url: string, options: WriteOptions & { title?: string; kind: Kind }): void {
  const { content, now, json } = commonOptions(program)
  const stored = readItems(content)
  if (stored.problems.length > 0) throw new ExpectedError(stored.problems)
  const addition = take(addLink(stored.entries, { url, ...options }, now), USAGE)
  const { item, path: name } = addition.stored
  const file = displayPath(path.join(content, 'items', name))
  const isNew = addition.outcome === 'added'
  if (isNew && !options.dryRun) writeItem(content, addition.stored)
  if (!isNew) process.exitCode = NOTHING_TO_DO
  if (json) return printJson({ id: item.id, title: item.title, file, added: isNew && !options.dryRun })
  const verb = !isNew ? 'known already' : options.dryRun ? 'would be added' : 'added'
  print(`${verb}: ${item.id}  ${item.title}  (${file})`)
  if (isNew && addition.isTitleGuessed) {
    say('The page was not fetched; the title was read off the link. Mend it in the file, or on the pick.')
  }
}
