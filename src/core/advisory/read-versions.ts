import type { AffectedRange } from './advisory.ts'

/** What a list of versions says; `rest` is what stands after it. */
export interface VersionList {
  readonly ranges: readonly Omit<AffectedRange, 'component'>[]
  /** What stands before its first word, and after its last. */
  readonly before: string
  readonly after: string
}

type Range = VersionList['ranges'][number]

/** A version in a text: `v1.27.1`, `1.3.x`, `1.20.0-alpha2`; `0` only as the beginning of a range. */
const VERSION = String.raw`v?(?:\d{1,4}(?:\.\d{1,4}){1,2}(?:\.x)?(?:-(?:alpha|beta|rc)[.\d]{0,8})?|0(?=\s*(?:-|to\b)))`
const TOKEN = new RegExp(
  [
    String.raw`(?<version>(?<![\w./#:])(?<!(?<![\dx])-)${VERSION}(?!\w|\.\d|/|-(?!v\d)[a-z]))`,
    String.raw`(?<all>\b(?:all|any)(?: of the| the| previous)?(?: kubernetes)? versions?\b(?: of kubernetes\b)?)`,
    String.raw`(?<until><=|=<|≤|\bup to and including\b|\bup to \(and including\)|\bthrough(?= version| v?\d))`,
    String.raw`(?<before><|\b(?:(?:prior|previous) to|before|earlier than|older than|lower than|below)\b)`,
    String.raw`(?<since>>=|=>|≥|\b(?:since|starting (?:from|with)|beginning with)\b)`,
    String.raw`(?<above>>|\bafter\b)`,
    String.raw`(?<older>\b(?:and|or) (?:all )?(?:earlier|below|prior|lower|older|previous)(?: versions?)?\b(?! to\b| than\b))`,
    String.raw`(?<newer>\b(?:and|or) (?:all )?(?:later|newer|above|up|onwards?|higher)(?: versions?)?\b|\+(?=\s|,|$)|\bonwards?\b)`,
    String.raw`(?<dash>[-–—]|\b(?:to|until|thru)\b)`,
    String.raw`(?<comma>,|;|&|\b(?:and|or|also)\b)`,
    String.raw`(?<versions>\b(?:versions?|releases?|kubernetes)\b:?)`,
    String.raw`(?<word>[^\s,;<>≤≥]+)`,
  ].join('|'),
  'giu',
)

type Kind =
  | 'version'
  | 'all'
  | 'until'
  | 'before'
  | 'since'
  | 'above'
  | 'older'
  | 'newer'
  | 'dash'
  | 'comma'
  | 'versions'
  | 'word'

interface Token {
  readonly kind: Kind
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Tokens of a line that are looked at: a list of all minors there ever were is shorter. */
const MOST_TOKENS = 300

const IS_VERSION = new RegExp(String.raw`(?<![\w./#:])v?\d{1,4}\.\d{1,4}(?:\.\d{1,4})?(?![.\d]\d|\d)`, 'i')

/** Whether a text may state a version. */
export const mayHaveVersion = (text: string): boolean => IS_VERSION.test(text)

/**
 * Reads the first list of versions of a text: "v1.12.0-v1.12.4 and v1.13.0", "prior to 1.13.8, 1.12.10",
 * ">= 1.5, < 1.9.6", "1.3.x". An operator holds for those that follow it, up to a range or the word "versions".
 * Undefined where there is none, or where it has a form that is not known.
 */
export function readVersions(text: string): VersionList | undefined {
  const tokens = tokensOf(text)
  const first = tokens.findIndex(({ kind }) => STARTS.has(kind))
  if (first < 0) return undefined
  const ranges: Range[] = []
  let at = first
  let operator: 'until' | 'before' | undefined
  const kindAt = (index: number) => tokens[index]?.kind
  const skip = (index: number, kind: Kind) => (kindAt(index) === kind ? index + 1 : index)
  for (;;) {
    const kind = kindAt(at)
    if (kind === 'versions') {
      operator = undefined
      at += 1
      continue
    }
    if (kind === 'above') return undefined
    if (kind === 'all') {
      const bound = kindAt(at + 1)
      if (bound !== 'before' && bound !== 'until') ranges.push({})
      at += 1
      if (bound === 'before' || bound === 'until') continue
    } else if (kind === 'before' || kind === 'until') {
      operator = kind
      at = skip(at + 1, 'versions')
      if (kindAt(at) !== 'version') return undefined
      continue
    } else if (kind === 'since') {
      at = skip(at + 1, 'versions')
      const from = versionAt(tokens, at)
      if (from === undefined) return undefined
      const end = boundAfter(tokens, at + 1)
      ranges.push({ ...fromOf(from), ...end?.bound })
      at = end?.next ?? at + 1
      operator = undefined
    } else if (kind === 'version') {
      const read = readOne(tokens, at, operator)
      if (read === undefined) return undefined
      ranges.push(read.range)
      if (read.isRange) operator = undefined
      at = read.next
    } else return undefined
    const next = nextItem(tokens, at)
    if (next === undefined) break
    at = next
  }
  const [start, end] = [tokens[first]?.start ?? 0, tokens[at - 1]?.end ?? text.length]
  return ranges.length === 0 ? undefined : { ranges, before: text.slice(0, start), after: text.slice(end) }
}

const STARTS = new Set<Kind>(['version', 'all', 'until', 'before', 'since', 'above'])

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(TOKEN)) {
    if (tokens.length >= MOST_TOKENS) break
    const kind = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0] as Kind
    tokens.push({ kind, text: match[0], start: match.index, end: match.index + match[0].length })
  }
  return tokens
}

