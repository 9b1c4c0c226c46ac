import { failure, type Result, success } from '../text/problem.ts'

interface Named {
  readonly id: string
  readonly title: string
}

/** The one of several that an id, or the first characters of one, means. The first list that has a match decides. */
export function matchId<T extends Named>(start: string, what: string, ...lists: readonly (readonly T[])[]): Result<T> {
  const prefix = start.trim().toLowerCase()
  for (const list of prefix === '' ? [] : lists) {
    const matches = [...new Map(list.filter(({ id }) => id.startsWith(prefix)).map((one) => [one.id, one])).values()]
    const [only, another] = matches
    if (only && (!another || only.id === prefix)) return success(matches.find(({ id }) => id === prefix) ?? only)
    if (only) {
      return failure({
        where: start,
        what: `this is the start of ${matches.length} ids: ${matches
          .slice(0, 8)
          .map(({ id, title }) => `${id} (${title})`)
          .join(', ')}${matches.length > 8 ? ', …' : ''}`,
        remedy: 'Add a character or more',
      })
    }
  }
  return failure({
    where: start,
    what: `no ${what} has an id that starts like this`,
    remedy: 'See `npm run curate -- list`',
  })
}
