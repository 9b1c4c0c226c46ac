import { escapeAttribute, escapeText } from 'entities'
import type { Digest } from './digest.ts'
import { headStyleOf, inlineStyleOf } from '../text/mail-style.ts'
import { clothsByDay, type Palette } from '../text/palette.ts'
import { layOutBody } from './render-html.ts'

/** What stands around a mail on the web. */
export interface WebMailFrame {
  /** Address of the file that `webMailStyle` stands in. */
  readonly stylesheet: string
  readonly icon: string
  /** The issue's own page, absolute: the one that is meant to be found. */
  readonly canonical: string
  /** Says over the mail what this is; HTML. */
  readonly heading: string
}

/**
 * The mail as a page: the same layout, its style in a file instead of in each element, since a strict
 * Content-Security-Policy refuses it there. Attributes that only mail programs want become classes.
 */
export function renderWebMail(digest: Digest, { stylesheet, icon, canonical, heading }: WebMailFrame): string {
  return `<!doctype html>
<html lang="${escapeAttribute(digest.language)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(`${digest.subject} · ${digest.name}, the mail`)}</title>
<meta name="robots" content="noindex">
<link rel="canonical" href="${escapeAttribute(canonical)}">
<link rel="icon" href="${escapeAttribute(icon)}" type="image/svg+xml">
<link rel="stylesheet" href="${escapeAttribute(stylesheet)}"></head>
<body><a class="skip" href="#main">Skip to the mail</a>
<header class="about">${heading}</header>
<main id="main" tabindex="-1"><article>${modernise(layOutBody(digest), namesOf(digest.colours))}</article></main></body></html>
`
}

/** The name of each colour that flags have. */
const namesOf = (palette: Palette): ReadonlyMap<string, string> =>
  new Map(Object.entries(clothsByDay(palette)).map(([name, colour]) => [colour, name]))

/** Attributes of the nineties as classes; what is for Outlook alone goes. */
function modernise(html: string, colours: ReadonlyMap<string, string>): string {
  return html.replace(/<!--[^]*?-->/g, '').replace(/<(table|td|th)((?:\s[a-z-]+="[^"]*")+)>/g, (_, name, text) => {
    const kept: string[] = []
    const classes: string[] = []
    for (const [, attribute = '', value = ''] of String(text).matchAll(/\s([a-z-]+)="([^"]*)"/g)) {
      if (attribute === 'class') classes.unshift(value)
      else if (attribute === 'width' || attribute === 'height')
        classes.push(value === '100%' ? 'whole' : `${attribute.charAt(0)}${value}`)
      else if (attribute === 'bgcolor') classes.push(colours.get(value) ?? '')
      else if (attribute === 'align') classes.push(value)
      else if (!/^cell(padding|spacing)$/.test(attribute)) kept.push(`${attribute}="${value}"`)
    }
    const all = classes.length === 0 ? [] : [`class="${classes.join(' ')}"`]
    return `<${[String(name), ...all, ...kept].join(' ')}>`
  })
}

/** Widths and heights of the cells that flags are drawn in, and of those around them, in pixels. */
const SIZES = [3, 4, 6, 7, 8, 9, 12, 15, 18, 23, 32]

const WEB_CLOTHS = ['red', 'yellow', 'blue', 'white', 'black'] as const

/** The style of every mail on the web, as a file of its own. */
export function webMailStyle(palette: Palette): string {
  const { paper, ink, soft } = palette.mail
  return [
    'table{border-spacing:0}td{padding:0}.whole{width:100%}.center{text-align:center}.right{text-align:right}',
    ...SIZES.map((size) => `.w${size}{width:${size}px;min-width:${size}px}.h${size}{height:${size}px}`),
    ...WEB_CLOTHS.map((name) => `.${name}{background:${palette.flags[name][0]}}`),
    inlineStyleOf(palette).trim().replaceAll('\n', ''),
    '.f,.g{box-sizing:content-box}',
    `.about{max-width:560px;margin:0 auto;padding:18px 20px 6px;font:14px/22px system-ui,sans-serif;color:${soft[0]}}`,
    `.about b{color:${ink[0]}}main:focus{outline:0}`,
    `.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;padding:.6rem .9rem;background:${paper[0]}}`,
    headStyleOf(palette),
    `@media (prefers-color-scheme:dark){.about{color:${soft[1]}}.about b{color:${ink[1]}}.skip:focus{background:${paper[1]}}}`,
    '@media (min-width:600px){.about{padding-left:0;padding-right:0}}',
    '@media (max-width:480px){.about{padding-left:16px;padding-right:16px}}',
  ].join('\n')
}
