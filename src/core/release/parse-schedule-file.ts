import { type Result, success } from '../text/problem.ts'
import type { FieldPath } from '../text/check-fields.ts'
import { readFactsYaml } from './read-facts-yaml.ts'
import {
  createFactReader,
  type FactReader,
  isNothing,
  type MinorFacts,
  onePerMinor,
  type PatchFact,
  readDays,
  type ReleaseFacts,
} from './release-facts.ts'
import type { ReleaseSchedule } from './release-schedule.ts'
import { compareVersions } from './version.ts'

const DAYS = { released: 'releaseDate', maintenance: 'maintenanceModeStartDate', endOfLife: 'endOfLifeDate' }

/**
 * Reads the schedule of the project (`data/releases/schedule.yaml` of kubernetes/website), in the forms that it has had
 * since 2021. Its notes are sentences of others, and stay there.
 *
 * @param where the address, for the problems
 */
export function parseScheduleFile(text: string, where: string): Result<ReleaseFacts> {
  const yaml = readFactsYaml(text, 'schedules', where)
  if (!yaml.ok) return yaml
  const { entries, document, lineOf } = yaml.value
  const reader = createFactReader(where, lineOf)
  const minors = entries.flatMap((entry, index) => {
    const path = ['schedules', index]
    const facts = readMinor(entry, path, reader)
    return facts ? [{ facts, path }] : []
  })
  const { upcoming_releases: upcoming } = document
  const rounds = upcoming === undefined ? undefined : readRounds(upcoming, reader)
  return success({
    source: 'kubernetes-schedule',
    minors: onePerMinor(minors, reader),
    rounds,
    problems: reader.problems,
  })
}

function readMinor(value: unknown, path: FieldPath, reader: FactReader): MinorFacts | undefined {
  const entry = reader.fields(value, path)
  const minor = entry && reader.minor(entry.release, [...path, 'release'])
  if (entry === undefined || minor === undefined) return undefined
  const before = reader.problems.length
  const patches = readPatches(entry.previousPatches, minor, [...path, 'previousPatches'], reader)
  const isWhole = reader.problems.length === before
  // Of a list with a hole nobody can say which is the latest.
  const latest = isWhole
    ? patches
        .map(({ version }) => version)
        .sort(compareVersions)
        .at(-1)
    : undefined
  return { minor, ...readDays(entry, DAYS, path, reader), latest, patches, plan: readPlan(entry, minor, path, reader) }
}

function readPatches(value: unknown, minor: string, path: FieldPath, reader: FactReader): PatchFact[] {
  const patches = new Map<string, PatchFact>()
  for (const [index, patch] of reader.list(value, path).entries()) {
    const at = [...path, index]
    const fields = reader.fields(patch, at)
    const version = fields && reader.patch(fields.release, minor, [...at, 'release'])
    if (fields === undefined || version === undefined) continue
    if (patches.has(version)) reader.note(at, `${version} stands here twice; the first entry was taken`)
    else patches.set(version, { version, day: reader.day(fields.targetDate, [...at, 'targetDate']) })
  }
  return [...patches.values()]
}

/** What comes next: fields of its own or, until 2022, a version whose days stand beside it. */
function readPlan(
  entry: Readonly<Record<string, unknown>>,
  minor: string,
  path: FieldPath,
  reader: FactReader,
): MinorFacts['plan'] {
  const { next } = entry
  if (isNothing(next)) return undefined
  const isOld = typeof next === 'string'
  const at = isOld ? path : [...path, 'next']
  const before = reader.problems.length
  const fields = isOld ? entry : reader.fields(next, at)
  const version = fields && reader.patch(isOld ? next : fields.release, minor, [...at, isOld ? 'next' : 'release'])
  const day = fields && reader.day(fields.targetDate, [...at, 'targetDate'])
  return version === undefined || reader.problems.length > before ? 'unreadable' : { version, day }
}

function readRounds(value: unknown, reader: FactReader): ReleaseSchedule['rounds'] {
  const rounds = reader.list(value, ['upcoming_releases']).flatMap((round, index) => {
    const path = ['upcoming_releases', index]
    const fields = reader.fields(round, path)
    const target = fields && reader.day(fields.targetDate, [...path, 'targetDate'])
    if (fields === undefined) return []
    const cherryPicks = reader.day(fields.cherryPickDeadline, [...path, 'cherryPickDeadline'])
    if (target === undefined) {
      if (cherryPicks !== undefined)
        reader.note(path, `no day of patches stands beside the deadline, ${cherryPicks}; it was left out`)
      return []
    }
    if (cherryPicks === undefined || cherryPicks <= target) return [{ cherryPicks, target }]
    reader.note(path, `the deadline, ${cherryPicks}, lies behind the target, ${target}; it counts as unknown`)
    return [{ target }]
  })
  const byTarget = new Map(rounds.map((round) => [round.target, round]))
  return [...byTarget.values()].sort((one, other) => (one.target < other.target ? -1 : 1))
}
