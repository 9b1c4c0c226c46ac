import { parseOpml as readOpml } from 'feedsmith'
import { canonicalUrl } from '../text/canonical-url.ts'
import { failure, type Problem, type Result, success } from '../text/problem.ts'
import { createSourceIds } from './create-source-ids.ts'
import { guessKind } from './guess-kind.ts'
import { type Source, sourceSchema } from './source.ts'
import { sourceTitle } from './source-title.ts'

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
  /** The sources of these that are retired, and stay so. */
  readonly retired: readonly Source[]
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
  const createId = createSourceIds(existing.map(({ id }) => id))
  const keyOf = (url: string) => canonicalUrl(url) ?? url
  const sourceOf = new Map(existing.map((source) => [keyOf(source.url), source]))
  const keys = new Set(sourceOf.keys())
  const added: Source[] = []
  const known: string[] = []
  const retired = new Set<Source>()
  const problems: Problem[] = []
  for (const outline of outlines) {
    const url = outline.xmlUrl?.trim() ?? ''
    if (keys.has(keyOf(url))) {
      known.push(url)
      const source = sourceOf.get(keyOf(url))
      if (source?.retired) retired.add(source)
      continue
    }
    const title = sourceTitle(outline.title ?? outline.text ?? '', url)
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
    keys.add(keyOf(url))
    added.push({ id: createId(title), ...checked.data })
  }
  return success({ added, known, retired: [...retired], problems })
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
