import { clothsByDay, type DayAndNight, type Palette } from './palette.ts'

const SERIF = 'Charter,Cambria,Georgia,serif'
const SANS = 'system-ui,sans-serif'
const MONO = 'Menlo,Consolas,monospace'

/**
 * What is written into each element, for mail programs that read no style sheet. Type and colour come from the cell
 * around it where they can: what is inherited costs no bytes, and colours of three digits cost few.
 */
export function inlineStyleOf({ mail, ...palette }: Palette): string {
  const cloth = clothsByDay(palette)
  const { paper, ink, soft, line, wash, sea, rope } = byDay(mail)
  return `
body { margin: 0; padding: 0; background: ${paper} }
.pre { display: none; max-height: 0; overflow: hidden; mso-hide: all }
.page { background: ${paper} }
.col { max-width: 560px; margin: 0 auto; text-align: left; word-break: break-word }
.c { font: 17px/26px ${SERIF}; color: ${ink} }
.top { padding: 18px 20px 16px; border-bottom: 1px solid ${line} }
.sec { padding: 26px 20px 20px; border-bottom: 1px solid ${line} }
.end { padding: 16px 20px 40px }
.f { border: 1px solid ${rope}; font-size: 0 }
.g { margin: 1px; font-size: 0 }
.p { background: ${cloth.white}; border: 5px solid ${cloth.blue} }
.z { width: 0; height: 0; border: 9px solid; border-color: ${cloth.yellow} ${cloth.blue} ${cloth.red} ${cloth.black} }
.v { background: ${cloth.white}; color: ${cloth.red}; font: bold 32px/18px Arial,sans-serif }
.l { background: ${cloth.blue}; color: ${cloth.white}; font: bold 12px/18px Arial,sans-serif }
.n { padding-left: 8px; font: bold 20px/24px ${SERIF}; color: ${ink} }
a { color: ${sea} }
p { margin: 0 }
h1 { margin: 6px 0 14px; font-size: 34px; line-height: 38px; letter-spacing: -.02em }
h2 { margin: 0; font: bold 16px/20px ${SANS} }
h2 i { font: italic 15px ${SERIF}; color: ${soft} }
h3 { margin: 8px 0 0; font-size: 19px }
.lead { font-size: 24px; line-height: 29px }
.line { font-size: 17px }
h3 a { display: block; padding: 12px 0 6px; color: ${ink} }
.t { display: block; padding: 12px 0 6px }
.m { font: 14px/26px ${SANS}; color: ${soft} }
.b { padding: 8px 0 0 }
.x { padding: 10px 0; color: ${soft} }
.y { white-space: nowrap }
.row { font: 16px/20px ${SANS} }
.k { display: inline-block; margin-right: 22px; padding: 12px 0 }
.fine { padding: 10px 0 0; font: 16px/24px ${SANS}; color: ${soft} }
.note { font-size: 19px; line-height: 29px }
.w p, .w ul, .w ol, .w pre, .w blockquote, .w table { margin: 0 0 14px }
.w table { border-collapse: collapse }
.w ul, .w ol { padding: 0 0 0 22px }
.w li { margin: 0 0 4px }
.w h2, .w h3, .w h4 { margin: 0 0 8px; font: bold 17px/24px ${SERIF} }
.w blockquote { padding: 0 0 0 14px; border-left: 3px solid ${line} }
.w th, .w td { padding: 4px 12px 4px 0; font-size: 16px; text-align: left; vertical-align: top; border-bottom: 1px solid ${line} }
pre { padding: 10px 12px; background: ${wash}; white-space: pre-wrap; word-break: break-word; font: 14px/20px ${MONO} }
`
}

const byDay = <Name extends string>(colours: Readonly<Record<Name, DayAndNight>>): Record<Name, string> =>
  Object.fromEntries(Object.entries<DayAndNight>(colours).map(([name, [day]]) => [name, day])) as Record<Name, string>

/** What only a style sheet can say: the night, and small screens. Programs that drop it lose nothing but that. */
export function headStyleOf({ mail, ...palette }: Palette): string {
  const { paper, ink, soft, line, wash, sea, rule } = mail
  return [
    ':root{color-scheme:light dark}',
    'td[width="32"]{min-width:32px}.m+div{padding:3px 0 4px}',
    'code{font-family:Menlo,Consolas,monospace;font-size:15px}pre code{font-size:14px}',
    `h1,h3{text-wrap:balance}h3 a{text-decoration-color:${rule[0]};text-underline-offset:3px}`,
    `h3 a:hover{text-decoration-color:currentColor}a:focus-visible{outline:3px solid ${palette.flags.yellow[0]}}`,
    '@media (prefers-color-scheme:dark){',
    `body,.page{background:${paper[1]}!important}.c,.n,h3 a{color:${ink[1]}!important}`,
    `a{color:${sea[1]}!important}.m,.fine,.x,h2 i{color:${soft[1]}!important}`,
    `.top,.sec,.w td,.w th,.w blockquote{border-color:${line[1]}!important}`,
    `h3 a{text-decoration-color:${rule[1]}}pre{background:${wash[1]}!important}}`,
    '@media (min-width:600px){.c{padding-left:0!important;padding-right:0!important}}',
    '@media (max-width:480px){.c{padding-left:16px!important;padding-right:16px!important}',
    'h1{font-size:28px!important;line-height:32px!important}.lead{font-size:22px!important;line-height:27px!important}',
    '.note{font-size:18px!important;line-height:27px!important}}',
  ].join('')
}
