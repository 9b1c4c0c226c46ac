import { parseOpml as readOpml } from 'feedsmith'
import { failure, type Problem, type Result, success } from '../text/problem.ts'
import { cutText, htmlToText } from '../text/plain-text.ts'
import { slugOf } from '../text/slug.ts'
import { ADDED_BY_HAND, type Kind, type Source, sourceSchema } from './source.ts'

/** Characters. */
const LONGEST_TITLE = 120

interface Outline {
  readonly text?: string | undefined
  readonly title?: string | undefined
  readonly xmlUrl?: string | undefined
  readonly htmlUrl?: string | undefined
  readonly outlines?: readonly Outline[] | undefined
}

/** What an import of an OPML file would add, what it knows already, and which outlines it cannot use. */
export interface SourceImport {
  readonly added: readonly Source[]
  /** Addresses that a source stands for already. */
  readonly known: readonly string[]
  readonly problems: readonly Problem[]
}

/** Plans the import of an OPML file beside the sources there are: one source for each address, ids never reused. */
export function planSourceImport(text: string, existing: readonly Source[], where: string): Result<SourceImport> {
  const outlines = readOutlines(text)
  if (outlines === undefined) {
    return failure({
      where,
      what: 'this is not OPML',
      remedy: 'Export the list of feeds from the reader as OPML, and import that',
    })
  }
  const createId = createIds(existing.map(({ id }) => id))
  const urls = new Set(existing.map(({ url }) => url))
  const added: Source[] = []
  const known: string[] = []
  const problems: Problem[] = []
  for (const outline of outlines) {
    const url = outline.xmlUrl?.trim() ?? ''
    if (urls.has(url)) {
      known.push(url)
      continue
    }
    const name = cutText(htmlToText(outline.title ?? outline.text ?? ''), LONGEST_TITLE)
    const title = name || (URL.parse(url)?.hostname ?? url)
    const site = sourceSchema.shape.site.safeParse(outline.htmlUrl?.trim()).data
    const checked = sourceSchema.safeParse({
      title,
      url,
      kind: guessKind(url, site ?? ''),
      ...(site === undefined ? {} : { site }),
    })
    if (!checked.success) {
      problems.push({
        where,
        field: title,
        what: `"${url}" is no web address`,
        remedy: 'Mend its xmlUrl, or leave it out',
      })
      continue
    }
    urls.add(url)
    added.push({ id: createId(title), ...checked.data })
  }
  return success({ added, known, problems })
}

function readOutlines(text: string): Outline[] | undefined {
  try {
    const flatten = (outline: Outline): Outline[] => [outline, ...(outline.outlines ?? []).flatMap(flatten)]
    const outlines = (readOpml(text).body?.outlines ?? []) as Outline[]
    return outlines.flatMap(flatten).filter(({ xmlUrl }) => xmlUrl !== undefined)
  } catch {
    return undefined
  }
}

/** Where people share and discuss what others wrote. */
const DISCUSSIONS = [
  '//news.ycombinator.com',
  '//hnrss.org',
  '//lobste.rs',
  '//www.reddit.com',
  '//reddit.com',
  '//discuss.',
]

function guessKind(url: string, site: string): Kind {
  if (DISCUSSIONS.some((host) => `${url} ${site}`.includes(host))) return 'community'
  if (/github\.com\/[^/]+\/[^/]+\/(releases|tags)\.atom/.test(url)) return 'release'
  return /(youtube|vimeo)\.com\//.test(url) ? 'video' : 'blog'
}

/** Gives each title an id of its own: `harbour-blog`, then `harbour-blog-2`. */
function createIds(existing: Iterable<string>): (title: string) => string {
  const taken = new Set([...existing, ADDED_BY_HAND])
  const counts = new Map<string, number>()
  return (title) => {
    const slug = slugOf(title, 50) || 'source'
    let n = counts.get(slug) ?? 1
    while (taken.has(n === 1 ? slug : `${slug}-${n}`)) n += 1
    const id = n === 1 ? slug : `${slug}-${n}`
    counts.set(slug, n)
    taken.add(id)
    return id
  }
}
