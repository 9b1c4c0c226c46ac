import type { Problem } from '../text/problem.ts'
import type { Post } from './post.ts'
import type { Series } from './series.ts'
import { problemOfField, type WrittenFile } from './written-file.ts'

interface Part {
  readonly file: WrittenFile<Post>
  readonly part: number
}

/**
 * The parts of each series: no part twice, none beyond its end, and of what is published none left out. A draft may come
 * before the parts that lead to it are written; a series that has no post yet is one that begins.
 */
export function checkSeries(series: readonly WrittenFile<Series>[], posts: readonly WrittenFile<Post>[]): Problem[] {
  const parts = Map.groupBy(
    posts.flatMap((file): (Part & { id: string })[] => {
      const { series: place } = file.entry
      return place === undefined ? [] : [{ file, ...place }]
    }),
    ({ id }) => id,
  )
  return series.flatMap((file) => {
    const own = (parts.get(file.entry.id) ?? []).toSorted((one, other) => one.part - other.part)
    return [...findTwins(own), ...findBeyond(own, file), ...findGaps(own, file)]
  })
}

const FIELD = ['series', 'part'] as const

function findTwins(parts: readonly Part[]): Problem[] {
  return parts.flatMap(({ file, part }, index): Problem[] => {
    const first = parts.findIndex((other) => other.part === part)
    if (first === index) return []
    const what = `${parts[first]?.file.where} is part ${part} of the series already`
    return [problemOfField(file, FIELD, what, 'Give one of the two another number')]
  })
}

function findBeyond(parts: readonly Part[], { entry, where }: WrittenFile<Series>): Problem[] {
  const { parts: total } = entry
  if (total === undefined) return []
  return parts
    .filter(({ part }) => part > total)
    .map(({ file, part }) =>
      problemOfField(
        file,
        FIELD,
        `this is part ${part}, and the series says that it has ${total}`,
        `Mend the number here, or \`parts\` in ${where}`,
      ),
    )
}

/** Parts that readers miss: those before the last one that is published. */
function findGaps(parts: readonly Part[], { where }: WrittenFile<Series>): Problem[] {
  const published = parts.filter(({ file }) => file.entry.status === 'published')
  const last = published.at(-1)
  if (last === undefined) return []
  const missing = Array.from({ length: last.part - 1 }, (_, index) => index + 1).filter((part) =>
    published.every((other) => other.part !== part),
  )
  return missing.map((part) => {
    const draft = parts.find((other) => other.part === part)
    const what = `the series has no part ${part}, and part ${last.part} is published: ${last.file.where}`
    return draft === undefined
      ? { where, what, remedy: `Write part ${part}, or number the parts anew` }
      : problemOfField(draft.file, ['status'], what, 'Publish this one first, or number the parts anew')
  })
}
