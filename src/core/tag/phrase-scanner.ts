/** Words to look for. One with a capital letter is found only as it is written, others in any case. */
export interface Phrase<Meaning> {
  /** Letters and digits of ASCII, parted by single spaces, `-`, `/`, `.` or `+`; all but the last two mean the same. */
  readonly words: string
  readonly means: Meaning
}

/** Where one or more phrases stand in a text: `text.slice(start, end)`. */
export interface Hit<Meaning> {
  readonly start: number
  readonly end: number
  readonly means: readonly Meaning[]
}

export interface PhraseScanner<Meaning> {
  /** What stands in a text, from left to right: of what begins at one word the longest, and nothing inside it. */
  readonly scan: (text: string) => Hit<Meaning>[]
  /** The longest phrase that begins at `start`, which has to be the start of a word. */
  readonly matchAt: (text: string, start: number) => Hit<Meaning> | undefined
}

/** What a phrase may be made of, so that it can be found. */
export const PHRASE = /^[A-Za-z0-9]+(?:[ \-/.+]+[A-Za-z0-9]+)*\+*$/

const WIDTH = 40
const SEPARATOR = 37
/** Classes of characters: 0 nothing that is in a phrase, 1 to 26 letters, 27 to 36 digits, 37 separators, `.`, `+`. */
const CLASSES = new Uint8Array(128)
for (let n = 0; n < 26; n++) CLASSES[65 + n] = CLASSES[97 + n] = n + 1
for (let n = 0; n < 10; n++) CLASSES[48 + n] = n + 27
for (const separator of ' -/_\n\t') CLASSES[separator.charCodeAt(0)] = SEPARATOR
CLASSES['.'.charCodeAt(0)] = 38
CLASSES['+'.charCodeAt(0)] = 39

const LOWER_S = 115

/** 0 also for NaN, which a text has past its end. */
function classOf(code: number): number {
  if (code < 128) return CLASSES[code] ?? 0
  return code === 0xa0 || code === 0x2011 ? SEPARATOR : 0
}

/** Letters and digits; of other writings those that are written with spaces, so that a name between Chinese is one. */
const WORDS = new Uint8Array(0x1100).fill(1, 0xc0)
for (let code = 0; code < 128; code++) {
  const kind = CLASSES[code] ?? 0
  WORDS[code] = kind > 0 && kind < SEPARATOR ? 1 : 0
}

/** Past the end of a text its code is NaN, which is in no word. */
const isInWord = (code: number): boolean => code < 0x1100 && WORDS[code] === 1

interface Accepted<Meaning> {
  readonly words: string
  readonly asWritten: boolean
  readonly means: Meaning
}

/**
 * Finds thousands of phrases in one pass: a tree of characters in a flat table, entered at the start of each word. The
 * time grows with the length of the text alone, as a phrase has some tens of characters. A plural s is passed over.
 */
export function createPhraseScanner<Meaning>(phrases: readonly Phrase<Meaning>[]): PhraseScanner<Meaning> {
  const { table, accepted } = growTree(phrases)
  const starts = listStarts(phrases.map(({ words }) => words))

  const matchAt = (text: string, start: number): Hit<Meaning> | undefined => {
    let node = 0
    let found: Hit<Meaning> | undefined
    for (let at = start; at < text.length;) {
      node = table[node * WIDTH + classOf(text.charCodeAt(at))] ?? 0
      if (node === 0) break
      at += 1
      const here = accepted[node]
      if (here === undefined) continue
      const isPlural = text.charCodeAt(at) === LOWER_S && !isInWord(text.charCodeAt(at + 1))
      if (!isPlural && isInWord(text.charCodeAt(at))) continue
      const means = readMeanings(here, text, start)
      if (means.length > 0) found = { start, end: isPlural ? at + 1 : at, means }
    }
    return found
  }
  const scan = (text: string): Hit<Meaning>[] => {
    const hits: Hit<Meaning>[] = []
    const { length } = text
    for (let at = 0; at < length;) {
      const code = text.charCodeAt(at)
      if (!isInWord(code)) {
        at += 1
        continue
      }
      const start = classOf(code) * WIDTH + classOf(text.charCodeAt(at + 1))
      const hit = starts[start * WIDTH + classOf(text.charCodeAt(at + 2))] === 1 ? matchAt(text, at) : undefined
      if (hit) {
        hits.push(hit)
        at = hit.end
      }
      while (at < length && isInWord(text.charCodeAt(at))) at += 1
    }
    return hits
  }
  return { scan, matchAt }
}

function growTree<Meaning>(phrases: readonly Phrase<Meaning>[]) {
  const characters = phrases.reduce((sum, { words }) => sum + words.length, 0)
  const table = new Uint16Array((characters + 1) * WIDTH)
  const accepted: Accepted<Meaning>[][] = []
  const nodeOf = phrases.map(() => 0)
  let nodes = 1
  for (const { words } of phrases) if (!PHRASE.test(words)) throw new TypeError(`not a phrase: ${words}`)
  // Level by level, so that what nearly every word asks for stands close together in memory.
  const deepest = Math.max(0, ...phrases.map(({ words }) => words.length))
  for (let depth = 0; depth < deepest; depth++) {
    for (const [index, { words, means }] of phrases.entries()) {
      if (depth >= words.length) continue
      const cell = (nodeOf[index] ?? 0) * WIDTH + classOf(words.charCodeAt(depth))
      const node = (table[cell] ||= nodes++)
      nodeOf[index] = node
      if (depth === words.length - 1) (accepted[node] ??= []).push({ words, asWritten: /[A-Z]/.test(words), means })
    }
  }
  if (nodes > 0xffff) throw new RangeError('too many phrases')
  return { table: table.slice(0, nodes * WIDTH), accepted }
}

/** Of each three characters whether a phrase begins with them: most words are done with at a glance. */
function listStarts(phrases: readonly string[]): Uint8Array {
  const starts = new Uint8Array(WIDTH ** 3)
  for (const words of phrases) {
    const [one, two, three] = [0, 1, 2].map((at) => (at < words.length ? classOf(words.charCodeAt(at)) : undefined))
    const from = (one ?? 0) * WIDTH * WIDTH + (two ?? 0) * WIDTH + (three ?? 0)
    starts.fill(1, from, from + (two === undefined ? WIDTH * WIDTH : three === undefined ? WIDTH : 1))
  }
  return starts
}

function readMeanings<Meaning>(here: readonly Accepted<Meaning>[], text: string, start: number): Meaning[] {
  const means: Meaning[] = []
  for (const phrase of here) if (fits(phrase, text, start)) means.push(phrase.means)
  return means
}

function fits({ words, asWritten }: Accepted<unknown>, text: string, start: number): boolean {
  if (!asWritten) return true
  for (let at = 0; at < words.length; at++) {
    const code = words.charCodeAt(at)
    if (classOf(code) !== SEPARATOR && code !== text.charCodeAt(start + at)) return false
  }
  return true
}
