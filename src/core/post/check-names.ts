import type { Issue } from '../issue/issue.ts'
import { GROUPS } from '../tag/groups.ts'
import type { FieldPath } from '../text/check-fields.ts'
import type { Problem } from '../text/problem.ts'
import type { CaseStudy } from './case-study.ts'
import type { Post } from './post.ts'
import { problemOfField, type WrittenFile } from './written-file.ts'

/** Names of files that long form may name. */
export interface KnownNames {
  readonly people: ReadonlySet<string>
  readonly topics: ReadonlySet<string>
  readonly series: ReadonlySet<string>
}

const GROUP_IDS: ReadonlySet<string> = new Set(GROUPS.map(({ id }) => id))

/** People, series, topics and groups that a post or a case study names, and that there are not. */
export function checkNames(file: WrittenFile<Post | CaseStudy>, { people, topics, series }: KnownNames): Problem[] {
  const { entry } = file
  const problems: Problem[] = []
  for (const { path, id } of peopleOf(entry)) if (!people.has(id)) problems.push(unknownPerson(file, path, id))
  for (const [index, topic] of entry.topics.entries()) {
    if (topics.has(topic)) continue
    const near = nearest(topic, topics)
    const remedy = `${near === undefined ? `Add topics/${topic}.yml` : `Did you mean ${near}? Else add topics/${topic}.yml`}`
    problems.push(problemOfField(file, ['topics', index], `there is no topic ${JSON.stringify(topic)}`, remedy))
  }
  for (const [index, sig] of entry.sigs.entries()) {
    if (GROUP_IDS.has(sig)) continue
    const near = nearest(sig, GROUP_IDS)
    const remedy =
      near === undefined
        ? 'Name it like its folder in kubernetes/community: sig-auth, wg-batch'
        : `Did you mean ${near}?`
    problems.push(problemOfField(file, ['sigs', index], `Kubernetes has no group ${JSON.stringify(sig)}`, remedy))
  }
  const id = 'series' in entry ? entry.series?.id : undefined
  if (id !== undefined && !series.has(id)) {
    const near = nearest(id, series)
    const remedy = `${near === undefined ? '' : `Did you mean ${near}? Else `}${near === undefined ? 'Add' : 'add'} series/${id}.yml, or take \`series\` out`
    problems.push(problemOfField(file, ['series', 'id'], `there is no series ${JSON.stringify(id)}`, remedy))
  }
  return problems
}

/** Who brought out an issue, where that is nobody we know. */
export function checkPoster(file: WrittenFile<Pick<Issue, 'postedBy'>>, people: ReadonlySet<string>): Problem[] {
  const { postedBy } = file.entry
  return postedBy === undefined || people.has(postedBy) ? [] : [unknownPerson(file, ['postedBy'], postedBy)]
}

function peopleOf(entry: Post | CaseStudy): { readonly path: FieldPath; readonly id: string }[] {
  const closing = 'closing' in entry ? (entry.closing?.by ?? []) : []
  return [
    ...entry.authors.map(({ id }, index) => ({ path: ['authors', index, 'id'], id })),
    ...(entry.postedBy === undefined ? [] : [{ path: ['postedBy'], id: entry.postedBy }]),
    ...closing.map((id, index) => ({ path: ['closing', 'by', index], id })),
  ]
}

function unknownPerson(file: Omit<WrittenFile<unknown>, 'entry'>, path: FieldPath, id: string): Problem {
  const remedy = `Add authors/${id}.yml with \`npm run curate -- new person ${id} NAME\`, or mend the name`
  return problemOfField(file, path, `there is no person ${JSON.stringify(id)}`, remedy)
}

/** The one known name that begins or ends alike, or has the same letters but for hyphens and case. */
function nearest(name: string, known: ReadonlySet<string>): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const wanted = plain(name)
  const near = [...known].filter((other) => {
    const letters = plain(other)
    return letters === wanted || letters === `sig${wanted}` || letters === `wg${wanted}` || letters === `${wanted}s`
  })
  return near[0]
}
