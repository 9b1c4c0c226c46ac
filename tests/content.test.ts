import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { listDamage } from '../src/core/issue/check-code.ts'
import { itemId } from '../src/core/item/item-id.ts'
import { formatWeekFile, parseWeekFile, weekOfFile } from '../src/core/item/week-file.ts'
import { checkPoster } from '../src/core/post/check-names.ts'
import { RESERVED_SOURCES } from '../src/core/source/source.ts'
import { canonicalUrl } from '../src/core/text/canonical-url.ts'
import { formatProblem, type Problem } from '../src/core/text/problem.ts'
import { readAuthors } from '../src/io/author-files.ts'
import { readDecisionLogs } from '../src/io/decision-files.ts'
import { readEvents } from '../src/io/event-files.ts'
import { readGroups } from '../src/io/group-files.ts'
import { readHealth } from '../src/io/health-files.ts'
import { readIssues } from '../src/io/issue-files.ts'
import { listWeekFolders, readItems, readWeek } from '../src/io/item-files.ts'
import { readReleaseSchedule, readReleases } from '../src/io/release-files.ts'
import { findLongFormProblems, readCaseStudies, readNames, readPosts, readSeries } from '../src/io/post-files.ts'
import { readSiteSettings } from '../src/io/site-settings-file.ts'
import { readRota } from '../src/io/rota-file.ts'
import { readSources } from '../src/io/source-files.ts'
import { readTopics } from '../src/io/topic-files.ts'
import { checkContent } from '../src/site/check-content.ts'

const content = path.resolve(process.env.CROWSNEST_CONTENT ?? path.join(import.meta.dirname, '..', 'content'))
const sources = readSources(content, new Date())
const health = readHealth(content)
const topics = readTopics(content)
const items = readItems(content)
const itemFiles = fs.existsSync(path.join(content, 'items')) ? fs.readdirSync(path.join(content, 'items')) : []
const weeks = listWeekFolders(content).flatMap((week) => {
  const stored = readWeek(content, week)
  return stored.ok ? [stored.value] : []
})
const issues = readIssues(content)
const authors = readAuthors(content)
const settings = readSiteSettings(content)

const noProblems = (problems: readonly Problem[]) => {
  assert.deepEqual(problems.map(formatProblem), [])
}

/** For each key that several have: their names. */
function findTwins(named: readonly (readonly [key: string, name: string])[]): string[] {
  const groups = Map.groupBy(named, ([key]) => key)
  return [...groups]
    .filter(([, group]) => group.length > 1)
    .map(([key, group]) => `${key}: ${group.map(([, name]) => name).join(', ')}`)
}

test('findTwins names those that share a key, and nobody else', () => {
  assert.deepEqual(
    findTwins([
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ]),
    ['a: 1, 3'],
  )
})

