import path from 'node:path'
import { type CaseStudy, parseCaseStudy } from '../core/post/case-study.ts'
import { parsePost, type Post } from '../core/post/post.ts'
import { parseSeries, type Series } from '../core/post/series.ts'
import { type Collection, readCollection } from './content-folder.ts'

/** All posts of a content folder; a folder inside `posts/` may hold some of them, and is no part of an address. */
export function readPosts(content: string): Collection<Post> {
  return readCollection(path.join(content, 'posts'), '.md', (text, { name, where }) =>
    parsePost(text, path.basename(name, '.md'), where),
  )
}

/** All case studies of a content folder; a folder inside `case-studies/` is no part of an address. */
export function readCaseStudies(content: string): Collection<CaseStudy> {
  return readCollection(path.join(content, 'case-studies'), '.md', (text, { name, where }) =>
    parseCaseStudy(text, path.basename(name, '.md'), where),
  )
}

/** All series of a content folder. */
export function readSeries(content: string): Collection<Series> {
  return readCollection(path.join(content, 'series'), '.yml', (text, { name, where }) =>
    parseSeries(text, name.replace(/\.yml$/, ''), where),
  )
}
