import type { Finding } from './find-numbers.ts'
import { isSaying, type WordHit } from './vocabulary.ts'

/** Whose a number that looks like a version is: that of Kubernetes, of something else, or nobody can tell. */
type Owner = 'kubernetes' | 'other' | 'unknown'

/** A minor version of Kubernetes, with or without a patch: all have been 1.x. */
const NUMBER = /1\.(0|[1-9]\d?)(?:\.(?:\d{1,3}|x|X))?(?:-(?:alpha|beta|rc)\.\d{1,2})?(?![\w%]|\.\d)/y
/** What is counted or measured, and is no version. */
const AMOUNT =
  /[\s-]?(?:%|percent|x\b|×|times|million|billion|trillion|thousand|[kmgtp]i?b\b|[kmg]bps|gbit|[nmµ]?s\b|sec|min\b|minutes?|hours?|days?|weeks?|months?|years?|dollars|usd|eur|cores?\b|v?cpus?\b)/iy
const LONGEST_GAP = 100

/** What may stand between the name of a thing and its version. */
const TO_VERSION =
  /^(?:['’]s)?[\s(["'“:,=<>≥~*–—-]*(?:(?:version|versions|ver|release|releases|minor|patch|series|cluster|clusters|server|node|nodes|cycle|is|at|of|the|to|or|and|in|newer|since|on|running|with|components?|control|planes?|the)\b[\s(["'“:,=<>≥~*-]*){0,4}$/i
const TO_OTHER_VERSION =
  /^(?:['’]s)?[\s(["'“:,=<>≥~*–—-]*(?:(?:version|versions|ver|release|releases|minor|patch|series|api|image|images|is|at|upgraded|updated|bumped|update|upgrade|from|to|released|now|spec|client|server|compatible with|plugins?)\b[\s(["'“:,=<>≥~*-]*){0,4}$/i
/** What may stand between a version and the name of whose it is. */
const FROM_VERSION =
  /^(?:\.x|\+)?[\s-]*(?:(?:release|releases|version|minor|patch|stable|beta|alpha)\s+)*(?:(?:of|for)\s+)?(?:the\s+)?$/i
const OF_NAME = /^\s*(?:release|version)s?\s+of\s+(?:the\s+)?$/i
/** What joins versions of one thing: a list, a range. */
const JOINT =
  /^[\s,)\]+]*(?:[-–—/&]|→|->|\.\.|to|through|thru|until|and|or|and\/or|vs\.?|as well as|and then|or even|up to)?[\s,(["'“]*(?:(?:kubernetes|k8s|version|release|later|the|both)\s+){0,2}$/i

/** Words after which a lone number in a text about Kubernetes is its version. */
const LEADS = new Set(
  (
    'in since from until before after by for with the and or than as through via on our this is was of v version ' +
    'versions release releases a an are be upcoming target targeted deadline schedule next latest current previous ' +
    'old older new newer running run supports supported supporting requires require required using use used at ' +
    'alpha beta stable ga deprecated removed added introduced graduated graduating released enabled default cluster ' +
    'clusters starting beginning both between only if when then that which while now later either about upgrade ' +
    'upgrading upgraded kubernetes our over into includes including ship shipped shipping cut tag tagged branch ' +
    'backported backport cherry-picked cherry-pick landed planned milestone cycle during pre post minor patch ' +
    'upstream early late and/or get includes include targeting like where'
  ).split(' '),
)
/** What moves "to" a version of Kubernetes, in a text about it. */
const MOVES =
  /^(?:upgrad\w*|updat\w*|migrat\w*|mov\w*|graduat\w*|promot\w*|beta|alpha|stable|ga|prior|back|backport\w*|down|downgrad\w*|compared|clusters?|them|it|going|welcome|switch\w*|leading|lead|similar|due|punt\w*|defer\w*|delay\w*|slip\w*|postpon\w*|push\w*|ported|picks?|up|way|closer|transition\w*|relative|according|apply|applies|bump\w*|on|default|available|added|road|path|thanks|changes|introduced|kubernetes|versions?|releases?|pushed|next|v?1\.\d\S*)$/i
/** Such a lead is enough for a number without `v` that could as well be anything. */
const STRONG_LEADS = new Set(
  'in since until before after version versions release releases from for the with upcoming target beta alpha ga stable deadline and by of either both between'.split(
    ' ',
  ),
)

export interface VersionContext {
  /** The text is about Kubernetes itself, so that a number without a name can be its version. */
  readonly isAboutKubernetes: boolean
}

/** The minor versions of Kubernetes that a text names, as text: `1.20`. */
export function findVersions(text: string, hits: readonly WordHit[], { isAboutKubernetes }: VersionContext): Finding[] {
  const findings: Finding[] = []
  let last: { end: number; owner: Owner; start: number } | undefined
  const names = hits.filter((hit) => hit.means.some(({ says }) => NAMES.has(says)))
  let passed = 0
  for (let at = text.indexOf('1.'), next = 0; at >= 0; at = text.indexOf('1.', next)) {
    NUMBER.lastIndex = at
    const [number, minor = ''] = NUMBER.exec(text) ?? []
    next = at + (number?.length ?? 2)
    if (number === undefined) continue
    const hasV = isV(text.charCodeAt(at - 1))
    const start = hasV ? at - 1 : at
    const end = at + number.length
    while (passed < names.length && (names[passed]?.start ?? 0) < start) passed += 1
    const joint = last === undefined || start - last.end > 40 ? undefined : text.slice(last.end, start)
    const isJoined = joint !== undefined && JOINT.test(joint)
    if (!isJoined && GLUED.test(text.charAt(start - 1))) continue
    const candidate = { text, start, end, hasV, before: names[passed - 1], after: names[passed] }
    let owner = isNamed(candidate)
    if (owner === 'unknown') owner = isJoined && last ? last.owner : isLone(candidate, isAboutKubernetes)
    if (owner === 'kubernetes' && !isAmount(text, end, hasV)) {
      const from =
        isJoined || candidate.before === undefined || start - candidate.before.end > 24 ? start : candidate.before.start
      findings.push({ tag: `1.${minor}`, words: text.slice(from, end) })
    }
    last = { start, end, owner }
  }
  return findings
}

const NAMES = new Set(['kubernetes', 'software', 'project'])
/** What a version is never glued to: image tags, prices, numbers, addresses, variables. */
const GLUED = /[\p{L}\p{N}.:@$€£#^&?%_/\\]/u

const isV = (code: number) => code === 118 || code === 86

interface Candidate {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly hasV: boolean
  /** The names of software around it. */
  readonly before: WordHit | undefined
  readonly after: WordHit | undefined
}

const isKubernetes = (hit: WordHit) => isSaying(hit, 'kubernetes')

/** As the name next to it says. */
function isNamed({ text, start, end, before, after }: Candidate): Owner {
  if (before && start - before.end <= LONGEST_GAP) {
    const gap = text.slice(before.end, start)
    if (isKubernetes(before) ? TO_VERSION.test(gap) : TO_OTHER_VERSION.test(gap)) {
      return isKubernetes(before) ? 'kubernetes' : 'other'
    }
  }
  if (after && after.start - end <= LONGEST_GAP) {
    const gap = text.slice(end, after.start)
    if (isKubernetes(after) && FROM_VERSION.test(gap)) return 'kubernetes'
    if (!isKubernetes(after) && OF_NAME.test(gap)) return 'other'
  }
  return 'unknown'
}

/** "Go versions 1.23": of something that is called so. */
const OF_SOMETHING = /(?:^|[a-z,] )\p{Lu}[\w-]* (?:versions?|releases?) [("'“]*$/u
const MOVED = /(\S+)\s+to\s*$/i

/** As the words before it and the text around it say. */
function isLone({ text, start, hasV, before }: Candidate, isAboutKubernetes: boolean): Owner {
  const lead = text.slice(Math.max(0, start - 40), start)
  const word = wordBefore(lead)
  const isSentenceStart = /(?:^|[.!?;|•:]\s*)$/.test(lead)
  const known = word.toLowerCase()
  if (known === 'to') {
    const [, mover = ''] = MOVED.exec(lead) ?? []
    if (mover !== '' && !MOVES.test(mover.replace(/^[("'“]+|[)"'”,.;:]+$/g, ''))) return 'other'
  } else if (!isSentenceStart && word !== '' && !LEADS.has(known) && !/^v?1\.\d/.test(known)) {
    // A name that we do not know, or a word like any other.
    if (/^\p{Lu}|[/.]|-\w/u.test(word)) return 'other'
    if (!hasV) return 'unknown'
  } else if (OF_SOMETHING.test(lead)) return 'other'
  if (known === 'also') return 'unknown'
  if (!hasV && !isSentenceStart && known !== 'to' && !STRONG_LEADS.has(known) && text.charAt(start + 3) < '0') {
    return 'unknown'
  }
  const near = before !== undefined && isSameSentence(text.slice(before.end, start)) ? before : undefined
  if (near === undefined) return isAboutKubernetes ? 'kubernetes' : 'unknown'
  if (isKubernetes(near)) return 'kubernetes'
  return isAboutKubernetes && FREE.has(known) ? 'kubernetes' : 'other'
}

/** After these a version tells when something came, also in a sentence that names other software. */
const FREE = new Set([
  'in',
  'since',
  'until',
  'before',
  'for',
  'beta',
  'alpha',
  'stable',
  'ga',
  'upcoming',
  'target',
  'the',
])

const isPunctuation = (character: string) => ' ()[]"\'“”:,=<>≥~*–—-\n\t'.includes(character)

/** The last word of a text, without what stands around it. */
function wordBefore(lead: string): string {
  let end = lead.length
  while (end > 0 && isPunctuation(lead.charAt(end - 1))) end -= 1
  let start = end
  while (start > 0 && (lead.charAt(start - 1) === '-' || !isPunctuation(lead.charAt(start - 1)))) start -= 1
  return lead.slice(start, end).replace(/^-+/, '')
}

const isSameSentence = (gap: string) => gap.length <= LONGEST_GAP && !/[.!?;](?:\s|$)/.test(gap)

function isAmount(text: string, end: number, hasV: boolean): boolean {
  if (hasV) return false
  AMOUNT.lastIndex = end
  return AMOUNT.test(text)
}

/** Repositories and sites of Kubernetes in whose addresses a version is its own. */
const VERSIONED =
  /^(?:https?:)?\/\/(?:www\.)?(?:github\.com\/kubernetes\/(?:kubernetes|sig-release|website|enhancements)\/|(?:[\w-]+\.)?(?:kubernetes\.io|k8s\.io|k8s\.dev|kubernetes\.dev|lwkd\.info|k8s\.devstats\.cncf\.io)\/|k8s\.devstats\.cncf\.io\/)/i
const IN_ADDRESS =
  /(?:CHANGELOG[-/]|release[s-]\/?(?:tag\/)?(?:release-)?v?|releases_?|(?:tree|blob|tag|compare|kubernetes\.io|release|period_name[=:])\/?v|kubernetes-v?|=v|%20v)1[.-](0|[1-9]\d?)(?!\d)/gi

/** The minor versions in an address of Kubernetes: a changelog, a release, its announcement, its documentation. */
export function findLinkedVersions(link: string): Finding[] {
  if (!VERSIONED.test(link)) return []
  return [...link.matchAll(IN_ADDRESS)].map(([, minor = '']) => ({ tag: `1.${minor}`, words: link }))
}
