/** A tag, and the words that made it so. */
export interface Finding {
  readonly tag: string
  readonly words: string
}

const CVE = /(?<![a-z0-9])cve[-\u2010-\u2013_ ]?(\d{4})[-\u2010-\u2013_](\d{4,10})((?:\/\d{4,10}){0,20})(?!\d)/gi

const MAY_HAVE_CVE = /cve/i

/** Ids of vulnerabilities, `CVE-2021-25741`, also two as `CVE-2021-25735/25737`; the numbering began in 1999. */
export function findCves(text: string): Finding[] {
  if (!MAY_HAVE_CVE.test(text)) return []
  const findings: Finding[] = []
  for (const [words, year = '', number = '', more = ''] of text.matchAll(CVE)) {
    if (year < '1999' || year > '2099') continue
    for (const each of [number, ...more.split('/').filter(Boolean)]) {
      findings.push({ tag: `CVE-${year}-${each}`, words })
    }
  }
  return findings
}

/** "KEP-1287", "KEP #3063", "KEPs 1287 and 3063", "enhancements#1287"; not the date of an early draft. */
const KEP =
  /(?<![a-z0-9])(?:keps?(?: ?\(including ?)?[-\u2010-\u2013_ :]{0,2}#?|k(?:ubernetes)?\/enhancements#|enhancement(?:s)? (?:issue )?#)(\d{1,5})(?![\d%]|\.\d|[a-z])/gi
const NEXT_KEP = /,? ?(?:,|and|&|or) (?:kep[- ]?)?#?(\d{3,5})(?![\d%]|\.\d|[a-z])/iy

const MAY_HAVE_KEP = /kep|enhancement/i

/** Numbers of Kubernetes enhancement proposals that a text names, without leading zeros. */
export function findKeps(text: string): Finding[] {
  if (!MAY_HAVE_KEP.test(text)) return []
  const findings: Finding[] = []
  for (const match of text.matchAll(KEP)) {
    const [words, number = ''] = match
    const isCount = / $/.test(words.slice(0, -number.length)) && number.length < 3
    if (isCount) continue
    add(findings, number, words)
    NEXT_KEP.lastIndex = match.index + words.length
    for (let next = NEXT_KEP.exec(text); next; next = NEXT_KEP.exec(text)) add(findings, next[1] ?? '', next[0])
  }
  return findings
}

/** Addresses of a proposal: its issue, its folder, its short link. */
const KEP_LINKS = [
  /\/\/github\.com\/kubernetes\/enhancements\/issues\/(\d{1,5})(?!\d)/i,
  /\/keps\/(?:(?:sig|wg)-[a-z0-9-]{1,40}|provider-[a-z]+)\/(?:[a-z-]{1,40}\/)?(\d{1,5})-/i,
  /\/keps\/(\d{4})-[a-z]/i,
  /\/\/kep\.k8s\.io\/(\d{1,5})(?!\d)/i,
  /\/\/(?:www\.)?(?:kubernetes\.dev|k8s\.dev)\/resources\/keps\/(\d{1,5})(?!\d)/i,
]
const OF_KUBERNETES = /^https?:\/\/(?:[\w.-]+\.)?(?:github\.com\/kubernetes\/|kubernetes\.dev\/|k8s\.dev\/|k8s\.io\/)/i

/** The number of the proposal that a link leads to. */
export function findLinkedKep(link: string): Finding | undefined {
  if (!OF_KUBERNETES.test(link)) return undefined
  for (const pattern of KEP_LINKS) {
    const number = pattern.exec(link)?.[1]
    if (number !== undefined && Number(number) > 0) return { tag: String(Number(number)), words: link }
  }
  return undefined
}

function add(findings: Finding[], number: string, words: string): void {
  if (Number(number) > 0) findings.push({ tag: String(Number(number)), words: words.trim() })
}
