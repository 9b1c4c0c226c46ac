import {
  createHighlighterCoreSync,
  type HighlighterCore,
  type LanguageRegistration,
  type ThemedToken,
} from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import diff from 'shiki/langs/diff.mjs'
import docker from 'shiki/langs/docker.mjs'
import go from 'shiki/langs/go.mjs'
import hcl from 'shiki/langs/hcl.mjs'
import ini from 'shiki/langs/ini.mjs'
import json from 'shiki/langs/json.mjs'
import python from 'shiki/langs/python.mjs'
import shell from 'shiki/langs/shellscript.mjs'
import toml from 'shiki/langs/toml.mjs'
import yaml from 'shiki/langs/yaml.mjs'

/** What a stretch of code is, as far as a reader is helped by a colour. */
export type CodeTone = 'comment' | 'string' | 'key' | 'keyword' | 'number' | 'name'

/** A stretch of a line; most have no tone. */
export interface CodeSpan {
  readonly text: string
  readonly tone: CodeTone | undefined
}

const SCOPES: Readonly<Record<CodeTone, readonly string[]>> = {
  comment: ['comment', 'punctuation.definition.comment', 'markup.deleted'],
  string: ['string.quoted', 'string.interpolated', 'string.template', 'string.unquoted.block', 'markup.inserted'],
  key: [
    ...['entity.name.tag', 'support.type.property-name', 'entity.other.attribute-name', 'constant.other.option'],
    ...['variable.other.assignment', 'support.type.property-name.toml', 'entity.name.section', 'meta.diff.header'],
  ],
  keyword: ['keyword', 'storage', 'constant.language', 'entity.other.document', 'meta.diff.range'],
  number: ['constant.numeric', 'constant.other.timestamp'],
  name: ['entity.name.function', 'entity.name.command', 'support.function', 'entity.name.type'],
}
const TONES = Object.keys(SCOPES) as CodeTone[]
/** The highlighter tells of colours alone, so each tone has one that nobody sees. */
const colourOf = (index: number) => `#${String(index + 1).padStart(6, '0')}`

/** By the names that stand in info strings. */
const LANGUAGES: ReadonlyMap<string, LanguageRegistration[]> = new Map(
  Object.entries({
    ...{ yaml, yml: yaml, json, toml, ini, conf: ini, diff, hcl, terraform: hcl },
    ...{ sh: shell, bash: shell, shell, zsh: shell, console: shell, 'shell-session': shell, 'sh-session': shell },
    ...{ go, golang: go, python, py: python, dockerfile: docker, docker },
  }),
)

let made: HighlighterCore | undefined

/** Made when it is first needed: most builds have a few posts, and most tests none. */
function highlighter(): HighlighterCore {
  made ??= createHighlighterCoreSync({
    engine: createJavaScriptRegexEngine(),
    langs: [],
    themes: [
      {
        name: 'tones',
        type: 'light',
        colors: { 'editor.foreground': '#000000', 'editor.background': '#ffffff' },
        settings: TONES.map((tone, index) => ({
          scope: [...SCOPES[tone]],
          settings: { foreground: colourOf(index) },
        })),
      },
    ],
  })
  return made
}

/** Beyond it the expressions of some grammars take seconds for a line, which is a key or a picture, and needs no colour. */
const LONGEST_LINE = 1_000

/** The lines of a piece of code, each as its stretches; in an unknown language, one without a tone for each line. */
export function highlightCode(code: string, language: string): CodeSpan[][] {
  const grammar = LANGUAGES.get(language)
  const name = grammar?.at(-1)?.name
  if (!grammar || name === undefined) return code.split('\n').map((text) => [{ text, tone: undefined }])
  const shiki = highlighter()
  shiki.loadLanguageSync(grammar)
  // Without a limit: a slow machine would leave the rest of a line without colour, and two builds would differ.
  const { tokens } = shiki.codeToTokens(code, {
    ...{ lang: name, theme: 'tones' },
    tokenizeTimeLimit: 0,
    tokenizeMaxLineLength: LONGEST_LINE,
  })
  return tokens.map(joinSpans)
}

function joinSpans(tokens: readonly ThemedToken[]): CodeSpan[] {
  const spans: { text: string; tone: CodeTone | undefined }[] = []
  for (const { content, color } of tokens) {
    const tone = TONES[Number(color?.slice(1) ?? 0) - 1]
    const last = spans.at(-1)
    // A blank shows no colour, and belongs to what stands before it.
    if (last && (last.tone === tone || content.trim() === '')) last.text += content
    else spans.push({ text: content, tone })
  }
  return spans
}
