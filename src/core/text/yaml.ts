import {
  type Document,
  type ErrorCode,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  Scalar,
  visit,
} from 'yaml'
import type { FieldPath } from './check-fields.ts'
import { cutText } from './plain-text.ts'
import { failure, type Problem, type Result, success } from './problem.ts'

export interface YamlText {
  readonly document: Document
  readonly value: unknown
  /** Line of a field, counted from 1; of the nearest parent where the field is absent. */
  readonly lineOf: (path: FieldPath) => number | undefined
}

const REMEDIES: Readonly<Partial<Record<ErrorCode, string>>> = {
  TAB_AS_INDENT: 'Indent with spaces',
  RESOURCE_EXHAUSTION: 'Write it flatter',
}
const NO_TWIN = 'Take one of the two lines out'
const NO_ALIAS = 'Write the value out instead of *name; text that starts with * goes in quotes'

/** Collections within collections; what has more is no file of anybody's. */
const DEEPEST = 100
const TOO_DEEP = `more than ${DEEPEST} levels within each other`

const looksLikeNumber = (text: string) => text.trim() !== '' && !Number.isNaN(Number(text))

/**
 * Reads YAML so that dates and decimals stay text: `1.20` is a version, not a number.
 *
 * @param where the file, for the problems
 * @param lineOffset lines of the file before the first line of `text`
 */
export function parseYaml(text: string, where: string, lineOffset = 0): Result<YamlText> {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    // Where a line has many mistakes, the whole of it would be quoted with each.
    prettyErrors: false,
    schema: 'core',
    stringKeys: true,
    // The library compares each key with each: `findFlaws` does not.
    uniqueKeys: false,
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:float'),
  })
  if (document.errors.length > 0) {
    const tabs = document.errors.filter(({ code }) => code === 'TAB_AS_INDENT')
    const problems = (tabs.length > 0 ? tabs : document.errors).map((error): Problem => ({
      where,
      line: lines.linePos(error.pos[0]).line + lineOffset,
      what: `this is not YAML: ${error.code === 'RESOURCE_EXHAUSTION' ? TOO_DEEP : error.message}`,
      remedy: REMEDIES[error.code] ?? 'Mend that line; text with a colon, a # or a quotation mark goes in quotes',
    }))
    // After a first mistake the parser stumbles over what it leads to, often in the same line.
    const first = new Map(problems.toReversed().map((problem) => [problem.line, problem]))
    return failure(...[...first.values()].reverse())
  }
  const flaws = findFlaws(document)
  if (flaws.length > 0) {
    return failure(
      ...flaws.map(({ node, what, remedy }): Problem => {
        const line = (node.range ? lines.linePos(node.range[0]).line : 1) + lineOffset
        return { where, line, what: `this is not YAML: ${what}`, remedy }
      }),
    )
  }
  const value = toValue(document)
  if (!value.ok) {
    const line = value.offset === undefined ? 1 : lines.linePos(value.offset).line
    return failure({ where, line: line + lineOffset, what: `this is not YAML: ${value.message}`, remedy: NO_ALIAS })
  }
  const lineOf = (path: FieldPath) => {
    for (let length = path.length; length > 0; length--) {
      const node = nodeAt(document, path.slice(0, length))
      if (node?.range) return lines.linePos(node.range[0]).line + lineOffset
    }
    return undefined
  }
  return success({ document, value: value.value, lineOf })
}

interface Flaw {
  readonly node: Node
  readonly what: string
  readonly remedy: string
}

/** Keys that stand twice in one mapping, in the order of the text, or a collection that lies too deep. */
function findFlaws(document: Document): Flaw[] {
  const twins: Flaw[] = []
  const open: { node: unknown; depth: number }[] = [{ node: document.contents, depth: 1 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth } = next
    if (!isCollection(node)) continue
    if (depth > DEEPEST) return [{ node, what: TOO_DEEP, remedy: REMEDIES.RESOURCE_EXHAUSTION ?? '' }]
    const keys = new Set<unknown>()
    for (const item of node.items) {
      const key = isPair(item) && isScalar(item.key) ? item.key : undefined
      if (key && keys.has(key.value)) {
        twins.push({ node: key, what: `"${cutText(String(key.value), 40)}" stands here twice`, remedy: NO_TWIN })
      }
      if (key) keys.add(key.value)
      open.push({ node: isPair(item) ? item.value : item, depth: depth + 1 })
    }
  }
  return twins.sort((one, other) => (one.node.range?.[0] ?? 0) - (other.node.range?.[0] ?? 0))
}

/** An alias of an anchor that was never set, or one of very many, is found only where it is put in. */
function toValue(
  document: Document,
): { ok: true; value: unknown } | { ok: false; message: string; offset: number | undefined } {
  try {
    return { ok: true, value: document.toJS() as unknown }
  } catch (error) {
    let offset: number | undefined
    visit(document, {
      Alias(_, alias) {
        offset = alias.range?.[0]
        return visit.BREAK
      },
    })
    return { ok: false, message: error instanceof Error ? error.message : String(error), offset }
  }
}

function nodeAt(document: Document, path: FieldPath): Node | undefined {
  let node: unknown = document.contents
  for (const [depth, step] of path.entries()) {
    if (!isCollection(node)) return undefined
    const last = depth === path.length - 1
    if (isSeq(node)) {
      node = typeof step === 'number' ? node.items[step] : undefined
      continue
    }
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      : undefined
    node = last && isScalar(pair?.key) ? pair.key : pair?.value
  }
  return node as Node | undefined
}

/** YAML nodes for a plain value, with text that another reader could take for a number or a date in quotes. */
export function createYamlNode(document: Document, value: unknown): Node {
  const node = document.createNode(value) as Node
  quoteAmbiguous(node)
  return node
}

/** Writes a document; the same document gives the same bytes. */
export function formatDocument(document: Document): string {
  return document.toString({ lineWidth: 0, flowCollectionPadding: true, indentSeq: true })
}

function quoteAmbiguous(root: Node | Document): void {
  visit(root, {
    Scalar(key, node) {
      if (key === 'key' || typeof node.value !== 'string') return
      if (looksLikeNumber(node.value)) node.type = Scalar.QUOTE_DOUBLE
    },
  })
}
