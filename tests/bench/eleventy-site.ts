// node tests/bench/eleventy-site.ts CONTENT OUT: the peer of our build. Eleventy reads the same markdown and writes pages
// of the same kinds, with the same words on them: days, months, years, issues with their mail, text and other candidates,
// topics, groups, kinds and sources with their feeds. It folds, checks and draws nothing.
import Eleventy from '@11ty/eleventy'
import { parse } from 'yaml'
import { candidateRows, dayPage, feed, issuePage, list, mailPage, markup, page, textOf } from './eleventy-layout.ts'
import type { PeerEntry, PeerIssue, PeerItem } from './eleventy-layout.ts'

interface Template {
  readonly data: Readonly<Record<string, unknown>>
  readonly inputPath: string
  readonly content: string
}
interface Collections {
  readonly getAll: () => Template[]
}
interface Configuration {
  readonly addGlobalData: (name: string, value: unknown) => void
  readonly addCollection: (name: string, make: (all: Collections) => unknown) => void
  readonly addTemplate: (name: string, template: object) => void
  readonly setFrontMatterParsingOptions: (options: object) => void
  readonly setUseGitIgnore: (use: boolean) => void
}
type Made = Readonly<Record<string, readonly PeerEntry[]>>

const [content = '', out = ''] = process.argv.slice(2)

const isIn = (folder: string) => (template: Template) => template.inputPath.includes(`/${folder}/`)
const dayOf = (item: PeerItem) => (item.published ?? item.firstSeen).slice(0, 10)

/** Groups what each entry gives several keys for, in the order of the keys. */
function group<T>(entries: readonly T[], keysOf: (entry: T) => readonly string[]): { key: string; entries: T[] }[] {
  const groups = new Map<string, T[]>()
  for (const entry of entries) {
    for (const key of keysOf(entry)) {
      const known = groups.get(key)
      if (known) known.push(entry)
      else groups.set(key, [entry])
    }
  }
  return [...groups].map(([key, ofKey]) => ({ key, entries: ofKey })).sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** A page for each group of a collection. */
function paginate(
  configuration: Configuration,
  name: string,
  make: {
    readonly permalink: (entry: PeerEntry) => string
    readonly render: (entry: PeerEntry) => string
  },
  collection = name,
): void {
  configuration.addTemplate(`${name}.11ty.js`, {
    data: () => ({
      pagination: { data: `collections.${collection}`, size: 1, alias: 'entry' },
      permalink: ({ entry }: { entry: PeerEntry }) => make.permalink(entry),
    }),
    render: ({ entry }: { entry: PeerEntry }) => make.render(entry),
  })
}

function configure(configuration: Configuration): void {
  configuration.setUseGitIgnore(false)
  configuration.setFrontMatterParsingOptions({ engines: { yaml: (text: string) => parse(text) as object } })
  // The files of the content are no pages of their own.
  configuration.addGlobalData('permalink', false)
  let items: PeerItem[] | undefined
  let issues: PeerIssue[] | undefined
  const readItems = (all: Collections) => {
    items ??= all
      .getAll()
      .filter(isIn('items'))
      .map((template) => ({ ...(template.data as unknown as PeerItem), excerpt: () => template.content }))
      .sort((a, b) => (dayOf(a) < dayOf(b) ? 1 : -1))
    return items
  }
  const readIssues = (all: Collections) => {
    issues ??= all
      .getAll()
      .filter(isIn('issues'))
      .map((template) => ({ ...(template.data as unknown as PeerIssue), note: () => template.content }))
      .sort((a, b) => b.number - a.number)
    return issues
  }
  const days = (all: Collections) => group(readItems(all), (item) => [dayOf(item)])
  const byDay = { permalink: ({ key }: PeerEntry) => `/${key.replaceAll('-', '/')}/index.html` }
  const named = (folder: string, file = 'index.html') => ({
    permalink: ({ key }: PeerEntry) => `/${folder}/${key}/${file}`,
  })
  configuration.addCollection('days', days)
  configuration.addCollection('months', (all) => group(readItems(all), (item) => [dayOf(item).slice(0, 7)]))
  configuration.addCollection('years', (all) => group(readItems(all), (item) => [dayOf(item).slice(0, 4)]))
  configuration.addCollection('topics', (all) => group(readItems(all), (item) => item.topics ?? []))
  configuration.addCollection('sigs', (all) => group(readItems(all), (item) => item.sigs ?? []))
  configuration.addCollection('kinds', (all) => group(readItems(all), (item) => [item.kind]))
  configuration.addCollection('sources', (all) => group(readItems(all), (item) => item.sources.map(({ id }) => id)))
  configuration.addCollection('issues', (all) =>
    readIssues(all).map((issue, index, whole) => ({
      key: issue.weeks[0] ?? String(issue.number),
      issue,
      entries: readItems(all).filter(({ firstSeen }) => firstSeen > issue.covers.from && firstSeen <= issue.covers.to),
      before: whole[index + 1],
      after: whole[index - 1],
    })),
  )
  paginate(configuration, 'days', { ...byDay, render: dayPage })
  for (const name of ['months', 'years']) {
    paginate(configuration, name, { ...byDay, render: ({ key, entries }) => page(key, list(entries.slice(0, 300))) })
  }
  for (const name of ['topics', 'sigs', 'kinds', 'sources']) {
    paginate(configuration, name, {
      ...named(name),
      render: ({ key, entries }) => page(key, list(entries.slice(0, 100))),
    })
    paginate(configuration, `${name}-feed`, { ...named(name, 'rss.xml'), render: feed }, name)
  }
  paginate(configuration, 'issues', { ...named('issues'), render: issuePage })
  const candidates = { permalink: ({ key }: PeerEntry) => `/issues/${key}/candidates/index.html` }
  paginate(
    configuration,
    'candidates',
    { ...candidates, render: (entry) => page(entry.key, candidateRows(entry)) },
    'issues',
  )
  paginate(configuration, 'mails', { ...named('issues', 'mail/index.html'), render: mailPage }, 'issues')
  paginate(configuration, 'texts', { permalink: ({ key }) => `/issues/${key}.txt`, render: textOf }, 'issues')
  configuration.addTemplate('home.11ty.js', {
    data: () => ({ permalink: '/index.html' }),
    render: ({ collections }: { collections: Made }) =>
      page('Home', collections.issues?.map(({ key }) => markup`<a href="/issues/${key}/">${key}</a>`).join('') ?? ''),
  })
}

const site = new Eleventy(content, out, { configPath: false, quietMode: true, config: configure })
await site.write()