/** Where the next item of the list begins; undefined where the list ends. */
function nextItem(tokens: readonly Token[], at: number): number | undefined {
  let next = at
  while (tokens[next]?.kind === 'comma') next += 1
  if (next === at) return undefined
  const own = tokens[next]?.kind === 'versions' ? next + 1 : next
  const kind = tokens[own]?.kind
  return kind !== undefined && STARTS.has(kind) ? next : undefined
}

interface One {
  readonly range: Range
  readonly next: number
  readonly isRange: boolean
}

/** One version, alone or with what it begins or ends. */
function readOne(tokens: readonly Token[], at: number, operator: 'until' | 'before' | undefined): One | undefined {
  const version = versionAt(tokens, at)
  if (version === undefined) return undefined
  const kind = tokens[at + 1]?.kind
  if (kind === 'dash') {
    const last = tokens[at + 2]?.kind === 'versions' ? at + 3 : at + 2
    const through = versionAt(tokens, last)
    if (through !== undefined) {
      return { range: { ...fromOf(version), through: numbersOf(through) }, next: last + 1, isRange: true }
    }
    // "kubelet v1.18.6 - fixed by": a dash that parts words.
  }
  if (kind === 'until' || kind === 'before') {
    const end = boundAfter(tokens, at + 1)
    if (end !== undefined && operator === undefined) {
      return { range: { ...fromOf(version), ...end.bound }, next: end.next, isRange: true }
    }
  }
  if (kind === 'older') return { range: { through: numbersOf(version) }, next: at + 2, isRange: true }
  if (kind === 'newer') return { range: fromOf(version), next: at + 2, isRange: true }
  if (isZero(version)) return undefined
  const number = numbersOf(version)
  if (operator === 'before') return { range: { before: number }, next: at + 1, isRange: false }
  if (operator === 'until') return { range: { through: number }, next: at + 1, isRange: false }
  return { range: { from: number, through: number }, next: at + 1, isRange: false }
}

/** ", < 1.9.6" after a beginning. */
function boundAfter(tokens: readonly Token[], at: number): { bound: Range; next: number } | undefined {
  let next = tokens[at]?.kind === 'comma' ? at + 1 : at
  const kind = tokens[next]?.kind
  if (kind !== 'before' && kind !== 'until') return undefined
  next = tokens[next + 1]?.kind === 'versions' ? next + 2 : next + 1
  const version = versionAt(tokens, next)
  if (version === undefined || isZero(version)) return undefined
  const number = numbersOf(version)
  return { bound: kind === 'before' ? { before: number } : { through: number }, next: next + 1 }
}

const versionAt = (tokens: readonly Token[], at: number) =>
  tokens[at]?.kind === 'version' ? tokens[at].text : undefined

const isZero = (version: string) => /^v?0$/i.test(version)

const fromOf = (version: string): Range => (isZero(version) ? {} : { from: numbersOf(version) })

/** `V1.24.14` as `1.24.14`, `1.3.x` as `1.3`. */
const numbersOf = (version: string) =>
  version
    .toLowerCase()
    .replace(/^v/, '')
    .replace(/\.x$/, '')
    .replace(/[.-]+$/, '')
