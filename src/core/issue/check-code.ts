import { findMangledCode } from '../text/find-mangled-code.ts'
import { type Check, curateCommand, shorten } from './check.ts'
import type { Curation } from './curation.ts'
import { ownWords } from './generated-sections.ts'
import type { Issue } from './issue.ts'

/** A piece of code of an issue that can no longer be copied and run. */
interface IssueDamage {
  /** Path of the field, `picks[2].blurb`; `body` for the words below the front matter. */
  readonly field: string
  /** Line within the field, counted from 1. */
  readonly line: number
  readonly what: string
  readonly remedy: string
  /** Id of the pick that it is about. */
  readonly pick?: string
}

/** Code in an issue's own words that something made pretty, or that lost its indentation. */
export function listDamage(issue: Pick<Issue, 'body' | 'generated' | 'picks' | 'corrections'>): IssueDamage[] {
  const { picks, corrections } = issue
  const within = (field: string, markdown: string, pick?: string) =>
    findMangledCode(markdown).map((damage) => ({ field, ...damage, ...(pick === undefined ? {} : { pick }) }))
  return [
    ...within('body', ownWords(issue)),
    ...picks.flatMap(({ id, blurb }, index) => within(`picks[${index}].blurb`, blurb, id)),
    ...corrections.flatMap(({ text }, index) => within(`corrections[${index}].text`, text)),
  ]
}

/** Code in blurbs, note and corrections: it is what its author wrote, to the last hyphen. */
export function checkCode({ issue, issues }: Curation): Check[] {
  const titles = new Map(issue.picks.map(({ id, title }) => [id, title]))
  const curate = curateCommand({ issue, issues })
  return listDamage(issue).map(({ field, line, what, remedy, pick }): Check => {
    const common = { level: 'error', check: 'mangled-code' } as const
    if (pick !== undefined) {
      const message = `In the blurb of "${shorten(titles.get(pick) ?? pick)}", ${what}`
      return { ...common, pick, message, remedy: `${remedy}: ${curate} blurb ${pick} TEXT` }
    }
    const place = field === 'body' ? `In line ${line} of the body` : 'In a correction'
    return { ...common, message: `${place}, ${what}`, remedy: `${remedy}, in ${issue.key}.md` }
  })
}
