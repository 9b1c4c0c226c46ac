import type { Tags } from '../item/tags.ts'
import { kepNumber } from '../tag/kep.ts'
import { compareText } from '../text/compare-text.ts'
import { countDays } from '../text/count-days.ts'
import { countNoun } from '../text/count-noun.ts'
import { dayOf } from '../text/moment.ts'
import type { Issue, Pick as IssuePick } from './issue.ts'

/** A proposal or a project that something is about: `1287`, `cilium`. */
export interface Subject {
  readonly kind: 'kep' | 'project'
  readonly id: string
}

/** The newest published issue that had something about a subject. */
export interface Covered {
  readonly issue: string
  readonly number: number
  /** Day of the issue. */
  readonly date: string
  /** Id of the first pick in it that is about the subject. */
  readonly pick: string
}

type Named = Readonly<Pick<Tags, 'keps' | 'projects'>>

/** What proposals and projects tags name, each once. */
function subjectsOf({ keps, projects }: Named): Subject[] {
  const numbers = new Set(keps.map(kepNumber).filter((number) => number !== undefined))
  return [
    ...[...numbers].map((id): Subject => ({ kind: 'kep', id })),
    ...[...new Set(projects)].map((id): Subject => ({ kind: 'project', id })),
  ]
}

/** What names more of a kind is a digest, and tells of none of them. */
const MOST_SUBJECTS = 6

/** What something is about, by its tags: each proposal and each project that it names, but for a digest of them. */
export function coveredSubjects(tags: Named): Subject[] {
  const subjects = subjectsOf(tags)
  const counts = Map.groupBy(subjects, ({ kind }) => kind)
  return subjects.filter(({ kind }) => (counts.get(kind)?.length ?? 0) <= MOST_SUBJECTS)
}

/** Says of proposals and projects where published issues had something about them last; drafts count for nothing. */
export function createLastCovered(
  issues: readonly Issue[],
  tagsOf: (pick: IssuePick) => Named,
): (subject: Subject) => Covered | undefined {
  const covered = new Map<string, Covered>()
  const published = issues.filter(({ status }) => status === 'published')
  for (const issue of published.toSorted(newestNumberFirst)) {
    for (const pick of issue.picks) {
      for (const subject of coveredSubjects(tagsOf(pick))) {
        const name = nameSubject(subject)
        if (covered.has(name)) continue
        covered.set(name, { issue: issue.key, number: issue.number, date: issue.date, pick: pick.id })
      }
    }
  }
  return (subject) => covered.get(nameSubject(subject))
}

const nameSubject = ({ kind, id }: Subject) => `${kind} ${id}`

const newestNumberFirst = (one: Issue, other: Issue) =>
  other.number - one.number || compareText(other.date, one.date) || compareText(one.key, other.key)

/** `today`, `4 days ago`, `3 weeks ago`: how long before a moment a day was, as far as an editor cares. */
export function formatAgo(day: string, now: Date): string {
  const days = countDays(day, dayOf(now))
  if (days <= 0) return 'today'
  return days < 7 ? `${countNoun(days, 'day')} ago` : `${countNoun(Math.floor(days / 7), 'week')} ago`
}
