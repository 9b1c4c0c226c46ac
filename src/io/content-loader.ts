import path from 'node:path'
import type { Loader, LoaderContext } from 'astro/loaders'
import { weekOfFile } from '../core/item/week-file.ts'
import { checkPoster } from '../core/post/check-names.ts'
import { RESERVED_SOURCES } from '../core/source/source.ts'
import { pack } from '../core/text/packed.ts'
import { ExpectedError, formatProblem, type Problem } from '../core/text/problem.ts'
import type { Collection } from './content-folder.ts'
import { displayPath } from './content-folder.ts'
import { readDecisionLogs } from './decision-files.ts'
import { readAuthors } from './author-files.ts'
import { readEvents } from './event-files.ts'
import { readGroups } from './group-files.ts'
import { readHealth } from './health-files.ts'
import { issueFile, readIssues, type StoredIssue } from './issue-files.ts'
import { readItems, type StoredItem } from './item-files.ts'
import { findLongFormProblems, readCaseStudies, readNames, readPosts, readSeries } from './post-files.ts'
import { readPictures } from './picture-files.ts'
import { readReleaseSchedule, readReleases } from './release-files.ts'
import { readTopics } from './topic-files.ts'
import { displaySource, readSources } from './source-files.ts'
import { readSiteSettings } from './site-settings-file.ts'

interface Entry {
  readonly id: string
  readonly data: object
}

type CollectionName =
  | 'settings'
  | 'sources'
  | 'health'
  | 'items'
  | 'issues'
  | 'decisions'
  | 'topics'
  | 'groups'
  | 'authors'
  | 'posts'
  | 'caseStudies'
  | 'series'
  | 'pictures'
  | 'releases'
  | 'releaseSchedule'
  | 'events'

/**
 * The loaders of the site's collections: the same readers as every command's, over one content folder. Each entry is
 * packed, for the collections walk through all that an entry holds, several times.
 *
 * @param clock by which days of the content must have come
 */
export function createContentLoaders(
  content: string,
  clock: () => Date = () => new Date(),
): Record<CollectionName, Loader> {
  const simple = <T extends object>(
    name: string,
    read: (content: string) => Collection<T>,
    idOf: (entry: T) => string,
  ) =>
    createLoader(name, path.join(content, name), () => {
      const { entries, problems } = read(content)
      return { entries: entries.map((data) => ({ id: idOf(data), data })), problems }
    })
  return {
    settings: createLoader('settings', path.join(content, 'site.yml'), () => {
      const settings = readSiteSettings(content)
      return settings.ok
        ? { entries: [{ id: 'site', data: settings.value }], problems: [] }
        : { entries: [], problems: settings.problems }
    }),
    sources: createLoader('sources', path.join(content, 'sources'), () => {
      const { entries, problems } = readSources(content, clock())
      return { entries: entries.map((source) => ({ id: source.id, data: source })), problems }
    }),
    health: createLoader('health', path.join(content, 'health'), () => {
      const { entries, problems } = readHealth(content)
      return { entries: entries.map(({ id, health }) => ({ id, data: health })), problems }
    }),
    items: createLoader('items', path.join(content, 'items'), () => {
      const { entries, problems } = readItems(content)
      const sources = new Set([...RESERVED_SOURCES, ...readSources(content).entries.map(({ id }) => id)])
      return {
        entries: entries.map(({ item }) => ({ id: item.id, data: item })),
        problems: [...problems, ...findUnknownSources(content, entries, sources), ...findTwins(content, entries)],
      }
    }),
    issues: createLoader('issues', path.join(content, 'issues'), () => {
      const { entries, problems } = readIssues(content)
      return {
        entries: entries.map(({ issue }) => ({ id: issue.key, data: issue })),
        problems: [...problems, ...findUnknownPosters(content, entries)],
      }
    }),
    topics: simple('topics', readTopics, ({ id }) => id),
    groups: simple('groups', readGroups, ({ id }) => id),
    authors: simple('authors', readAuthors, ({ id }) => id),
    // Whoever reads long form first and finds something wrong says all that is wrong with any of it.
    posts: createLoader('posts', path.join(content, 'posts'), () => ({
      entries: readPosts(content).entries.map((post) => ({ id: post.slug, data: post })),
      problems: findLongFormProblems(content),
    })),
    caseStudies: simple('case-studies', withAllProblems(content, readCaseStudies), ({ slug }) => slug),
    series: simple('series', withAllProblems(content, readSeries), ({ id }) => id),
    releases: simple('releases', readReleases, ({ minor }) => minor),
    releaseSchedule: createLoader('release-schedule', path.join(content, 'releases'), () => {
      const schedule = readReleaseSchedule(content)
      return schedule.ok
        ? { entries: [{ id: 'schedule', data: schedule.value }], problems: [] }
        : { entries: [], problems: schedule.problems }
    }),
    events: simple('events', readEvents, ({ id }) => id),
    pictures: createLoader('pictures', content, () => {
      const { entries, problems } = readPictures(content)
      return { entries: entries.map((data) => ({ id: `${data.folder}/${data.slug}/${data.file}`, data })), problems }
    }),
    // A broken line of a log takes nothing from readers but a reason, and is for `npm run check` to name.
    decisions: createLoader('decisions', path.join(content, 'decisions'), () => ({
      entries: readDecisionLogs(content).entries.map((log) => ({ id: `${log.issue}/${log.editor}`, data: log })),
      problems: [],
    })),
  }
}

