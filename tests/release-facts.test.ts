import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { FACT_SOURCE_IDS } from '../src/core/release/fact-sources.ts'
import { parseEolFile } from '../src/core/release/parse-eol-file.ts'
import { parseScheduleFile } from '../src/core/release/parse-schedule-file.ts'
import { planReleaseFacts } from '../src/core/release/plan-release-facts.ts'
import type { MinorFacts, ReleaseFacts } from '../src/core/release/release-facts.ts'
import type { ReleaseSourceId } from '../src/core/release/release-source.ts'
import { formatRelease, type Release } from '../src/core/release/release.ts'
import { daySchema } from '../src/core/text/moment.ts'
import type { Result } from '../src/core/text/problem.ts'
import { readReleaseSchedule, readReleases } from '../src/io/release-files.ts'

/**
 * Holds the readers of facts, and the facts in content/releases, against collected copies of the documents that they
 * are from. The copies are not part of the project; `CROWSNEST_CORPUS` names their folder.
 */
const CORPUS = path.resolve(process.env.CROWSNEST_CORPUS ?? path.join(import.meta.dirname, '../../shared/data'))
const FOLDER = path.join(CORPUS, 'releases')
const HISTORY = path.join(FOLDER, 'schedule-history')
/** The day of the copies. */
const COPIED = '2026-08-22'
const CONTENT = path.join(import.meta.dirname, '../content')
const skip = fs.existsSync(FOLDER) ? false : `there are no copies in ${FOLDER}`

const readText = (...names: string[]) => fs.readFileSync(path.join(FOLDER, ...names), 'utf8')

