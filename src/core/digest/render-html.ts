import { escapeAttribute, escapeText } from 'entities'
import { drawFlag } from '../text/draw-flag.ts'
import { inlineStyle } from '../text/inline-style.ts'
import { headStyleOf, inlineStyleOf } from '../text/mail-style.ts'
import { clothsByDay, type Cloths } from '../text/palette.ts'
import { renderInline, renderMarkdown } from '../text/markdown.ts'
import type { Digest, DigestPick, DigestSection } from './digest.ts'
import { isPlaceholder } from './unsubscribe-template.ts'

const TABLE = '<table role="presentation" cellpadding="0" cellspacing="0"'
/**
 * Stands for the unsubscribe link until all else is done to the HTML, so that the link comes out as it was given. No
 * text of an issue has a control character, so none can pass for it.
 */
const UNSUBSCRIBE = 'https://unsubscribe.invalid/\u0001'
/** Between facts; no line begins with it. */
const DOT = '\u00a0· '
/** Keeps mail programs from showing the first words of the issue after a short preheader. */
const FILLER = '\u034f\u00a0'.repeat(40)

/** The mail as HTML: tables, with the style inlined; no picture, no script, no link but those of the issue. */
export function renderHtml(digest: Digest): string {
  const html = inlineStyle(layOut(digest), inlineStyleOf(digest.colours), headStyleOf(digest.colours))
  const { unsubscribe } = digest
  if (unsubscribe === undefined) return html
  if (!isPlaceholder(unsubscribe)) return html.replaceAll(UNSUBSCRIBE, () => escapeAttribute(unsubscribe))
  return hideBraces(html).replaceAll(UNSUBSCRIBE, () => unsubscribe)
}

