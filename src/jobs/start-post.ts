import { formatMarkdownFile } from '../core/text/front-matter.ts'
import { dayOf } from '../core/text/moment.ts'
import { failure, type Result, success } from '../core/text/problem.ts'
import { slugOf } from '../core/text/slug.ts'

export type PostKind = 'post' | 'case-study'

export interface NewFile {
  /** Relative to the content folder. */
  readonly path: string
  readonly text: string
}

/** A draft of long form, with the fields to fill in. */
export function startPost(kind: PostKind, title: string, now: Date): Result<NewFile> {
  const slug = slugOf(title)
  if (slug === '') {
    return failure({
      where: title,
      what: 'the title has no letters or digits that an address can be made of',
      remedy: 'Start with a title in Latin letters; the file may say another one later',
    })
  }
  const data = {
    title: title.trim(),
    description: '',
    status: 'draft',
    date: dayOf(now),
    authors: [],
    ...(kind === 'case-study' ? { organisation: '' } : {}),
  }
  const folder = kind === 'post' ? 'posts' : 'case-studies'
  return success({ path: `${folder}/${slug}.md`, text: formatMarkdownFile(data, '') })
}
