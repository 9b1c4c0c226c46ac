import { markdownToText } from '../text/markdown.ts'
import { sharedRun } from '../text/word-runs.ts'
import { type Check, shorten } from './check.ts'
import type { Curation } from './curation.ts'
import { blurbLimit } from './section.ts'

/** So many words in a row of somebody else's text are a quotation. */
const QUOTATION = 8

/** Blurbs: each pick has one, written by an editor, in its own words, within the limit of its section. */
export function checkBlurbs({ issue, items }: Curation): Check[] {
  const excerpts = new Map(items.map(({ id, excerpt }) => [id, excerpt]))
  return issue.picks.flatMap(({ id, title, blurb, section, unedited }): Check[] => {
    const error = (check: string, message: string, remedy: string): Check => ({
      ...{ level: 'error', check, pick: id, message, remedy },
    })
    const name = `"${shorten(title)}"`
    const text = markdownToText(blurb)
    if (text.trim() === '')
      return [error('blurb-missing', `${name} has no blurb`, `npm run curate -- blurb ${id} TEXT`)]
    const found: Check[] = []
    if (unedited) {
      found.push(
        error(
          'blurb-unedited',
          `The blurb of ${name} is the start of its excerpt, not ours`,
          `npm run curate -- blurb ${id} TEXT`,
        ),
      )
    }
    const limit = blurbLimit(section)
    const length = [...text].length
    if (length > limit) {
      const message = `The blurb of ${name} has ${length} characters; ${limit} is the most`
      found.push(error('blurb-length', message, `Cut it by ${length - limit}: npm run curate -- blurb ${id}`))
    }
    const run = unedited ? undefined : sharedRun(text, markdownToText(excerpts.get(id) ?? ''), QUOTATION)
    if (run !== undefined) {
      const message = `The blurb of ${name} has ${QUOTATION} words in a row of the excerpt: "${run}"`
      found.push(error('blurb-quotation', message, 'Say it in other words, or put it in quotation marks'))
    }
    return found
  })
}
