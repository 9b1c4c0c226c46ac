import { compareText } from '../text/compare-text.ts'
import { type ExplainTags, TAG_FIELDS, type TaggedWords, type Tagger, type TagReason, type Tags } from '../item/tags.ts'
import { type Finding, findCves, findKeps, findLinkedKep } from './find-numbers.ts'
import { findGroups, findLinkedGroups } from './find-groups.ts'
import { findProjects } from './find-projects.ts'
import { findTopics } from './find-topics.ts'
import { findLinkedVersions, findVersions } from './find-versions.ts'
import { readKepTitles } from './read-kep-titles.ts'
import { type ReadWords, readWords } from './read-words.ts'
import type { Topic } from './topic.ts'
import { createWordScanner, isSaying, type WordScanner } from './vocabulary.ts'

export interface TagReader {
  /** The tags of an entry. */
  readonly tag: Tagger
  /** The same, each with its reason; by field, then as in `tag`. */
  readonly explain: ExplainTags
}

/** Tags of one field; more say that it is a list of everything. */
const MOST_TAGS = 20
/** Words that are given for one tag, and characters of each. */
const MOST_REASONS = 5
const LONGEST_REASON = 120

/**
 * Reads tags by these topics, and, of a publication about Kubernetes, by its known groups, projects, versions and proposals.
 * It learns their words when it is first asked.
 */
export function createTagger(topics: readonly Topic[], { kubernetes = true } = {}): TagReader {
  let scanner: WordScanner | undefined
  const explain = (words: TaggedWords) => {
    scanner ??= createWordScanner(topics, { kubernetes })
    return explainTags(words, scanner, kubernetes)
  }
  const tag: Tagger = (words) => {
    const kepTitles = kubernetes ? readKepTitles(words.html ?? '') : []
    return { ...collectTags(explain(words)), ...(kepTitles.length > 0 ? { kepTitles } : {}) }
  }
  return { tag, explain }
}

function explainTags(words: TaggedWords, scanner: WordScanner, kubernetes: boolean): TagReason[] {
  const read = readWords(words, scanner)
  const { title, text, links } = read
  const found: Record<keyof Tags, Finding[]> = {
    topics: findTopics(read),
    cves: [...findCves(title), ...findCves(text), ...findCves(links.map(({ link }) => link).join('\n'))],
    ...(kubernetes ? findKubernetes(read) : { sigs: [], versions: [], keps: [], projects: [] }),
  }
  return TAG_FIELDS.flatMap((field) => reasons(field, found[field]))
}

function findKubernetes(read: ReadWords): Record<Exclude<keyof Tags, 'topics' | 'cves'>, Finding[]> {
  const { title, text, titleHits, textHits, links, scanner } = read
  const isAboutKubernetes = speaksOfKubernetes(read)
  return {
    sigs: [...findGroups(read), ...links.flatMap(({ link }) => findLinkedGroups(link, scanner))],
    versions: [
      ...findVersions(title, titleHits, { isAboutKubernetes }),
      ...findVersions(text, textHits, { isAboutKubernetes }),
      ...links.flatMap(({ link }) => findLinkedVersions(link)),
    ],
    keps: [
      ...findKeps(title),
      ...findKeps(text),
      ...links.map(({ link }) => findLinkedKep(link)).filter((kep) => kep !== undefined),
    ],
    projects: findProjects(read),
  }
}

/** Whether versions without a name are those of Kubernetes: its title says so, or its own address and no other name. */
function speaksOfKubernetes({ title, titleHits, home }: ReadWords): boolean {
  const others = titleHits.filter((hit) => isSaying(hit, 'software') || isSaying(hit, 'project'))
  const names = titleHits.filter((hit) => isSaying(hit, 'kubernetes'))
  const isVersioned = others.some(({ end }) =>
    /^\s*(?:v|version\s|release\s)?\d+\.\d/i.test(title.slice(end, end + 20)),
  )
  if (home === 'kubernetes') return !isVersioned || names.length > 0
  return names.length > 0 && others.length === 0 && home === undefined
}

/** Finds of one tag together, in the order of the tags; each tag once, each reason once. */
function reasons(field: keyof Tags, findings: readonly Finding[]): TagReason[] {
  if (findings.length === 0) return []
  const words = new Map<string, Set<string>>()
  for (const finding of findings) {
    let known = words.get(finding.tag)
    if (known === undefined) {
      if (words.size >= MOST_TAGS) continue
      words.set(finding.tag, (known = new Set()))
    }
    if (known.size < MOST_REASONS) known.add(finding.words.slice(0, LONGEST_REASON))
  }
  const tags = [...words].map(([tag, all]) => ({ field, tag, words: [...all] }))
  return field === 'topics' ? tags : tags.sort((a, b) => compareTags(a.tag, b.tag))
}

/** By letter, numbers by their size: 1.9 before 1.20. */
function compareTags(a: string, b: string): number {
  const [partsA, partsB] = [a, b].map((tag) => tag.split(/(\d+)/))
  if (partsA === undefined || partsB === undefined) return 0
  for (const [index, part] of partsA.entries()) {
    const other = partsB[index] ?? ''
    const order = index % 2 === 1 ? Number(part) - Number(other) : compareText(part, other)
    if (order !== 0) return order
  }
  return partsA.length - partsB.length
}

function collectTags(all: readonly TagReason[]): Tags {
  const tags: Tags = { topics: [], sigs: [], versions: [], keps: [], cves: [], projects: [] }
  for (const { field, tag } of all) tags[field].push(tag)
  return tags
}
