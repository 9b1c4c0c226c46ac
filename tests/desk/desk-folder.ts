import fs from 'node:fs'
import path from 'node:path'
import { formatIssue } from '../../src/core/issue/format-issue.ts'
import type { Issue } from '../../src/core/issue/issue.ts'
import { formatItem, itemPath } from '../../src/core/item/item-file.ts'
import type { Item } from '../../src/core/item/item.ts'
import { formatSource } from '../../src/core/source/source-file.ts'
import { makeIssue, makeItem, makePick, makeSource } from '../builders.ts'

export const NOW = '2026-08-24T06:00:00Z'
export const EXCERPT =
  'The lamp was lit before the scheduler woke, and it burned all night. Nobody had thought of the oil until then. ' +
  'The keeper has written down what it takes to keep a light for a year, and what it costs.'

const SETTINGS = `name: Crowsnest
url: https://crowsnest.example
tagline: The week, for a test
description: A small site for a test.
mail:
  from: Crowsnest <weekly@crowsnest.example>
`

/** Words, of which no two titles share enough to be one story. */
const WORDS = ['anchor', 'beacon', 'capstan', 'davit', 'ensign', 'fathom', 'gunwale', 'halyard', 'inlet', 'jetty']

export const titleOf = (index: number): string =>
  [0, 1, 2, 3].map((place) => `${WORDS[Math.floor(index / 10 ** place) % 10]}${place}${index}`).join(' ')

/** A story of its own: the nth item of a week, each of another source than the next. */
export function makeStoryItem(index: number, own: Partial<Item> = {}): Item {
  const source = `harbour-${index % 40}`
  const url = `https://${source}.example/posts/${index}/`
  return makeItem({
    url,
    title: titleOf(index),
    sources: [{ id: source, url }],
    firstSeen: '2026-08-22T10:00:00Z',
    published: '2026-08-22T09:00:00Z',
    excerpt: EXCERPT,
    ...own,
  })
}

/** The issue before: its cut-off is the beginning of the pool. */
export const LAST = makeIssue({ picks: [makePick()] })

export interface DeskFolder {
  readonly items?: readonly Item[]
  readonly issues?: readonly Issue[]
}

/** Writes a content folder with some stories to choose from. */
export function writeDeskFolder(
  content: string,
  { items = Array.from({ length: 12 }, (_, index) => makeStoryItem(index)), issues = [LAST] }: DeskFolder = {},
): void {
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(content, file)), { recursive: true })
    fs.writeFileSync(path.join(content, file), text)
  }
  write('site.yml', SETTINGS)
  const sources = new Set(items.flatMap((item) => item.sources.map(({ id }) => id)))
  for (const id of sources) {
    const source = makeSource({ id, title: `Harbour ${id.replace(/\D/g, '')}`, url: `https://${id}.example/feed.xml` })
    write(`sources/${id}.yml`, formatSource(source))
  }
  for (const item of items) write(`items/${itemPath(item)}`, formatItem(item))
  for (const issue of issues) write(`issues/${issue.key}.md`, formatIssue(issue))
}
