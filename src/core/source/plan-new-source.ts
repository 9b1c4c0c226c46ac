import { languageCode } from '../text/language-code.ts'
import { failure, type Problem, type Result, success } from '../text/problem.ts'
import { createSourceIds } from './create-source-ids.ts'
import { guessKind } from './guess-kind.ts'
import { RESERVED_SOURCES, type Kind, type Source, sourceIdSchema, sourceSchema } from './source.ts'
import { sourceTitle } from './source-title.ts'

/** A feed that answered, as far as it matters to whoever decides whether to follow it. */
export interface FoundFeed {
  /** Its address, after permanent redirects. */
  readonly url: string
  /** Text; empty where the feed has none. */
  readonly title: string
  /** The page that the feed belongs to, as the feed says. */
  readonly link: string | undefined
  readonly language: string | undefined
  readonly entries: number
  /** ISO moment of the newest entry that has a date. */
  readonly newest: string | undefined
  /** Entries a week, lately; undefined where the dates do not tell. */
  readonly pace: number | undefined
}

/** What a person says of a source; the feed says the rest. */
export interface SourceWishes {
  readonly id?: string | undefined
  readonly title?: string | undefined
  readonly kind?: Kind | undefined
  readonly weight?: number | undefined
  readonly org?: string | undefined
  readonly include?: readonly string[] | undefined
}

/**
 * The source of a feed that was found.
 *
 * @param page the page that the feed was found on, for a feed that does not say whose it is
 * @param existing the sources there are; an id of theirs is refused where it was wished for, and else avoided
 */
export function planNewSource(
  feed: FoundFeed,
  wishes: SourceWishes,
  page: string | undefined,
  existing: readonly Source[],
): Result<Source> {
  const wrong = wishes.id === undefined ? undefined : checkNewId(wishes.id, existing)
  if (wrong) return failure(wrong)
  const title = wishes.title ?? sourceTitle(feed.title, feed.url)
  const site = [feed.link, page].find((url) => url !== feed.url && sourceSchema.shape.site.safeParse(url).data)
  const checked = sourceSchema.safeParse({
    title,
    url: feed.url,
    kind: wishes.kind ?? guessKind(feed.url, site ?? ''),
    language: languageCode(feed.language ?? ''),
    ...given({ site, weight: wishes.weight, org: wishes.org, include: wishes.include }),
  })
  if (!checked.success) {
    return failure(
      ...checked.error.issues.map(({ path, message }) => ({ where: feed.url, field: path.join('.'), what: message })),
    )
  }
  return success({ id: wishes.id ?? createSourceIds(existing.map(({ id }) => id))(title), ...checked.data })
}

/** What stands against an id that a person wished for. */
export function checkNewId(id: string, existing: readonly Source[]): Problem | undefined {
  const name = sourceIdSchema.safeParse(id)
  const where = '--id'
  if (!name.success) return { where, what: `"${id}" cannot be an id: ${name.error.issues[0]?.message ?? ''}` }
  if (RESERVED_SOURCES.includes(id)) return { where, what: `"${id}" is what links are from that no feed brought` }
  if (!existing.some((source) => source.id === id)) return undefined
  return { where, what: `there is a source "${id}" already`, remedy: 'Choose another; an id stays for ever' }
}

const given = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
