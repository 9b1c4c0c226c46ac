import { ACCESS, AI_DISCLOSURES, type Issue, type Pick } from '../../../src/core/issue/issue.ts'
import { KINDS } from '../../../src/core/source/source.ts'
import { idOf, makeIssue, makePick, SECTION_IDS } from '../../builders.ts'

/** Addresses with all that HTML, markdown, templates and mail programs would like to change. */
export const ODD_URLS = [
  'https://harbour.example/a?x=1&y=2&copy=3&lt=4#t=90',
  'https://harbour.example/100%25?q=%C3%BC%2F%20&r=a+b',
  `https://harbour.example/it's?q="quoted"&r='single'`,
  'https://harbour.example/ünïcode/港/🚢?q=ä#Üben',
  'https://harbour.example/#:~:text=first%20light,lamp',
  'https://harbour.example/wiki/Lamp_(light)?a[]=1&b={c}|d^e`f',
  // eslint-disable-next-line no-template-curly-in-string -- a link may look like a template
  'https://harbour.example/?q={{ref}}&r=${x}&s={%raw%}&t=*|X|*&u=%%y%%',
  'http://harbour.example:8080/a//b/../c/;d=1,2?',
  `https://harbour.example/${'a-very-long-path/'.repeat(20)}`,
  'https://harbour.example/<b>?<script>=1&amp;=2',
] as const

/** Words that could pass for marks, and are none of the issue's. */
const WORDS = [
  ...['lamp', 'watch', 'the', 'kubelet', 'cache', 'of', '60%', '<svg/onload=alert(1)>', '"quoted"', "it's", '&amp;'],
  ...['ünïcode', '港の灯り', '🚢', '{{ .Values.tag }}', '--enable', '50 × 2', 'a_b_c', 'R&D', 'unbroken'.repeat(12)],
]

/** Numbers that look like chance and come again for the same seed. */
function createDice(seed: number): (sides: number) => number {
  let state = seed * 2_654_435_761 + 1
  return (sides) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_507) + 0x9e3779b9) >>> 0
    return (state >>> 8) % sides
  }
}

/** An issue as no editor would write it, with everything that one may hold; the same for the same seed. */
export function makeOddIssue(seed: number): Issue {
  const roll = createDice(seed)
  const oneOf = <T>(list: readonly T[]): T => list[roll(list.length)] as T
  const words = (most: number) => Array.from({ length: 1 + roll(most) }, () => oneOf(WORDS)).join(' ')
  const url = () => oneOf(ODD_URLS)
  const prose = () =>
    oneOf([
      () => `${escapeMarks(words(30))}`,
      () => `See [${escapeMarks(words(4))}](<${url().replace(/[<>]/g, '')}>), *${oneOf(['soon', 'late'])}*.`,
      () => `Run \`kubectl get po -l 'a in (b)' --sort-by={.c}\` and read [it][ref].\n\n[ref]: ${ODD_URLS[0]}`,
      () => `At https://lamp.example/${roll(9)}?a=b. Or write to <desk@lamp.example>.`,
    ])()
  const makeOddPick = (index: number): Pick => {
    const own = `${url()}${index}`
    return makePick({
      ...{
        id: idOf(`https://harbour.example/${seed}/${index}`),
        section: oneOf(SECTION_IDS),
        title: words(25),
        url: own,
      },
      ...{ source: words(4), kind: oneOf(KINDS), access: oneOf(ACCESS), ai: oneOf(AI_DISCLOSURES), blurb: prose() },
      authors: Array.from({ length: roll(6) }, () => ({ name: words(2), ...(roll(2) === 0 ? { org: words(2) } : {}) })),
      also: Array.from({ length: roll(4) }, () => ({ source: words(3), url: roll(3) === 0 ? own : url() })),
      ...{ language: oneOf(['en', 'de', 'pt-BR']), ...(roll(2) === 0 ? { minutes: 1 + roll(90) } : {}) },
      ...(roll(4) === 0 ? { cves: ['CVE-2026-1234', `CVE-2026-${20_000 + index}`] } : {}),
      ...(roll(4) === 0 ? { again: words(5) } : {}),
    })
  }
  const picks = Array.from({ length: roll(30) }, (_, index) => makeOddPick(index))
  return makeIssue({
    ...{ title: words(12), subject: words(8), preheader: words(8), number: 1 + roll(900), candidates: roll(900) },
    ...{ status: oneOf(['draft', 'ready', 'published'] as const), editors: [words(2), 'lookout'], picks },
    body: [
      roll(4) === 0 ? '' : [prose(), prose(), '- one\n- [two](/flags/)\n  1. three', '> said'].join('\n\n'),
      `## Technical\n\n| a | [b](<${ODD_URLS[1]}>) |\n| :- | -: |\n| ${escapeMarks(words(3))} | \`2\` |`,
      '```yaml\nkind: Pod\nspec:\n  image: "{{ .Values.image }}"\n```',
      `## ${escapeMarks(words(3))}\n\n${prose()}`,
    ].join('\n\n'),
    corrections: [{ date: '2026-08-22', text: prose(), ...(picks[0] && { pick: picks[0].id }) }],
    corrects: [
      { issue: '2026-W33', number: 2, date: '2026-08-14', pick: '0123456789', title: words(6), text: prose() },
    ],
  })
}

const escapeMarks = (text: string) => text.replace(/[\\`*_~[\]<>&|#@]/g, String.raw`\$&`)
