import { MONTHS } from '../text/months.ts'
import { htmlToText } from '../text/plain-text.ts'

/** A title as folding compares it. */
export interface TitleWords {
  /** Each word once, in the order of the title: lower case, numerals spelt one way; the names of sources left out. */
  readonly words: readonly string[]
  /** What must be equal in two titles of one story: numerals, versions, months and stages, sorted. Empty for none. */
  readonly marks: string
  /** How many words say what it is about, a version or a long number counting as one. */
  readonly weight: number
  /** Whether one of them is a version or a long number (`1.36`, the number of a CVE). */
  readonly isNumbered: boolean
  /** The words in the order of the title, without those that only hold it together, between spaces. */
  readonly text: string
  /** Equal for titles of the same words in any order. */
  readonly key: string
}

/** Words that hold a title together and say nothing by themselves. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    'a an and or of to in on for with by from at is are be it as how what why when your you our we this that these ' +
    'the new now has have can will do does not into via'
  ).split(' '),
)
/** Words that hardly tell two titles apart: those, and what says that something came out. */
export const LIGHT_WORDS: ReadonlySet<string> = new Set([
  ...FUNCTION_WORDS,
  ...(
    'announcing announce announced announcement introducing introduce introduced release released available out ' +
    'launch launched launching'
  ).split(' '),
])
/** What regular posts are called whatever they are about. */
const REGULAR_WORDS = new Set(
  (
    'week weekly month monthly daily quarterly annual yearly year day ending new newsletter update digest issue ' +
    'episode edition volume part chapter note changelog recap roundup link summary minute meeting agenda hangout ' +
    'office hour call report status welcome hello world blog post article podcast video show'
  ).split(' '),
)
const ALIKE = new Map([
  ...MONTHS.map((month) => [month.slice(0, 3), month] as const),
  ['sept', 'september'],
  ...'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, number) => [word, `${number}`] as const),
  ...'first second third fourth fifth sixth seventh eighth ninth tenth'
    .split(' ')
    .map((word, index) => [word, `${index + 1}`] as const),
  ['ii', '2'],
  ['iii', '3'],
  ['iv', '4'],
  ['vi', '6'],
  ['vii', '7'],
  ['viii', '8'],
  ['ix', '9'],
  ['stable', 'ga'],
  ['k8s', 'kubernetes'],
  ['o11y', 'observability'],
  ['i18n', 'internationalization'],
  ['l10n', 'localization'],
  ['a11y', 'accessibility'],
])
/** How far something is; what is said of its beta is not said of its release. */
const STAGES = new Set(['alpha', 'beta', 'rc', 'ga', 'preview', 'lts'])
const MONTH_NAMES = new Set(MONTHS)