/** A build ends at the first broken collection, with all that is wrong in it; `astro dev` says so and shows the last good state. */
function createLoader(name: string, watched: string, read: () => Collection<Entry>): Loader {
  const fill = ({ store }: LoaderContext) => {
    const { entries, problems } = read()
    if (problems.length > 0) throw new ExpectedError(problems)
    store.clear()
    for (const { id, data } of entries) store.set({ id, data: { ...pack(data) } })
  }
  return {
    name: `crowsnest-${name}`,
    load: (context) => {
      const { watcher, logger } = context
      if (watcher) {
        watcher.add(watched)
        let pending: NodeJS.Timeout | undefined
        const refill = () => {
          try {
            fill(context)
          } catch (error) {
            if (!(error instanceof ExpectedError)) throw error
            for (const problem of error.problems) logger.error(formatProblem(problem))
          }
        }
        watcher.on('all', (_event, file) => {
          if (file !== watched && !file.startsWith(watched + path.sep)) return
          clearTimeout(pending)
          pending = setTimeout(refill, 50)
        })
      }
      fill(context)
      return Promise.resolve()
    },
  }
}

/** A reader that, where one of its files is broken, says what is wrong with the others as well. */
function withAllProblems<T>(content: string, read: (content: string) => Collection<T>): () => Collection<T> {
  return () => {
    const { entries, problems } = read(content)
    return { entries, problems: problems.length > 0 ? findLongFormProblems(content) : [] }
  }
}

function findUnknownPosters(content: string, issues: readonly StoredIssue[]): Problem[] {
  const posted = issues.filter(({ issue }) => issue.postedBy !== undefined)
  if (posted.length === 0) return []
  const people = readNames(content, 'authors')
  return posted.flatMap(({ issue, text }) =>
    checkPoster({ entry: issue, where: displayPath(issueFile(content, issue.key)), text }, people),
  )
}

function findUnknownSources(content: string, items: readonly StoredItem[], known: ReadonlySet<string>): Problem[] {
  return items.flatMap(({ path: name, item }) =>
    item.sources.flatMap(({ id }, index) =>
      known.has(id)
        ? []
        : [
            {
              where: displayPath(path.join(content, 'items', name)),
              field: `sources[${index}].id`,
              what: `there is no source "${id}"${weekOfFile(name) === undefined ? '' : `, which item ${item.id} names`}`,
              remedy: `Bring back ${displaySource(content, id)}, which stays as long as an item names it (retire the source to follow it no more); or mend the name`,
            },
          ],
    ),
  )
}

function findTwins(content: string, items: readonly StoredItem[]): Problem[] {
  const first = new Map<string, string>()
  return items.flatMap(({ path: name, item }) => {
    const twin = first.get(item.id)
    if (twin === undefined) {
      first.set(item.id, name)
      return []
    }
    return [
      {
        where: displayPath(path.join(content, 'items', name)),
        field: 'id',
        what: `${displayPath(path.join(content, 'items', twin))} has the same id, ${item.id}`,
        remedy: 'Remove one of the two',
      },
    ]
  })
}