/** Text like `{{ .Values.image }}` is the issue's own, and no business of a mailing service's template engine. */
function hideBraces(html: string): string {
  return html.replace(/\{(?=[{%#])|\$(?=\{)|\*(?=\|)|%(?=%)/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

function layOut(digest: Digest): string {
  const { language, subject, preheader } = digest
  return `<!doctype html>
<html lang="${escapeAttribute(language)}" dir="ltr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${escapeText(subject)}</title><style>${headStyleOf(digest.colours)}</style></head>
<body>${preheader === '' ? '' : `<div class="pre">${escapeText(preheader)}<span aria-hidden="true">${FILLER}</span></div>`}
<main><div role="article" aria-roledescription="email" aria-label="${escapeAttribute(subject)}" lang="${escapeAttribute(language)}">
${layOutBody(digest)}</div></main></body></html>
`
}

/** What is to be seen of the mail, before its style is written into each element; classes are those of `inlineStyleOf`. */
export function layOutBody(digest: Digest): string {
  const { name, title, facts, sections, top, hoist } = digest
  const cloths = clothsByDay(digest.colours)
  return `${TABLE} width="100%" class="page"><tr><td align="center">
<!--[if mso]>${TABLE} width="560"><tr><td><![endif]-->
${TABLE} width="100%" class="col">
<tr><td class="c top">${masthead(name, hoist, cloths)}</td></tr>
<tr><td class="c sec"><div class="m">${facts.map(escapeText).join(DOT)}</div>
<div class="m">${link(top.url, top.text, 'x')}</div>
<h1>${escapeText(title)}</h1>
<div class="w note">${prose(digest.note, digest.url)}</div></td></tr>
${sections.map((section) => renderSection(section, digest.url, cloths)).join('\n')}
${[...asides(digest), ...corrections(digest, cloths)].join('\n')}
<tr><td class="c end">${foot(digest)}</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>`
}

/** The name, with the hoist beside it. */
function masthead(name: string, hoist: readonly string[], cloths: Cloths<string>): string {
  const flags = hoist.map((letter) => `<td width="23">${drawFlag(letter, cloths)}</td>`).join('')
  return `${TABLE}><tr>${flags}<td class="n">${escapeText(name)}</td></tr></table>`
}

function renderSection(
  { id, title, flag, signal, words, picks }: DigestSection,
  page: string,
  cloths: Cloths<string>,
): string {
  const rank = id === 'headlines' ? 'lead' : id === 'subproject-releases' ? 'line' : ''
  return `<tr><td class="c sec">${heading(flag, title, signal, cloths)}
${words === '' ? '' : `<div class="w b">${prose(words, page)}</div>`}
${picks.map((pick) => renderPick(pick, rank, page)).join('\n')}</td></tr>`
}

function heading(flag: string, title: string, signal: string, cloths: Cloths<string>): string {
  const meaning = signal === '' ? '' : `\u2002<i>${escapeText(signal)}</i>`
  const drawn = flag === '' ? '' : `<td width="32">${drawFlag(flag, cloths)}</td>`
  return `${TABLE}><tr>${drawn}<td><h2>${escapeText(title)}${meaning}</h2></td></tr></table>`
}

/** No line ends between a number and its unit. */
const renderFact = (fact: string) => escapeText(fact.replace(/^(\d+) (?=min$)/, '$1\u00a0'))

function renderPick({ title, url, facts, blurb, also, cves }: DigestPick, rank: string, page: string): string {
  const name = url === undefined ? `<span class="t">${escapeText(title)}</span>` : link(url, title)
  const about = [...facts.map(renderFact), ...cves.map((cve) => link(cve.url, cve.text, 'x y'))].join(DOT)
  const others = also.map(({ source, url }) => (url === undefined ? escapeText(source) : link(url, source, 'x')))
  return [
    `<h3${rank === '' ? '' : ` class="${rank}"`}>${name}</h3>`,
    about === '' ? '' : `<div class="m">${about}</div>`,
    blurb === '' ? '' : paragraph(adapt(renderInline(blurb), page)),
    others.length === 0 ? '' : `<div class="m">Also covered by ${others.join(', ')}</div>`,
  ].join('')
}

const paragraph = (html: string) =>
  /^<(p|ul|ol|pre|blockquote|table|h\d)\b/.test(html) ? `<div class="w b">${html}</div>` : `<div>${html}</div>`

function asides({ asides, url }: Digest): string[] {
  return asides.map(
    ({ title, text }) =>
      `<tr><td class="c sec"><h2>${escapeText(title)}</h2><div class="w b">${prose(text, url)}</div></td></tr>`,
  )
}

function corrections({ corrections, url, sections, hoist }: Digest, cloths: Cloths<string>): string[] {
  if (corrections.length === 0) return []
  const lines = corrections.map(
    ({ day, about, text }) =>
      `<p class="b"><b>${day}${about ? `, to ${link(about.url, about.text)}` : ''}:</b> ${adapt(renderInline(text), url)}</p>`,
  )
  // Where nothing flies a flag, a correction does not either.
  const hasFlags = hoist.length > 0 || sections.some(({ flag }) => flag !== '')
  return [
    `<tr><td class="c sec">${hasFlags ? heading('N', 'Corrections', 'no', cloths) : heading('', 'Corrections', '', cloths)}${lines.join('')}</td></tr>`,
  ]
}

function foot({ links, credits, reason, unsubscribe, address, name, tagline }: Digest): string {
  const all = [...links, ...(unsubscribe === undefined ? [] : [{ text: 'Unsubscribe', url: UNSUBSCRIBE }])]
  const about = [`${name}. ${tagline}.`, ...credits].join(' ')
  return [
    `<p class="row">${all.map(({ text, url }) => link(url, text, 'k')).join(' ')}</p>`,
    `<p class="fine">${escapeText(about)}</p>`,
    `<p class="fine">${escapeText(reason)}</p>`,
    address.length === 0 ? '' : `<p class="fine">${address.map(escapeText).join('<br>')}</p>`,
  ].join('')
}

const link = (url: string, text: string, name = '') =>
  `<a href="${escapeAttribute(url)}"${name === '' ? '' : ` class="${name}"`}>${escapeText(text)}</a>`

const prose = (markdown: string, page: string) => adapt(renderMarkdown(markdown), page)

/** Links into the site itself lead nowhere in a mail until they are whole; a head of a table says what it heads. */
function adapt(html: string, page: string): string {
  return html
    .replace(/<th(?=[ >])/g, '<th scope="col"')
    .replace(
      /(<a href=")(?!https?:|mailto:)([^"]*)"/gi,
      (_, start: string, href: string) => `${start}${URL.canParse(href, page) ? new URL(href, page).href : page}"`,
    )
}
