import { formatProblem } from '../core/text/problem.ts'
import type { ReleaseFactsReport } from './ingest-release-facts.ts'

/** Lines of a report that a person reads to the end. */
const MOST = 40

/** What an ingest did to the facts of releases, for a person; empty where nobody was asked and nothing changed. */
export function formatReleaseFacts({ sources, plan, problems }: ReleaseFactsReport, dryRun: boolean): string {
  const asked = sources.map(({ id, status }) => `${id} ${STATUS[status]}`)
  const lines = [
    ...(asked.length === 0 ? [] : [`releases: ${asked.join(', ')}`]),
    ...plan.changes.slice(0, MOST).map((change) => `  ${change}`),
    ...(plan.changes.length > MOST ? [`  and ${plan.changes.length - MOST} more`] : []),
    ...sources.flatMap(({ id, movedTo }) =>
      movedTo === undefined ? [] : [`moved   ${id}: now at ${movedTo}; put that in content/releases/sources.yml`],
    ),
    ...sources.flatMap(({ id, status, error }) =>
      error === undefined ? [] : [`${status.padEnd(6)}  ${id}: ${error}`],
    ),
    ...problems.map((problem) => `unclear ${formatProblem(problem)}`),
    ...(dryRun ? listFiles(plan).map((name) => `updated releases/${name}`) : []),
  ]
  return lines.join('\n')
}

const STATUS = { ok: 'read', unchanged: 'unchanged', 'not-due': 'not due', parked: 'parked', failed: 'failed' } as const

/** The same as data. */
export const releaseFactsData = ({ sources, plan, problems }: ReleaseFactsReport) => ({
  sources,
  files: listFiles(plan),
  changes: plan.changes,
  problems: problems.map(formatProblem),
})

const listFiles = ({ releases, schedule }: ReleaseFactsReport['plan']) => [
  ...releases.map(({ minor }) => `${minor}.yml`),
  ...(schedule ? ['schedule.yml'] : []),
]