describe('content/', () => {
  test('has no line in a log of decisions that cannot be read', () => {
    noProblems(readDecisionLogs(content).problems)
  })

  test('names the site in a valid site.yml', () => {
    noProblems(settings.ok ? [] : settings.problems)
  })

  test('has a rota that can be read, and whose people are there', () => {
    const { broken, problems } = readRota(content)
    noProblems([...broken, ...problems])
  })

  describe('sources', () => {
    test('are there, and each is valid', () => {
      noProblems(sources.problems)
      const remedy = 'npm run sources -- add URL follows a feed'
      assert.ok(sources.entries.length > 0, `there are no sources in ${content}: ${remedy}`)
    })

    test('follow each feed once', () => {
      assert.deepEqual(findTwins(sources.entries.map(({ id, url }) => [canonicalUrl(url) ?? url, id])), [])
    })

    test('do not use a name that is kept for links that no feed brought', () => {
      assert.deepEqual(
        sources.entries.map(({ id }) => id).filter((id) => RESERVED_SOURCES.includes(id)),
        [],
      )
    })
  })

  describe('health', () => {
    test('is valid, of each source', () => {
      noProblems(health.problems)
    })

    test('belongs to sources that are there', () => {
      const known = new Set(sources.entries.map(({ id }) => id))
      assert.deepEqual(
        health.entries.filter(({ id }) => !known.has(id)).map(({ id }) => `health/${id}.yml: there is no source ${id}`),
        [],
      )
    })
  })

  describe('groups of Kubernetes', () => {
    const groups = readGroups(content)

    test('each file is a valid profile', () => {
      noProblems(groups.problems)
    })

    test('each leads to the folder that it is named after', () => {
      const elsewhere = groups.entries.filter(({ id, site }) => site !== undefined && !site.endsWith(`/${id}`))
      assert.deepEqual(
        elsewhere.map(({ id, site }) => `${id}: ${site}`),
        [],
      )
    })
  })

  describe('topics', () => {
    test('are valid, each of them', () => {
      noProblems(topics.problems)
    })

    test('have each word once', () => {
      const named = topics.entries.flatMap(({ id, words, not }) =>
        [...words, ...not].map((word) => [`${id} ${word}`, id] as const),
      )
      assert.deepEqual(findTwins(named), [])
    })
  })

  describe('releases', () => {
    const releases = readReleases(content)
    const schedule = readReleaseSchedule(content)

    test('are valid, each of them, and so is their schedule', () => {
      noProblems([...releases.problems, ...(schedule.ok ? [] : schedule.problems)])
    })

    test('leave no minor out between the first and the last', () => {
      const numbers = releases.entries.map(({ minor }) => Number(minor.split('.')[1]))
      assert.deepEqual(
        numbers.toReversed(),
        numbers.map((_, index) => index + Math.min(...numbers)),
      )
    })

    test('say of each source that they name when it was read', () => {
      const named = releases.entries.flatMap(({ planned, released, maintenance, endOfLife, latest, patches }) =>
        [planned, released, maintenance, endOfLife, latest, ...patches.map(({ days }) => days)].flatMap(Object.keys),
      )
      const read = schedule.ok ? Object.keys(schedule.value.read) : []
      assert.deepEqual(
        [...new Set(named)].filter((id) => !read.includes(id)),
        [],
      )
    })
  })

  describe('events', () => {
    test('are valid, each of them, and there once', () => {
      noProblems(readEvents(content).problems)
    })
  })

  describe('items', () => {
    test('are valid, each of them', () => {
      noProblems(items.problems)
    })

    test('come from sources that are there', () => {
      const known = new Set([...RESERVED_SOURCES, ...sources.entries.map(({ id }) => id)])
      const unknown = items.entries.flatMap(({ path: file, item }) =>
        item.sources
          .filter(({ id }) => !known.has(id))
          .map(
            ({ id }) =>
              `${file}: there is no source ${id}; bring back its file, which stays as long as an item names it`,
          ),
      )
      assert.deepEqual(unknown, [])
    })

    test('have the id of their canonical link', () => {
      const wrong = items.entries
        .map(({ path: file, item }) => ({ file, id: item.id, expected: itemId(canonicalUrl(item.url) ?? '') }))
        .filter(({ id, expected }) => id !== expected)
      assert.deepEqual(wrong, [])
    })

    test('are one file a link', () => {
      assert.deepEqual(findTwins(items.entries.map(({ path: file, item }) => [item.id, file])), [])
    })

    // A title or a date that is mended later does not move the file, so its words and its week prove nothing.
    test('stand in the folder of a week, in a file that ends with six digits of their id, or in the file of a week', () => {
      const wrong = items.entries.filter(({ path: file, item }) => {
        if (weekOfFile(file) !== undefined) return false
        const name = /^\d{4}-W\d\d\/[a-z0-9]+(?:-[a-z0-9]+)*-([0-9a-f]{6})\.md$/.exec(file.replaceAll(path.sep, '/'))
        return name?.[1] !== item.id.slice(0, 6)
      })
      assert.deepEqual(
        wrong.map(({ path: file }) => file),
        [],
      )
    })

    test('stand in one place each, not in the file of a week and in one of their own', () => {
      for (const { folded, files } of weeks) {
        const both = files.filter(({ item }) => folded.some(({ id }) => id === item.id)).map(({ path: file }) => file)
        assert.deepEqual(both, [], 'the next ingest mends this')
      }
    })

    test('stand in the file of a week as they are written there, so that a diff shows nothing but a change', () => {
      for (const name of itemFiles.filter((file) => file.endsWith('.jsonl'))) {
        const text = fs.readFileSync(path.join(content, 'items', name), 'utf8')
        assert.equal(formatWeekFile(parseWeekFile(text, name).items), text, name)
      }
    })

    test('name each source once', () => {
      const wrong = items.entries.filter(
        ({ item }) => findTwins(item.sources.map(({ id, url }) => [id, url])).length > 0,
      )
      assert.deepEqual(
        wrong.map(({ path: file }) => file),
        [],
      )
    })
  })

  describe('authors', () => {
    test('are valid, each of them', () => {
      noProblems(authors.problems)
    })

    test('are one person each, however their id is written', () => {
      assert.deepEqual(findTwins(authors.entries.map(({ id }) => [id.toLowerCase(), id])), [])
    })
  })

  describe('issues', () => {
    const all = issues.entries.map(({ issue }) => issue)

    test('are valid, each of them', () => {
      noProblems(issues.problems)
    })

    test('have a number each', () => {
      assert.deepEqual(findTwins(all.map(({ key, number }) => [String(number), key])), [])
    })

    test('are numbered in the order of publication', () => {
      const byNumber = all.toSorted((a, b) => a.number - b.number).map(({ key, date }) => ({ key, date }))
      assert.deepEqual(
        byNumber,
        byNumber.toSorted((a, b) => a.date.localeCompare(b.date)),
      )
    })

    test('have a week to themselves', () => {
      assert.deepEqual(findTwins(all.flatMap(({ key, weeks }) => weeks.map((week) => [week, key] as const))), [])
    })

    test('pick an item once', () => {
      for (const { key, picks } of all) assert.deepEqual(findTwins(picks.map(({ id, title }) => [id, title])), [], key)
    })

    test('name people who are there', () => {
      const people = readNames(content, 'authors')
      noProblems(
        issues.entries.flatMap(({ issue, text }) =>
          checkPoster({ entry: issue, where: `issues/${issue.key}.md`, text }, people),
        ),
      )
    })

    test('have no mangled code, once published', () => {
      const published = all.filter(({ status, imported }) => status === 'published' && imported === undefined)
      noProblems(
        published.flatMap((issue) =>
          listDamage(issue).map(({ pick: _, ...damage }) => ({ where: `issues/${issue.key}.md`, ...damage })),
        ),
      )
    })

    test('show no words of the program as those of an editor, once published', () => {
      const unedited = all.flatMap(({ key, status, picks }) =>
        picks.filter((pick) => status === 'published' && pick.unedited === true).map(({ title }) => `${key}: ${title}`),
      )
      assert.deepEqual(unedited, [])
    })
  })
  describe('long form', () => {
    test('is whole: each post, case study and series, and what they say of one another', () => {
      noProblems(findLongFormProblems(content))
    })

    test('links to pages of the site that are there, and so do issues and people', () => {
      const byId = <T extends { readonly id: string }>(all: readonly T[]) => new Map(all.map((one) => [one.id, one]))
      noProblems(
        checkContent({
          items: items.entries.map(({ item }) => item),
          issues: issues.entries.map(({ issue }) => issue),
          sources: sources.entries,
          topics: byId(topics.entries),
          groups: byId(readGroups(content).entries),
          people: byId(authors.entries),
          posts: readPosts(content).entries,
          caseStudies: readCaseStudies(content).entries,
          series: byId(readSeries(content).entries),
          ...{ sourceNames: byId(sources.entries), edits: [], now: new Date('2026-08-24T06:00:00Z') },
          ...{ releases: readReleases(content).entries, releaseSchedule: { read: {}, rounds: [] } },
        }),
      )
    })
  })
})
