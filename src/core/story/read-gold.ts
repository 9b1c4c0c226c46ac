import { z } from 'astro/zod'
import type { Item } from '../item/item.ts'
import { NO_TAGS } from '../item/tags.ts'
import { type Source, sourceSchema } from '../source/source.ts'
import { checkFields } from '../text/check-fields.ts'
import { hostName } from '../text/host-name.ts'
import { failure, type Problem, type Result, success } from '../text/problem.ts'
import type { EvaluationWeek } from './evaluate-ranking.ts'
import { CHARACTERS_A_MINUTE } from './ranking-features.ts'

/** What somebody chose from and what they chose, as the weeks that the ranking learns from. */
export interface Gold {
  readonly weeks: readonly EvaluationWeek[]
  /** A source for each host, so that variety has something to count by. */
  readonly sources: ReadonlyMap<string, Source>
}

const dateSchema = z.string().refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)), {
  error: 'expected a date that exists, like 2026-11-20',
})

const candidateSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().nullish(),
  url: z.string().nullish(),
  /** Whether it is about Kubernetes; not for the ranking. */
  k8s: z.boolean().optional(),
  /** `owner/name` on GitHub, and the name of a release of it. */
  repo: z
    .string()
    .regex(/^[^/\s]+\/[^/\s]+$/, { error: 'expected a repository as owner/name' })
    .optional(),
  release: z.string().optional(),
  date: dateSchema.nullish(),
  /** Length of the release's notes, and how they begin. */
  notes_chars: z.number().min(0).optional(),
  notes_excerpt: z.string().optional(),
})

const goldSchema = z.array(
  z.strictObject({
    week: dateSchema,
    issue: z.unknown().optional(),
    editions: z.unknown().optional(),
    label_info: z.unknown().optional(),
    pool: z.array(candidateSchema),
    picked: z.array(z.string()),
  }),
)

type GoldWeek = z.infer<typeof goldSchema>[number]
type Candidate = z.infer<typeof candidateSchema>

const DAY = 86_400_000
const MOST_PROBLEMS = 10
const REMEDY = 'See `npm run curate -- eval --help` for what a gold file holds'

/**
 * Reads a gold file: JSON, a list of weeks, oldest first, each
 * `{ week: '2026-11-20', pool: [{ id, title, url } or { id, repo, release, date, notes_chars, notes_excerpt }], picked: [id] }`.
 * Each candidate becomes an item as ingest would have made it, so that the very same ranking scores it.
 *
 * @returns the problems of a file that is something else: ten of them at most
 */
export function readGold(text: string, where: string): Result<Gold> {
  const parsed = parseJson(text, where)
  if (!parsed.ok) return parsed
  if (!Array.isArray(parsed.value)) {
    return failure({ where, what: 'expected a list of weeks', remedy: REMEDY })
  }
  const checked = checkFields(parsed.value, goldSchema, where, () => undefined)
  if (!checked.ok) return few(checked.problems)
  const problems = findContradictions(checked.value, where)
  if (problems.length > 0) return few(problems)
  const hosts = new Set(checked.value.flatMap(({ pool }) => pool.map((one) => hostOf(addressOf(one)))))
  return success({
    weeks: checked.value.map(toWeek),
    sources: new Map([...hosts].map((host) => [host, hostSource(host)])),
  })
}

function parseJson(text: string, where: string): Result<unknown> {
  try {
    return success(JSON.parse(text) as unknown)
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : ''
    return failure({ where, what: `this is no JSON (${reason})`, remedy: REMEDY })
  }
}

function few(problems: readonly Problem[]): Result<never> {
  const more = problems.length - MOST_PROBLEMS
  return failure(
    ...problems.slice(0, MOST_PROBLEMS).map((problem) => ({ remedy: REMEDY, ...problem })),
    ...(more > 0 ? [{ where: problems[0]?.where ?? '', what: `and ${more} more of this sort` }] : []),
  )
}

/** What fits the schema and yet cannot be: weeks out of order, ids twice, picks from nowhere, candidates of nothing. */
function findContradictions(weeks: readonly GoldWeek[], where: string): Problem[] {
  return weeks.flatMap(({ week, pool, picked }, index): Problem[] => {
    const problems: Problem[] = []
    const say = (field: string, what: string) => problems.push({ where, field: `[${index}]${field}`, what })
    const before = weeks[index - 1]?.week
    if (before !== undefined && before >= week)
      say('.week', `${week} stands behind ${before}; expected the oldest first`)
    const ids = new Set<string>()
    for (const [place, candidate] of pool.entries()) {
      if (ids.has(candidate.id)) say(`.pool[${place}].id`, `"${candidate.id}" stands twice in the pool of ${week}`)
      ids.add(candidate.id)
      const { repo, release, title, url } = candidate
      if (repo !== undefined && release === undefined)
        say(`.pool[${place}].release`, 'a repo needs a release beside it')
      if (repo === undefined && !title && !url)
        say(`.pool[${place}]`, 'expected a title, a url, or a repo and a release')
    }
    const seen = new Set<string>()
    for (const [place, id] of picked.entries()) {
      if (!ids.has(id)) say(`.picked[${place}]`, `"${id}" is not in the pool of ${week}`)
      if (seen.has(id)) say(`.picked[${place}]`, `"${id}" stands twice among the picks of ${week}`)
      seen.add(id)
    }
    return problems
  })
}

function toWeek({ week, pool, picked }: GoldWeek): EvaluationWeek {
  const stories = pool.map((candidate) => {
    const lead = toItem(candidate, week)
    return { id: lead.id, lead, items: [lead] as const }
  })
  return { name: week, at: new Date(Date.parse(week) + 7 * DAY), stories, picked: new Set(picked) }
}

/** Characters of notes below which ingest gives no minutes. */
const FEWEST_CHARACTERS = 1_000

function toItem(candidate: Candidate, week: string): Item {
  const { id, title, repo, release, date, notes_chars: characters = 0, notes_excerpt: excerpt = '' } = candidate
  const url = addressOf(candidate)
  const minutes = characters < FEWEST_CHARACTERS ? undefined : Math.max(1, Math.round(characters / CHARACTERS_A_MINUTE))
  return {
    id,
    url,
    title: title ?? release ?? url,
    ...(date ? { published: `${date}T00:00:00Z` } : {}),
    firstSeen: `${week}T00:00:00Z`,
    kind: repo === undefined ? 'blog' : 'release',
    authors: [],
    sources: [{ id: hostOf(url), url }],
    language: 'en',
    ...(minutes === undefined ? {} : { minutes }),
    ...{ categories: [], enclosures: [], ...NO_TAGS, excerpt },
  }
}

function addressOf({ repo, release = '', url }: Candidate): string {
  return repo === undefined ? (url ?? '') : `https://github.com/${repo}/releases/tag/${encodeURIComponent(release)}`
}

const hostOf = (url: string) => hostName(url) || 'nowhere'

const hostSource = (host: string): Source => ({
  ...sourceSchema.parse({ title: host, url: 'https://example.org/', kind: 'blog' }),
  id: host,
})
