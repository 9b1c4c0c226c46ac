import fs from 'node:fs'
import path from 'node:path'
import { type CaseStudy, parseCaseStudy } from '../core/post/case-study.ts'
import { checkLongForm, type LongFormFolder } from '../core/post/check-long-form.ts'
import { parsePost, type Post } from '../core/post/post.ts'
import { parseSeries, type Series } from '../core/post/series.ts'
import type { WrittenFile } from '../core/post/written-file.ts'
import type { Problem, Result } from '../core/text/problem.ts'
import { type Collection, displayPath, listFiles, readCollection } from './content-folder.ts'

/** All posts of a content folder; a folder inside `posts/` may hold some of them, and is no part of an address. */
export function readPosts(content: string): Collection<Post> {
  return withoutTexts(readPostFiles(content))
}

/** All case studies of a content folder; a folder inside `case-studies/` is no part of an address. */
export function readCaseStudies(content: string): Collection<CaseStudy> {
  return withoutTexts(readCaseStudyFiles(content))
}

/** All series of a content folder. */
export function readSeries(content: string): Collection<Series> {
  return withoutTexts(readSeriesFiles(content))
}

/** All that is wrong with the long form of a content folder: with each file, and with what they say of one another. */
export function findLongFormProblems(content: string): Problem[] {
  const posts = readPostFiles(content)
  const caseStudies = readCaseStudyFiles(content)
  const series = readSeriesFiles(content)
  return [
    ...[posts, caseStudies, series].flatMap(({ problems }) => problems),
    ...checkLongForm({
      posts: posts.entries,
      caseStudies: caseStudies.entries,
      series: series.entries,
      // By the names of files: one that is broken has problems of its own, and is there.
      seriesNames: readNames(content, 'series'),
      people: readNames(content, 'authors'),
      topics: readNames(content, 'topics'),
      hasPicture: (folder, slug, file) => fs.existsSync(pictureFile(content, folder, slug, file)),
    }),
  ]
}

/** The names of the YAML files of a folder, which are the ids of what they hold. */
export function readNames(content: string, folder: 'authors' | 'series' | 'topics'): ReadonlySet<string> {
  return new Set(listFiles(path.join(content, folder), '.yml').map((file) => file.replace(/\.yml$/, '')))
}

/**
 * The file that has the name of another already, or leads from it: in a folder below, with other capitals, by an alias.
 *
 * @param file of a collection, relative to the content folder: `posts/five-days.md`
 * @returns the file as a person would look it up
 */
export function findOwner(content: string, file: string): string | undefined {
  const { dir, name, ext } = path.parse(file)
  const folder = path.join(content, dir)
  const twin = listFiles(folder, ext).find((other) => path.basename(other, ext).toLowerCase() === name.toLowerCase())
  if (twin !== undefined) return displayPath(path.join(folder, twin))
  const files =
    dir === 'posts' ? readPostFiles(content) : dir === 'case-studies' ? readCaseStudyFiles(content) : undefined
  return files?.entries.find(({ entry }) => entry.aliases.includes(name))?.where
}

/** Where a picture of a post or a case study lies. */
function pictureFile(content: string, folder: LongFormFolder, slug: string, file: string): string {
  return path.join(content, folder, slug, file)
}

const readPostFiles = (content: string): Collection<WrittenFile<Post>> => readMarkdown(content, 'posts', parsePost)

const readCaseStudyFiles = (content: string): Collection<WrittenFile<CaseStudy>> =>
  readMarkdown(content, 'case-studies', parseCaseStudy)

function readMarkdown<T>(
  content: string,
  folder: LongFormFolder,
  parse: (text: string, slug: string, where: string) => Result<T>,
): Collection<WrittenFile<T>> {
  return readCollection(path.join(content, folder), '.md', (text, { name, where }) =>
    withText(parse(text, path.basename(name, '.md'), where), where, text),
  )
}

function readSeriesFiles(content: string): Collection<WrittenFile<Series>> {
  return readCollection(path.join(content, 'series'), '.yml', (text, { name, where }) =>
    withText(parseSeries(text, name.replace(/\.yml$/, ''), where), where, text),
  )
}

function withText<T>(parsed: Result<T>, where: string, text: string): Result<WrittenFile<T>> {
  return parsed.ok ? { ok: true, value: { entry: parsed.value, where, text } } : parsed
}

function withoutTexts<T>({ entries, problems }: Collection<WrittenFile<T>>): Collection<T> {
  return { entries: entries.map(({ entry }) => entry), problems }
}