function take(result: Result<ReleaseFacts>): ReleaseFacts {
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

interface Lines {
  readonly fields: Map<string, string>
  readonly next: Map<string, string>
  readonly patches: Map<string, string>[]
}

/** A schedule read by its lines and their indents alone, which knows nothing of YAML. */
function readLines(text: string): Lines[] {
  const blocks = text.replace(/^upcoming_releases:[^]*/m, '').split(/^- /m)
  return blocks.slice(1).map((block) => {
    const minor: Lines = { fields: new Map(), next: new Map(), patches: [] }
    let region = ''
    for (const line of `  ${block}`.split(/\r?\n/)) {
      const [, indent = '', dash = '', key = '', raw = ''] = /^( *)(- )?([A-Za-z]+):(?: +(.*))?$/.exec(line) ?? []
      if (key === '') continue
      const value = raw
        .replace(/ +#.*$/, '')
        .trim()
        .replace(/^(["'])(.*)\1$/, '$2')
      if (indent.length + dash.length === 2) {
        region = key
        minor.fields.set(key, value)
      } else if (region === 'next') minor.next.set(key, value)
      else {
        if (dash !== '') minor.patches.push(new Map())
        minor.patches.at(-1)?.set(key, value)
      }
    }
    return minor
  })
}

/** What a reading is to come to, by the lines of the file. */
function expectMinor({ fields, next, patches }: Lines): MinorFacts {
  const dayOf = (map: Map<string, string>, key: string) => {
    const day = map.get(key)
    return daySchema.safeParse(day).success ? day : undefined
  }
  const own = patches.map((patch) => ({ version: patch.get('release') ?? '', day: dayOf(patch, 'targetDate') }))
  const numberOf = (version: string) => Number(version.split('.')[2])
  const isOld = fields.get('next') !== '' && fields.get('next') !== undefined
  const version = isOld ? fields.get('next') : next.get('release')
  return {
    minor: fields.get('release') ?? '',
    released: dayOf(fields, 'releaseDate'),
    maintenance: dayOf(fields, 'maintenanceModeStartDate'),
    endOfLife: dayOf(fields, 'endOfLifeDate'),
    latest: own
      .map((patch) => patch.version)
      .sort((one, other) => numberOf(one) - numberOf(other))
      .at(-1),
    patches: own,
    plan: version === undefined ? undefined : { version, day: dayOf(isOld ? fields : next, 'targetDate') },
  }
}

describe('the schedules of five years', { skip }, () => {
  const files = skip === false ? fs.readdirSync(HISTORY).filter((name) => name.endsWith('.yaml')) : []

  test('are thirteen', () => {
    assert.equal(files.length, 13)
  })

  for (const file of files) {
    test(`are read as their lines say: ${file}`, () => {
      const text = readText('schedule-history', file)
      const lines = readLines(text)
      const facts = take(parseScheduleFile(text, file))
      assert.deepEqual(facts.minors, lines.map(expectMinor))
      assert.deepEqual(facts.problems, [])
      const dates = lines.flatMap(({ fields, patches }) => [
        ...fields.values(),
        ...patches.flatMap((patch) => [...patch.values()]),
      ])
      assert.ok(dates.filter((value) => daySchema.safeParse(value).success).length > 20, 'the lines were read')
    })
  }

  test('name the minors that are known to stand in them, 1.20 and 1.30 among them', () => {
    const index = JSON.parse(readText('schedule-history', 'INDEX.json')) as { file: string; releases: string[] }[]
    assert.deepEqual(index.map(({ file }) => file).sort(), files.toSorted())
    for (const { file, releases } of index) {
      const facts = take(parseScheduleFile(readText('schedule-history', file), file))
      assert.deepEqual(
        facts.minors.map(({ minor }) => minor),
        releases,
        file,
      )
    }
    const all = new Set(index.flatMap(({ releases }) => releases))
    assert.ok(all.has('1.20') && all.has('1.30'))
  })

  test('one after the other leave of each minor the last word of the schedule, and every patch that it ever named', () => {
    const read = new Map()
    let releases: readonly Release[] = []
    const expected = new Map<string, string>()
    const patches = new Map<string, string>()
    for (const file of files.toSorted()) {
      const now = new Date(`${file.slice('schedule-'.length, 'schedule-'.length + 10)}T23:00:00Z`)
      const facts = take(parseScheduleFile(readText('schedule-history', file), file))
      const plan = planReleaseFacts({ releases, schedule: { read: {}, rounds: [] } }, [facts], read, now)
      assert.deepEqual(plan.problems, [])
      const changed = new Set(plan.releases.map(({ minor }) => minor))
      releases = [...releases.filter(({ minor }) => !changed.has(minor)), ...plan.releases]
      for (const { minor, endOfLife, patches: own } of facts.minors) {
        if (endOfLife !== undefined) expected.set(minor, endOfLife)
        for (const { version, day } of own) if (day !== undefined) patches.set(version, day)
      }
    }
    const said = new Map(releases.map(({ minor, endOfLife }) => [minor, endOfLife['kubernetes-schedule']]))
    assert.deepEqual(said, new Map(releases.map(({ minor }) => [minor, expected.get(minor)])))
    assert.deepEqual([...said.keys()].sort(), [...expected.keys()].sort())
    const days = new Map(
      releases.flatMap((release) =>
        release.patches.map(({ version, days: own, planned }) => [
          version,
          own['kubernetes-schedule'] ?? planned['kubernetes-schedule'],
        ]),
      ),
    )
    for (const [version, day] of patches) assert.equal(days.get(version), day, version)
  })
})

describe('content/releases', { skip }, () => {
  const { entries: releases } = readReleases(CONTENT)
  const schedule = readReleaseSchedule(CONTENT)
  assert.ok(schedule.ok)

  /** Whether a source was read again since the copies were made: then its promises may have moved. */
  const isLater = (source: ReleaseSourceId) => (schedule.value.read[source] ?? '') > COPIED
  const movedOn = FACT_SOURCE_IDS.some(isLater) && 'the sources were read again since the copies were made'

  test(
    'hold what the schedule and the list of ended branches say, so that planning with these changes nothing',
    { skip: movedOn },
    () => {
      const facts = [
        take(parseScheduleFile(readText('schedule.yaml'), 'schedule.yaml')),
        take(parseEolFile(readText('eol.yaml'), 'eol.yaml')),
      ]
      assert.deepEqual(
        facts.flatMap(({ problems }) => problems),
        [],
      )
      const plan = planReleaseFacts(
        { releases, schedule: schedule.value },
        facts,
        new Map(),
        new Date('2026-08-22T12:00:00Z'),
      )
      assert.deepEqual(plan.changes, [])
      assert.deepEqual(plan.releases.map(formatRelease), [])
    },
  )

  /** Every fact of the collection, and the field that holds it. Patches by the tags, days of announcements by the blog. */
  const FIELDS = [
    ['release_date.git_tag', 'released', 'kubernetes-tags'],
    ['release_date.endoflife_date', 'released', 'endoflife-date'],
    ['release_date.website_schedule', 'released', 'kubernetes-schedule'],
    ['release_date.announcement_post', 'released', 'kubernetes-blog'],
    ['eol.website_eol_yaml', 'endOfLife', 'kubernetes-eol'],
    ['eol.schedule_history', 'endOfLife', 'kubernetes-schedule'],
    ['eol.website_schedule', 'endOfLife', 'kubernetes-schedule'],
    ['eol.endoflife_date', 'endOfLife', 'endoflife-date'],
    ['maintenance_mode', 'maintenance', 'kubernetes-schedule'],
    ['final_or_latest_patch.website_eol_yaml', 'latest', 'kubernetes-eol'],
    ['final_or_latest_patch.website_schedule_last_done', 'latest', 'kubernetes-schedule'],
    ['final_or_latest_patch.endoflife_date', 'latest', 'endoflife-date'],
  ] as const

  interface Collected {
    readonly version: string
    readonly code_name: string | null
    readonly announcement: { readonly url: string } | null
    readonly final_or_latest_patch: Readonly<Record<string, string | null>>
    readonly patches: Readonly<Record<string, string>>
  }

  test('hold every day and patch of the collection, each under the source that states it', () => {
    const { releases: collected, next_minor: next } = JSON.parse(readText('kubernetes_releases_facts.json')) as {
      releases: Collected[]
      next_minor: { version: string; target_release_date: string }
    }
    assert.equal(collected.length, 37)
    let held = 0
    const hold = (actual: unknown, expected: unknown, what: string) => {
      assert.equal(actual, expected, what)
      held++
    }
    for (const facts of collected) {
      const release = releases.find(({ minor }) => minor === facts.version)
      assert.ok(release, facts.version)
      for (const [from, field, source] of FIELDS) {
        const value = from.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], facts)
        if (field !== 'released' && isLater(source)) continue
        if (value !== null) hold(release[field][source], value, `${facts.version} ${from}`)
      }
      for (const [version, day] of Object.entries(facts.patches)) {
        hold(release.patches.find((patch) => patch.version === version)?.days['kubernetes-tags'], day, version)
      }
      const seen = release.patches.filter(({ days }) => days['kubernetes-tags'] !== undefined)
      assert.equal(seen.at(-1)?.version, facts.final_or_latest_patch.git_tags, facts.version)
      if (facts.announcement) hold(release.announcement, facts.announcement.url, facts.version)
      if (facts.code_name !== null) hold(release.name, facts.code_name, facts.version)
      const [version, , day] = facts.final_or_latest_patch.website_schedule_next?.split(' ') ?? []
      if (version !== undefined && !isLater('kubernetes-schedule')) {
        const patch = release.patches.find((one) => one.version === version)
        hold(patch?.planned['kubernetes-schedule'] ?? patch?.days['kubernetes-schedule'], day, `${version} planned`)
      }
    }
    hold(
      releases.find(({ minor }) => minor === next.version)?.planned['release-team'],
      next.target_release_date,
      'next',
    )
    assert.ok(movedOn || held > 700, `${held} facts`)
  })
})