const WORD = /[\p{L}\p{M}\p{N}]+(?:[.'][\p{L}\p{M}\p{N}]+)*/gu
/** Scripts that put no spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/u
const UNSPACED_RUNS = new RegExp(`(${UNSPACED.source})`, 'u')
const COUNTED = /^第[一二三四五六七八九十百]+/u
/** What people put before a title where they talk about it, and after it. */
const ADDED_BEFORE = /^\s*(?:(?:show|ask|tell|launch) hn|new post|new blog post|blog post|blog|\[blog\])\s*[:–—|-]\s+/i
const ADDED_AFTER = /\s*\[(?:pdf|video|audio)\]\s*$/i
/** A name before the title, or in brackets; a name after it. */
const NAME_BEFORE = /^\s*(?:\[([^\]]{2,80})\]\s*[:–—|-]?|([^:|–—»]{2,80}?)\s*(?::|[|–—»]|\s-)\s)/u
const NAME_AFTER = /\s(?:[|–—»·]|-)\s+([^|–—»·]{2,80})$/u

/** What a word is, once it is spelt one way. */
interface Word {
  readonly spelt: string
  /** Whether it says nothing by itself. */
  readonly isFunction: boolean
  /** Whether two titles of one story must both have it. */
  readonly isMark: boolean
  /** What it adds to the weight of its title. */
  readonly weight: number
  readonly isNumber: boolean
}

/** Reads titles, without what is the name of a source at their start or end. Keeps the words that it has read. */
export function createTitleReader(sourceTitles: Iterable<string> = []): (title: string) => TitleWords {
  const known = new Map<string, Word>()
  const names = new Set([...sourceTitles].map(nameOf).filter((name) => name !== ''))
  const read = (text: string) => readWords(text, known)
  return (title) => {
    const plain = /[<&]/.test(title) ? htmlToText(title) : title
    const bare = dropNames(plain, names)
    const words = read(bare)
    return bare !== plain && words.weight < NAMELESS_WEIGHT ? read(plain) : words
  }
}

/** What must be left of a title for a name to be taken off it. */
const NAMELESS_WEIGHT = 2

const nameOf = (text: string) => (text.toLowerCase().normalize('NFKC').match(WORD) ?? []).join(' ')

function dropNames(title: string, names: ReadonlySet<string>): string {
  const text = title.replace(ADDED_BEFORE, '').replace(ADDED_AFTER, '')
  if (names.size === 0) return text
  const before = NAME_BEFORE.exec(text)
  const start = before && names.has(nameOf(before[1] ?? before[2] ?? '')) ? before[0].length : 0
  const after = NAME_AFTER.exec(text)
  const end = after && after.index > start && names.has(nameOf(after[1] ?? '')) ? after.index : text.length
  return text.slice(start, end)
}

function readWords(text: string, known: Map<string, Word>): TitleWords {
  const words: Word[] = []
  const add = (found: string) => {
    const word = known.get(found) ?? readWord(found)
    known.set(found, word)
    words.push(word)
  }
  for (const found of text.toLowerCase().normalize('NFKC').replaceAll('’', "'").match(WORD) ?? []) {
    if (UNSPACED.test(found)) splitUnspaced(found).forEach(add)
    else add(found)
  }
  const each = [...new Set(words)]
  const said = words.filter(({ isFunction }) => !isFunction).map(({ spelt }) => spelt)
  return {
    words: [...new Set(words.map(({ spelt }) => spelt))],
    marks: [...new Set(each.filter(({ isMark }) => isMark).map(({ spelt }) => spelt))].sort().join(' '),
    weight: each.reduce((sum, { weight }) => sum + weight, 0),
    isNumbered: each.some(({ isNumber }) => isNumber),
    text: ` ${said.join(' ')} `,
    key: [...new Set(said)].sort().join(' '),
  }
}

function readWord(found: string): Word {
  const isUnspaced = UNSPACED.test(found)
  const spelt = isUnspaced ? found : spell(found)
  const isMark =
    /\p{N}/u.test(spelt) || STAGES.has(spelt) || MONTH_NAMES.has(spelt) || (isUnspaced && COUNTED.test(spelt))
  const isNumber = isTelling(spelt)
  const isAbout = !isMark && !LIGHT_WORDS.has(spelt) && !REGULAR_WORDS.has(spelt)
  const weight = isUnspaced && isAbout ? PAIR_WEIGHT : isAbout || isNumber ? 1 : 0
  return { spelt, isFunction: FUNCTION_WORDS.has(spelt), isMark, weight, isNumber }
}

/** A word of a script without spaces is about two of the pairs that it is read as. */
const PAIR_WEIGHT = 0.5

/** Pairs of neighbouring characters, for scripts in which words cannot be told by spaces. */
function splitUnspaced(run: string): string[] {
  return run.split(UNSPACED_RUNS).flatMap((part) => {
    if (!UNSPACED.test(part)) return part === '' ? [] : [part]
    const counted = COUNTED.exec(part)?.[0]
    const characters = [...part.slice(counted?.length ?? 0)]
    const pairs = characters.slice(1).map((character, at) => `${characters[at]}${character}`)
    return [...(counted === undefined ? [] : [counted]), ...(characters.length === 1 ? characters : pairs)]
  })
}

/** One spelling: `v1.36.0` is `1.36`, `Part II` is `part 2`, `Sept` is `september`, `releases` is `release`. */
function spell(found: string): string {
  const bare = found.replace(/'s$|'/g, '')
  const word = ALIKE.get(bare) ?? bare
  if (LIGHT_WORDS.has(word) || REGULAR_WORDS.has(word)) return word
  if (/^v?\d/.test(word)) {
    const number = word.replace(/^v/, '').replace(/^(\d+)(?:st|nd|rd|th)$/, '$1')
    return number.replace(/^0+(?=\d)/, '').replace(/^(\d+\.\d+)\.0$/, '$1')
  }
  const stage = /^(alpha|beta|rc)\.?(\d+)$/.exec(word)
  if (stage) return `${stage[1]}.${stage[2]}`
  return word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word
}

/** A version, or a number too long to be a count or a year. */
function isTelling(word: string): boolean {
  return /^\d+\.\d/.test(word) || (/^\d{4,}$/.test(word) && !/^(19|20)\d\d$/.test(word))
}
