import type { Element, ElementContent } from 'hast'
import { hasPrompt, readConsole } from './console-parts.ts'
import { element, text } from './element.ts'
import { type CodeSpan, highlightCode } from './highlight-code.ts'

export interface CodeBlock {
  /** As it stands between the fences, without a line end at its end. */
  readonly code: string
  /** First word of the info string; empty where there is none. */
  readonly language: string
  /** True where the info string calls it a `fragment`: part of a file. */
  readonly fragment: boolean
}

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ yaml: 'YAML', yml: 'YAML', json: 'JSON', toml: 'TOML', ini: 'INI', diff: 'Diff', hcl: 'HCL', go: 'Go' },
    ...{ console: 'Console', 'shell-session': 'Console', 'sh-session': 'Console', py: 'Python', python: 'Python' },
    ...{ sh: 'Shell', bash: 'Shell', shell: 'Shell', zsh: 'Shell', dockerfile: 'Dockerfile', docker: 'Dockerfile' },
    ...{ golang: 'Go', terraform: 'Terraform', text: 'Text', txt: 'Text', '': 'Text' },
  }),
)
const CONSOLES = new Set(['console', 'shell-session', 'sh-session'])
const SHELLS = new Set(['sh', 'bash', 'shell', 'zsh'])

/** What fits a phone of 320 pixels beside the margins; a longer line needs a box that scrolls. */
const NARROW = 27

/** `YAML`, `YAML, a fragment`, `Console`. */
function codeLabel({ language, fragment }: CodeBlock): string {
  return (NAMES.get(language) ?? language) + (fragment ? ', a fragment' : '')
}

/**
 * A block of code as the page shows it: its language and a place for the copy button above, then the code verbatim. What
 * a reader would type or save stands in elements with `data-code`, line by line, so that prompts and output are not
 * copied; the button is hidden until a script shows it.
 *
 * @param count how many blocks of code there are up to this one, for a name that no other has
 */
export function drawCode(block: CodeBlock, count: number): Element {
  const { code, language } = block
  const isConsole = CONSOLES.has(language) || (SHELLS.has(language) && hasPrompt(code))
  const lines = isConsole ? drawConsole(code) : undefined
  const body = lines
    ? element('code', {}, ...lines)
    : element('code', { dataCode: '' }, ...joinLines(highlightCode(code, language).map(drawSpans)))
  const copied = lines === undefined || lines.some((line) => line.type === 'element' && 'dataCode' in line.properties)
  const pre = element('pre', {}, body)
  const wide = code.split('\n').some((line) => line.length > NARROW)
  return element(
    'figure',
    { className: ['code'] },
    element(
      'figcaption',
      {},
      element('span', {}, codeLabel(block)),
      ...(copied ? [element('button', { type: 'button', dataCopy: '', hidden: true }, 'Copy')] : []),
    ),
    wide ? element('section', { tabIndex: 0, ariaLabel: `Code ${count}: ${codeLabel(block)}` }, pre) : pre,
  )
}

/** The same without anything that a feed reader has no use for. */
export function drawPlainCode({ code }: CodeBlock): Element {
  return element('pre', {}, element('code', {}, code))
}

function drawConsole(code: string): ElementContent[] {
  return joinLines(
    readConsole(code).flatMap(({ typed, lines }): ElementContent[][] => {
      if (!typed) return lines.map(({ text: line }) => (line === '' ? [] : [span('out', line)]))
      const spans = highlightCode(lines.map((line) => line.text).join('\n'), 'console')
      return lines.map(({ prompt }, index) => [
        ...(prompt === '' ? [] : [span('prompt', prompt)]),
        element('span', { dataCode: '' }, ...drawSpans(spans[index] ?? [])),
      ])
    }),
  )
}

const span = (name: string, words: string) => element('span', { className: [name] }, words)

const drawSpans = (spans: readonly CodeSpan[]): ElementContent[] =>
  spans.map(({ text: part, tone }) => (tone ? span(`c-${tone}`, part) : text(part)))

const joinLines = (lines: readonly (readonly ElementContent[])[]): ElementContent[] =>
  lines.flatMap((line, index) => (index === 0 ? line : [text('\n'), ...line]))
