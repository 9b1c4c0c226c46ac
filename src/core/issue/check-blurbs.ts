import type { Item } from '../item/item.ts'
import { canonicalUrl } from '../text/canonical-url.ts'
import { markdownToText } from '../text/markdown-text.ts'
import { sharedRun } from '../text/word-runs.ts'
import { type Check, curateCommand, shorten } from './check.ts'
import type { Curation } from './curation.ts'
import type { Pick as IssuePick } from './issue.ts'
import { blurbLimit, sectionsOf } from './section.ts'

/** So many words in a row of somebody else's text are a quotation. */
const QUOTATION = 8

/** Blurbs: each pick has one, written by an editor, in its own words, within the limit of its section. */
export function checkBlurbs({ issue, issues, items, pool }: Curation): Check[] {
  const curate = curateCommand({ issue, issues })
  const excerptsOf = createExcerptFinder(items, pool)
  return issue.picks.flatMap((pick): Check[] => {
    const { id, title, blurb, section, unedited } = pick
    const command = `${curate} blurb ${id} TEXT`
    const error = (check: string, message: string, remedy: string): Check => ({
      ...{ level: 'error', check, pick: id, message, remedy },
    })
    const name = `"${shorten(title)}"`
    const text = markdownToText(blurb)
    if (text.trim() === '') return [error('blurb-missing', `${name} has no blurb`, command)]
    const found: Check[] = []
    if (unedited) {
      const message = `The blurb of ${name} is what the program filled in; nobody has written it`
      found.push(error('blurb-unedited', message, command))
    }
    const limit = blurbLimit(section, sectionsOf(issue))
    const length = [...text].length
    if (length > limit) {
      const message = `The blurb of ${name} has ${length} characters; ${limit} is the most`
      found.push(error('blurb-length', message, `Cut it by ${length - limit}: ${command}`))
    }
    const run = unedited ? undefined : findRun(text, excerptsOf(pick))
    if (run !== undefined) {
      const message = `The blurb of ${name} has ${QUOTATION} words in a row of the excerpt: "${run}"`
      found.push(error('blurb-quotation', message, `Say it in other words, or put it in quotation marks: ${command}`))
    }
    return found
  })
}

function findRun(text: string, excerpts: readonly string[]): string | undefined {
  for (const excerpt of excerpts) {
    const run = sharedRun(text, markdownToText(excerpt), QUOTATION)
    if (run !== undefined) return run
  }
  return undefined
}

/** The excerpts of what a pick tells: of its own item, and of those in the pool that are other places of the story. */
function createExcerptFinder(items: readonly Item[], pool: readonly Item[]): (pick: IssuePick) => string[] {
  const byId = remembered(items, ids, () => new Map(items.map((item) => [item.id, item])))
  const byLink = remembered(pool, links, () => indexByLink(pool))
  return ({ id, url, also }) => {
    const all = [...(url === undefined ? [] : [url]), ...also.map((place) => place.url)]
    const told = [byId.get(id), ...all.map((link) => byLink.get(canonicalUrl(link) ?? link))]
    return [...new Set(told.filter((item) => item !== undefined))].map(({ excerpt }) => excerpt)
  }
}

function indexByLink(pool: readonly Item[]): Index {
  const byLink = new Map(pool.flatMap((item) => item.sources.map(({ url }) => [canonicalUrl(url) ?? url, item])))
  for (const item of pool) byLink.set(canonicalUrl(item.url) ?? item.url, item)
  return byLink
}

type Index = ReadonlyMap<string, Item>

/** The desk checks after every change, and the items stay the same meanwhile. */
const ids = new WeakMap<readonly Item[], Index>()
const links = new WeakMap<readonly Item[], Index>()

function remembered(items: readonly Item[], known: WeakMap<readonly Item[], Index>, make: () => Index): Index {
  const index = known.get(items) ?? make()
  known.set(items, index)
  return index
}
