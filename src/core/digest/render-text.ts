import type { Digest, DigestPick, DigestSection } from './digest.ts'
import { renderProseText } from './prose-text.ts'
import { isPlaceholder } from './unsubscribe-template.ts'
import { textWidth, wrapText } from '../text/wrap-text.ts'

const WIDTH = 72

/**
 * The mail as plain text of 72 columns, made from the data and not from the HTML: for terminals, pine, and `curl`.
 * Each address stands on a line of its own, so that nothing wraps it and no full stop sticks to it.
 */
export function renderText(digest: Digest): string {
  const blocks = [
    `${wrapFacts([digest.name, ...digest.facts])}\n${digest.top.text}:\n${digest.top.url}`,
    underline(wrapText(digest.title, WIDTH), '='),
    renderProseText(digest.note, digest.url, WIDTH),
    ...digest.sections.map((section) => renderSection(section, digest.url)),
    ...digest.asides.map(
      ({ title, text }) => `${underline(`\n${title.toUpperCase()}`)}\n\n${renderProseText(text, digest.url, WIDTH)}`,
    ),
    ...corrections(digest),
  ]
  const text = [...blocks, foot(digest)].filter((block) => block !== '').join('\n\n')
  const whole = `${text.replace(/[ \t]+$/gm, '')}\n`
  const { unsubscribe } = digest
  if (unsubscribe === undefined) return whole
  return (isPlaceholder(unsubscribe) ? hideBraces(whole) : whole).replaceAll(UNSUBSCRIBE, () => unsubscribe)
}

/** A mailing service runs its template engine over the text: a space keeps braces from it, in an address their code. */
function hideBraces(text: string): string {
  return text.replace(/(https?:|mailto:)\S+|([{$*%])(?=[{%|])|\{(?=#)/gi, (found, isAddress?: string) =>
    isAddress === undefined ? `${found} ` : found.replace(/[{|}]|%(?=%)/g, (sign) => encodeURIComponent(sign)),
  )
}

/** Facts on a line, or on several, where each stays whole that fits into one. */
function wrapFacts(facts: readonly string[], indent = ''): string {
  const whole = facts.map((fact) => (textWidth(fact) > WIDTH / 2 ? fact : fact.replaceAll(' ', '\u00a0')))
  return wrapText(whole.join('\u00a0| '), WIDTH, indent).replaceAll('\u00a0', ' ')
}

const UNSUBSCRIBE = '\u0000unsubscribe\u0000'

/** Under the last line of a text, a rule as long as its longest line. */
function underline(text: string, sign = '-'): string {
  const longest = Math.max(...text.split('\n').map(textWidth))
  return `${text}\n${sign.repeat(longest)}`
}

function renderSection({ title, flag, signal, words, picks }: DigestSection, page: string): string {
  return [
    underline(`\n${title.toUpperCase()}  [${flag}: ${signal}]`),
    renderProseText(words, page, WIDTH),
    ...picks.map((pick) => renderPick(pick, page)),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
}

function renderPick({ title, url, facts, blurb, also, cves }: DigestPick, page: string): string {
  const indent = '  '
  return [
    wrapText(title, WIDTH, indent, '* '),
    facts.length === 0 ? '' : wrapFacts(facts, indent),
    url === undefined ? '' : `${indent}${url}`,
    renderProseText(blurb, page, WIDTH, indent),
    ...tellOthers(also).map(([who, url]) =>
      [wrapText(who, WIDTH, indent), ...(url === undefined ? [] : [`${indent}${url}`])].join('\n'),
    ),
    ...cves.map((cve) => `${indent}${cve.text}:\n${indent}${cve.url}`),
  ]
    .filter((line) => line !== '')
    .join('\n')
}

/** Who else has a pick, in a line each, with an address below it where that is another. */
function tellOthers(also: DigestPick['also']): (readonly [who: string, url?: string])[] {
  const same = also.filter(({ url }) => url === undefined).map(({ source }) => source)
  const others = also.flatMap(({ source, url }) =>
    url === undefined ? [] : [[`Also covered by ${source}:`, url] as const],
  )
  return [...(same.length === 0 ? [] : [[`Also covered by ${same.join(', ')}`] as const]), ...others]
}

function corrections({ corrections, url }: Digest): string[] {
  if (corrections.length === 0) return []
  const lines = corrections.map(({ day, about, text }) =>
    [
      wrapText(`${about ? `${day}, to ${about.text}` : day}:`, WIDTH),
      about?.url ?? '',
      renderProseText(text, url, WIDTH),
    ]
      .filter((line) => line !== '')
      .join('\n'),
  )
  return [[underline('\nCORRECTIONS'), ...lines].join('\n\n')]
}

function foot({ name, tagline, credits, links, reason, unsubscribe, address }: Digest): string {
  const all = [...links, ...(unsubscribe === undefined ? [] : [{ text: 'Unsubscribe', url: UNSUBSCRIBE }])]
  return [
    `\n${'-'.repeat(WIDTH)}`,
    wrapText([`${name}. ${tagline}.`, ...credits].join(' '), WIDTH),
    all.map(({ text, url }) => `${text}:\n${url}`).join('\n'),
    wrapText(reason, WIDTH),
    address.join('\n'),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
}
