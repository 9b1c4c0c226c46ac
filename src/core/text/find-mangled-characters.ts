import type { CodeDamage } from './code-damage.ts'
import type { CodeText } from './list-code.ts'

const SHELL = new Set(['sh', 'bash', 'shell', 'zsh', 'console', 'shell-session', 'sh-session', 'shellsession'])
/** Those of them in which only what stands behind a prompt was typed. */
const SESSIONS = new Set(['console', 'shell-session', 'sh-session', 'shellsession'])
const PROMPT = /^\s*[$>#]{1,2} \S/
const DATA = new Set(['yaml', 'yml', 'json', 'jsonc', 'toml'])
/** Blocks that hold words, or a picture drawn with characters. */
const WORDS = new Set(['text', 'txt', 'plain', 'plaintext', 'md', 'markdown', 'mermaid', 'diff'])
/** Languages in which `#` begins no comment, and `//` does. */
const SLASHES = new Set(['go', 'js', 'ts', 'javascript', 'typescript', 'json', 'jsonc', 'java', 'c', 'rust', 'proto'])

interface Kind {
  readonly isMangled: (line: CodeLine) => boolean
  readonly what: string
  readonly remedy: string
}

interface CodeLine {
  /** As it stands. */
  readonly whole: string
  /** Without its comment. */
  readonly code: string
  /** Without its comment and what stands between straight quotes. */
  readonly bare: string
  readonly language: string
  readonly isBlock: boolean
  /** What a command printed, under a line with a prompt. */
  readonly isOutput: boolean
}

const DASH = '[\u2010-\u2015\u2212]'
const OPTION = new RegExp(String.raw`(?:^|[\s"'=([{,])-?${DASH}+-?(?=[A-Za-z])`)
const LIST_MARK = new RegExp(String.raw`^\s*${DASH}+-?(?:\s|$)`)
const LONE_DASH = new RegExp(String.raw`\s${DASH}+(?:\s|$)`)
const IN_A_NAME = new RegExp(String.raw`[A-Za-z]${DASH}[A-Za-z0-9]|[A-Za-z0-9]${DASH}[A-Za-z]`)
const DOUBLE_QUOTE = /[\u201C-\u201F\u00AB\u00BB]/
/** Not the apostrophe inside a word. */
const SINGLE_QUOTE = /(?<!\p{L})[\u2018-\u201B]|[\u2018-\u201B](?!\p{L})/u
/** `tree` draws with the first; emoji are joined by the last. */
const WIDE_SPACE = /(?<![\u2500-\u257F\u00A0])[\u00A0\u2007\u202F](?!\u00A0*[\u2500-\u257F])/
/** What has no width, and what turns the writing round: `a` may stand before `b`, and run after it. */
const NO_WIDTH =
  /[\u00AD\u200B\u200C\u2060\uFEFF\u202A-\u202E\u2066-\u2069]|(?<!\p{Extended_Pictographic}\uFE0F?)\u200D/u
const ENTITY = /&(?:lt|gt|amp|quot|apos|nbsp|#0?39|#34|#x27|#x22);/

const isShell = ({ language, isOutput }: CodeLine) => SHELL.has(language) && !isOutput
const isData = ({ language }: CodeLine) => DATA.has(language)
const isStrict = (line: CodeLine) => isShell(line) || isData(line)

const KINDS: readonly Kind[] = [
  {
    isMangled: (line) =>
      OPTION.test(line.code) ||
      (isData(line) && LIST_MARK.test(line.code)) ||
      (isShell(line) && LONE_DASH.test(line.bare)) ||
      (isStrict(line) && IN_A_NAME.test(line.bare)),
    what: 'a dash that was made pretty stands where code has `-` or `--`',
    remedy: 'Write - or -- as the original does',
  },
  {
    isMangled: ({ bare, whole, language, isOutput }) =>
      whole.trim().length > 2 &&
      !WORDS.has(language) &&
      (DOUBLE_QUOTE.test(bare) || (!isOutput && SINGLE_QUOTE.test(bare))),
    what: 'curly quotes stand where code has straight ones',
    remedy: `Write " or '`,
  },
  {
    isMangled: ({ whole, language }) => !WORDS.has(language) && WIDE_SPACE.test(whole),
    what: 'a space here is a non-breaking one, which programs do not take for a space',
    remedy: 'Write it anew with the space bar',
  },
  {
    isMangled: ({ whole }) => NO_WIDTH.test(whole),
    what: 'a character that nobody sees hides here, and is copied along',
    remedy: 'Write the line anew',
  },
  {
    isMangled: (line) => line.isBlock && isStrict(line) && line.bare.includes('…'),
    what: '`…` is no code, and cannot be copied',
    remedy: 'Put what is left out into a comment, # …',
  },
  {
    isMangled: (line) => line.isBlock && isStrict(line) && ENTITY.test(line.bare),
    what: 'HTML stands where code has a character: `&lt;` for `<`, `&amp;` for `&`',
    remedy: 'Write the character itself',
  },
]

/** Characters that programs put in the place of others, each kind once a piece of code, where it is first. */
export function findMangledCharacters(code: CodeText): CodeDamage[] {
  const lines = readLines(code)
  return KINDS.flatMap(({ isMangled, what, remedy }) => {
    const hits = lines.flatMap((line, index) => (isMangled(line) ? [index] : []))
    if (hits[0] === undefined) return []
    const shown = (lines[hits[0]]?.whole ?? '').trim()
    const rest = hits.length === 1 ? '' : `, and in ${hits.length - 1} more ${hits.length === 2 ? 'line' : 'lines'}`
    return [{ line: code.line + hits[0], what: `${what}${rest}: ${cut(shown)}`, remedy: `${remedy}${orLeaveIt(code)}` }]
  })
}

/** What else to do with what is meant so; spans have no place to say it in. */
const orLeaveIt = ({ isBlock, language }: CodeText) =>
  isBlock ? `; where it is meant so, put \`verbatim\` behind \`\`\`${language === '' ? 'text' : language}` : ''

const cut = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

function readLines({ text, language, isBlock }: CodeText): CodeLine[] {
  const lines = text.split('\n')
  const isSession = SESSIONS.has(language) || (SHELL.has(language) && lines.some((line) => /^\s*\$ \S/.test(line)))
  let isContinued = false
  return lines.map((whole) => {
    const isOutput = isSession && !isContinued && !PROMPT.test(whole)
    isContinued = !isOutput && /\\\s*$/.test(whole)
    const code = isBlock ? withoutComment(whole, language) : whole
    const bare = code.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '""')
    return { whole, code, bare, language, isBlock, isOutput }
  })
}

function withoutComment(line: string, language: string): string {
  if (SLASHES.has(language)) return line.replace(/(?:^|\s)\/\/.*$|^\s*\*.*$/, '')
  return line.replace(/(?:^|\s)#.*$/, '')
}
