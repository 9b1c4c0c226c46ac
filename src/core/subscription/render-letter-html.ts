import { escapeAttribute, escapeText, escapeUTF8 } from 'entities'
import { drawFlag } from '../text/draw-flag.ts'
import { inlineStyle } from '../text/inline-style.ts'
import { headStyleOf, inlineStyleOf } from '../text/mail-style.ts'
import { clothsByDay, type Palette } from '../text/palette.ts'
import type { Letter, LetterLink } from './letter.ts'

const TABLE = '<table role="presentation" cellpadding="0" cellspacing="0"'

/** What the digest has no use for: a button of 44 pixels, and an address that is longer than a line. */
const letterStyle = ({ mail: { ink, button } }: Palette): string => `
.s { padding: 14px 0 0 }
.go { margin: 24px 0 8px }
.go td { background: ${ink[0]}; border-radius: 3px }
.go a { display: block; padding: 12px 24px; color: ${button[0]}; font: bold 17px/20px system-ui,sans-serif; text-decoration: none }
.u { padding: 6px 0 0; font: 14px/21px Menlo,Consolas,monospace; word-break: break-all }
`
const nightOf = ({ mail: { ink, button } }: Palette): string =>
  `@media (prefers-color-scheme:dark){.go td{background:${ink[1]}!important}.go a{color:${button[1]}!important}}` +
  '.go a:focus-visible{outline-offset:3px}'

/** Letters that differ in their addresses alone are one; to write its style into one takes longer than all else of it. */
const inlined = new Map<string, string>()
const MOST_INLINED = 16
const STAND_IN = /urn:address:(\d+):/g

/** A letter as HTML, in the look of the digest: tables, the style inlined, no picture, and no link but its own. */
export function renderLetterHtml(letter: Letter): string {
  const { colours } = letter
  const urls: string[] = []
  const withStandIn = (link: LetterLink): LetterLink => ({ ...link, url: `urn:address:${urls.push(link.url) - 1}:` })
  const button = letter.button && withStandIn(letter.button)
  const laidOut = layOut({ ...letter, button, links: letter.links.map(withStandIn) })
  let html = inlined.get(laidOut)
  if (html === undefined) {
    html = inlineStyle(laidOut, inlineStyleOf(colours) + letterStyle(colours), headStyleOf(colours) + nightOf(colours))
    if (inlined.size >= MOST_INLINED) inlined.clear()
    inlined.set(laidOut, html)
  }
  return html.replace(STAND_IN, (standIn, index: string) => escapeUTF8(urls[Number(index)] ?? standIn))
}

function layOut(letter: Letter): string {
  const { language, subject, preheader, heading, paragraphs, button, notes, colours } = letter
  const lang = escapeAttribute(language)
  return `<!doctype html>
<html lang="${lang}" dir="ltr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${escapeText(subject)}</title><style>${headStyleOf(colours)}${nightOf(colours)}</style></head>
<body><div class="pre">${escapeText(preheader)}</div>
<div role="article" aria-roledescription="email" aria-label="${escapeAttribute(subject)}" lang="${lang}">
${TABLE} width="100%" class="page"><tr><td align="center">
<!--[if mso]>${TABLE} width="560"><tr><td><![endif]-->
${TABLE} width="100%" class="col">
<tr><td class="c top">${masthead(letter)}</td></tr>
<tr><td class="c sec"><h1>${escapeText(heading)}</h1>
${paragraphs.map((text, index) => `<p${index === 0 ? '' : ' class="s"'}>${escapeText(text)}</p>`).join('\n')}
${button === undefined ? '' : drawButton(button, colours)}
${notes.map((text) => `<p class="s">${escapeText(text)}</p>`).join('\n')}</td></tr>
<tr><td class="c end">${foot(letter)}</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table></div></body></html>
`
}

/** The name, with the hoist beside it. */
function masthead({ name, hoist, colours }: Letter): string {
  const flags = hoist.map((flag) => `<td width="23">${drawFlag(flag, clothsByDay(colours))}</td>`).join('')
  return `${TABLE}><tr>${flags}<td class="n">${escapeText(name)}</td></tr></table>`
}

const drawButton = ({ text, url }: LetterLink, { mail }: Palette) =>
  `${TABLE} class="go"><tr><td bgcolor="${longColour(mail.ink[0])}"><a href="${escapeAttribute(url)}">${escapeText(text)}</a></td></tr></table>
<p class="fine">If the button does nothing, open this address:</p>
<p class="u"><a href="${escapeAttribute(url)}">${escapeText(url)}</a></p>`

/** Old programs read no colour of three digits in an attribute. */
const longColour = (colour: string) => (colour.length === 4 ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour)

function foot({ links, name, tagline, address }: Letter): string {
  const all = links.map(({ text, url }) => `<a href="${escapeAttribute(url)}" class="k">${escapeText(text)}</a>`)
  return [
    `<p class="row">${all.join(' ')}</p>`,
    `<p class="fine">${escapeText(`${name}. ${tagline}.`)}</p>`,
    address.length === 0 ? '' : `<p class="fine">${address.map((line) => escapeText(line)).join('<br>')}</p>`,
  ].join('')
}
