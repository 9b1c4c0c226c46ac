/** Something of an old issue that has no place in the new one, or not as it stood. */
export interface Leftover {
  /** Line of its file, counted from 1. */
  readonly line: number
  /** What it is, and what was done with it. */
  readonly what: string
  /** The text or the address that it is about. */
  readonly text: string
}

/** The scheme by which a template's link to another page of its site is handed on: the page by its file's name. */
export const PAGE_SCHEME = 'x-old-page:'

const FENCE = /^ {0,3}(`{3,}|~{3,})/
/** In this order: code on one line, which stays; Hugo's shortcodes; Liquid's tags; what either prints. */
const TEMPLATE =
  /(`{1,8})(?!`)[^\n]{0,2000}?(?<!`)\1(?!`)|\{\{[<%]([^]{0,4000}?)[%>]\}\}|\{%-?([^]{0,4000}?)-?%\}|\{\{-?([^]{0,2000}?)-?\}\}|\{:[^{}\n]{0,300}\}/g

/**
 * A body without what only its generator understands: Liquid's tags, Hugo's shortcodes, attribute lists. What they stand
 * for is put in their place where that is known, and their addresses are kept as links; the rest is told. Lines keep
 * their numbers, and code is left alone.
 *
 * @param bodyLine line of the file on which the body begins
 */
export function stripTemplates(
  body: string,
  bodyLine: number,
): { readonly text: string; readonly leftovers: Leftover[] } {
  if (!/\{[{%:]/.test(body)) return { text: body, leftovers: [] }
  const leftovers: Leftover[] = []
  const whole = body
    .replaceAll(/\{%-?\s*highlight\s+([\w+#-]+)[^%\n]*-?%\}/g, '```$1')
    .replaceAll(/\{%-?\s*endhighlight\s*-?%\}/g, '```')
    .replaceAll(/\{\{[<%]\s*highlight\s+([\w+#-]+)[^>%\n]*[%>]\}\}/g, '```$1')
    .replaceAll(/\{\{[<%]\s*\/\s*highlight\s*[%>]\}\}/g, '```')
  let line = bodyLine
  const parts = partCode(whole).map(({ text, isCode }) => {
    const first = line
    line += text.split('\n').length - 1
    if (isCode) return text
    return text.replace(
      TEMPLATE,
      (match, code: string | undefined, hugo?: string, liquid?: string, output?: string, at = 0) => {
        if (code !== undefined) return match
        const stand = standFor(hugo, liquid, output)
        const lines = '\n'.repeat(match.split('\n').length - 1)
        if (stand !== undefined) return stand + lines
        if (hugo === undefined && liquid === undefined && output === undefined) return lines
        const links = match.match(/https?:\/\/[^\s"'<>(){}|]+/g) ?? []
        const from = first + text.slice(0, at).split('\n').length - 1
        leftovers.push({ line: from, what: 'a template was left out', text: match })
        return links.map((link) => `<${link}>`).join(' ') + lines
      },
    )
  })
  return { text: parts.join(''), leftovers }
}

/** Text and code between fences, in turns; together they are the whole. */
function partCode(whole: string): { text: string; isCode: boolean }[] {
  const parts: { text: string; isCode: boolean }[] = []
  let fence: string | undefined
  const lines = whole.split('\n')
  for (const [index, line] of lines.entries()) {
    const mark = FENCE.exec(line)?.[1]
    const isCode = fence !== undefined || mark !== undefined
    if (fence === undefined) fence = mark
    else if (mark?.startsWith(fence)) fence = undefined
    const text = index < lines.length - 1 ? `${line}\n` : line
    const last = parts.at(-1)
    if (last?.isCode === isCode) last.text += text
    else parts.push({ text, isCode })
  }
  return parts
}

/** What stands in the place of a template, as markdown; undefined where nobody knows. */
function standFor(hugo?: string, liquid?: string, output?: string): string | undefined {
  const [name = '', ...given] = words(hugo ?? liquid ?? '')
  const value = (key: string, place: number) =>
    given.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1) ??
    given.filter((word) => !word.includes('='))[place]
  if (output !== undefined) {
    const [first = '', ...filters] = output.split('|').map((part) => part.trim())
    if (/^site\.(?:url|baseurl|github\.url)$/.test(first)) return ''
    const path = /^(["'])(.*)\1$/.exec(first)?.[2]
    const isPath = filters.every((filter) =>
      /^(?:relative_url|absolute_url|prepend: ?site\.(?:baseurl|url))$/.test(filter),
    )
    return path !== undefined && isPath ? path : undefined
  }
  switch (name.toLowerCase()) {
    case 'raw':
    case 'endraw':
      return ''
    case 'post_url':
    case 'link':
    case 'ref':
    case 'relref':
      return given[0] === undefined ? undefined : `${PAGE_SCHEME}${encodeURI(given[0])}`
    case 'youtube':
      return linkTo('https://www.youtube.com/watch?v=', value('id', 0))
    case 'vimeo':
      return linkTo('https://vimeo.com/', value('id', 0))
    case 'gist':
      return linkTo('https://gist.github.com/', given.slice(0, 2).join('/'))
    default:
      // The end of a pair, whose beginning is told.
      return hugo !== undefined && name.startsWith('/') ? '' : undefined
  }
}

const linkTo = (base: string, rest: string | undefined) =>
  rest === undefined || !/^[\w./-]+$/.test(rest) ? undefined : `<${base}${rest}>`

const words = (text: string) =>
  (text.match(/[\w-]+=(?:"[^"]*"|'[^']*'|\S+)|"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll(/["']/g, ''))
