import { wordRuns } from '../text/word-runs.ts'

/** Characters and words of a phrase. */
const LONGEST_PHRASE = 72
const MOST_TOKENS = 10
/** Eight words in a row would be a sentence of somebody else. */
export const MOST_WORDS_IN_A_ROW = 7

/** What a line of notes says beside what changed: numbers of requests, names of people, addresses, marks. */
const BESIDE: readonly RegExp[] = [
  /^[\da-f]{7,40}:?\s+/,
  /^(?:PR )?#\d+(?::| -)?\s+(?:@\S+ - )?/,
  /^(?:\[[^\]]{1,40}\]:?\s*)+/,
  /\s*\((?=[^()]*(?:#\d|@\w|cherry.pick|backport|https?:|GHSA-|CVE-))(?:[^()]|\([^()]*\))*(?:\)|$)/gi,
  /\s+by @?[\w[\]-]+ in (?:https?:\S+|#\d+).*$/,
  /\s+by @\S+$/,
  /\(?\[#\d+\]\([^)]*\)?\)?/g,
  /\(?https?:\/\/\S+/g,
  /(?:^|\s)(?:[\w.-]+\/[\w.-]+)?#\d+\b,?/g,
  /^(?:automated )?cherry.?pick of\s*:?\s*/i,
  /[`*]|\p{Extended_Pictographic}\ufe0f?|(?<!\S):[a-z_]+:(?=\s|\w)/gu,
  /\s+\[[^\]]{1,30}\]$/,
  /^\s*[-–—:]\s*/,
]

/** A line of notes without what stands beside what it says. */
export function cleanNote(text: string): string {
  return BESIDE.reduce((rest, beside) => rest.replace(beside, ' ').trim(), text.trim())
    .replace(/\s+/g, ' ')
    .trim()
}

/** Where the reason, the manner or the example begins: what changed stands before. */
const STOP = /[,;–—](?=\s|$)|\s(?:[–—-](?=\s)|\()|:\s|\.(?=\s|$)/g
const REASON =
  /\s(?:so (?:that|it|they)|to (?:allow|support|avoid|prevent|make|ensure|improve|better|match|accommodate)|in order|because|since|due to|instead|which|while|even|unless|after|before|until|behind|via|using|allowing|including|such|thus|caused|introduced|and (?:change|add|remove|fix|use|update|make|set|improve|speed|clean|allow|return|report|show|keep))\b/gi

/** What is said without these words as well. */
const WORDY: readonly (readonly [RegExp, string])[] = [
  [/\s\([^()]*\)/g, ''],
  [/\b(?:that|which) (?:occurs?|happens?|arises?|can occur|may occur)\s+(?=when|if|in|on)/gi, ''],
  [/\s(?:features?|functionality)(?=\s(?:from|to|in|for|is|are|on)\b)/gi, ''],
  [/^(?:was|were|is|are) (?=\p{L}+ing\b)/giu, ''],
]

/** Words that a phrase loses nothing without. */
const FILLER =
  /^(?:[Tt]he|[Aa]n?|some|all|its|their|our|this|these|also|now|new|just|properly|correctly|various|several|\p{Ll}{3,}(?:ently|antly|ously|ectly|erly|edly|ively|cally|ually|ably|ibly))$/u

/** Where a phrase can be cut: before these. */
const JOINT =
  /^(?:of|in|on|for|from|to|with|without|by|at|as|into|onto|over|under|during|across|between|and|or|but|nor|when|where|if|that|than|is|are|was|were|be|being|can|could|may|might|would|should|will|not|has|have|had|does|do|did|per|through|against|upon|within|about|around|up|out|off|via|only|still|being|used|based|causing|leading|leads?|regardless|independent|defined|while|until|before|after|so)$/i
/** Of `address based rules` it is no joint. */
const BASE = /^based$/i

/** Verbs that begin lines of notes: not names, though written large. */
const VERB =
  /^(?:add|allow|apply|avoid|bind|build|bump|cache|change|check|clean|clear|configure|convert|correct|create|customize|default|delete|deprecate|detect|disable|discover|do|drop|emit|enable|enhance|ensure|expose|extend|fail|fix|force|generate|handle|harden|rework|ignore|implement|improve|include|increase|introduce|limit|load|log|make|mark|migrate|move|only|optimize|optionally|pass|persist|prefer|prefix|prevent|promote|propagate|provide|query|reduce|refactor|register|reject|remove|rename|replace|report|resolve|restore|restrict|retry|return|reuse|revert|sanitize|send|set|show|simplify|skip|speed|start|stop|store|support|switch|sync|track|update|upgrade|use|validate|verify|wait|warn|watch|write|automated|general|object|full|initial|better|more|missing|broken|incorrect|wrong|experimental|optional|pin|postpone)(?:e?s|e?d|ing|ped|ting)?$/i

const NEWS =
  /^(?:this (?:adds|release adds) |feature for |(?:(?:add|introduc|implement|provid|enabl|allow|support|expos)(?:e|es|ed|s|ing)?|new)\s+(?:(?:new|initial|experimental support for|support (?:for|of|to)|the ability to|ability to|for|to|users to)\s+)*)/i
const REPAIR =
  /^(?:bug ?fix(?:es)?:?\s+|(?:fix(?:e[sd]|ing)?|resolve[sd]?|correct(?:s|ed)?)\s+)(?:(?:an?|the|some|rare|potential|possible)\s+)*(?:(?:bug|issue|problem|case|scenario|situation|regression)s?\s+(?:introduced (?:in|by) \S+(?: v?\d\S*)? )?(?:where(?:by)?|in which|that|which|when|with|of)\s+(?:(?:was |were )?caus(?:ing|ed|es)\s+)?|for\s+|causing\s+)?/i
const LOSS =
  /^(?:deprecat(?:e|es|ed|ing|ion)(?: of|:)?|remov(?:e|es|ed|ing|al)(?: of|:)?|drop(?:s|ped|ping)?(?: support for| support of)?|mark(?:s|ed)?(?= .*\bas deprecated))\s+/i
const PASSIVE = /\s+(?:is|are|was|were|has been|have been|as)\s+(?:now\s+)?(?:deprecated|removed|fixed|supported)\b.*$/i

export type Manner = 'news' | 'repair' | 'loss' | 'plain'

export interface PhraseOptions {
  /** Whose notes they are: what is said of the project itself needs no place. */
  readonly project?: string | undefined
  /** Whether a line that is too long, and has no joint, may be cut between any two words. */
  readonly mayTear?: boolean
}

/**
 * A line of notes as a short phrase that names what changed: `mount manager` of `Add mount manager (#12063)`; undefined
 * where nothing is left that tells anything. Never more than seven words in a row are the notes' own.
 */
export function boilPhrase(
  line: string,
  manner: Manner,
  { project = '', mayTear = false }: PhraseOptions = {},
): string | undefined {
  const { scope, rest } = splitScope(cleanNote(line))
  const core = WORDY.reduce((text, [wordy, short]) => text.replace(wordy, short), dropLead(rest, manner))
  const clause = firstClause(core, manner === 'loss' ? 1 : 2)
  const kept = clause.split(' ').filter((word) => word !== '' && !FILLER.test(word))
  const tokens = trimEnds(fit(kept, wordRuns(line, MOST_WORDS_IN_A_ROW + 1), mayTear))
  const phrase = tokens.join(' ').replace(/[\s.,:;]+$/, '')
  const isHalf = tokens.length < kept.length && tokens.length < 3 && VERB.test(tokens[0] ?? '')
  if (isHalf || !isTelling(phrase)) return undefined
  const isOfPart = scope !== undefined && scope.toLowerCase() !== project.toLowerCase() && isRoomFor(phrase, scope)
  return lowerVerb(isOfPart ? `${phrase} in ${scope}` : phrase)
}

/** `PromQL: Add …`, `clustermesh: hubble: remove …`: of whom it is said; the narrowest. */
function splitScope(line: string): { scope: string | undefined; rest: string } {
  const [all, scopes] = /^((?:[\p{L}\d][\p{L}\d./_ &-]{0,28}:\s*)+)(?=\S)/u.exec(line) ?? []
  if (all === undefined || scopes === undefined || /\w:\/\//.test(all) || line.length - all.length < 8) {
    return { scope: undefined, rest: line }
  }
  const names = scopes
    .split(':')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const scope = names.at(-1)?.split('/').at(-1)
  return {
    scope: scope !== undefined && scope.split(' ').length <= 3 ? scope : undefined,
    rest: line.slice(all.length),
  }
}

function dropLead(text: string, manner: Manner): string {
  const lead = { news: NEWS, repair: REPAIR, loss: LOSS, plain: undefined }[manner]
  const rest = lead === undefined ? text : text.replace(lead, '')
  if (manner === 'news' && /^add/i.test(text)) {
    return rest.replace(/^((?:\S+ ){1,4}?)to (?=(\S+))/, (all, what: string, next: string) =>
      VERB.test(next) && next !== 'default' ? all : `${what}in `,
    )
  }
  const active = manner === 'loss' || manner === 'repair' ? rest.replace(PASSIVE, '') : rest
  return active.trim().length >= 3 ? active.trim() : text
}

function firstClause(text: string, least: number): string {
  const cuts = [...cutsOf(text, STOP, least), ...cutsOf(text, REASON, 4)]
  return text.slice(0, Math.min(text.length, ...cuts)).trim()
}

/** Places with so many words before them. */
const cutsOf = (text: string, places: RegExp, least: number): number[] =>
  [...text.matchAll(places)]
    .map(({ index }) => index)
    .filter(
      (index) =>
        text
          .slice(0, index)
          .split(' ')
          .filter((word) => !FILLER.test(word)).length >= least,
    )

/** What is there, or is not: without what it is said of, it says nothing. */
const COPULA = /^(?:is|are|was|were|be|being|can|could|may|might|would|should|will|not|has|have|had|does|do|did)$/i
const CONDITION = /^(?:when|where|if|that)$/i

/** As many words as are allowed; where some are left over, up to a joint. */
function fit(tokens: readonly string[], theirs: ReadonlySet<string>, mayTear: boolean): readonly string[] {
  const torn = tokens.findIndex((token) => /…|\.\.\.$/.test(token))
  const whole = torn === -1 ? tokens : tokens.slice(0, torn)
  let most = 0
  while (most < whole.length && most < MOST_TOKENS) {
    const longer = whole.slice(0, most + 1).join(' ')
    if (longer.length > LONGEST_PHRASE || !wordRuns(longer, MOST_WORDS_IN_A_ROW + 1).isDisjointFrom(theirs)) break
    most += 1
  }
  if (most === tokens.length) return tokens
  const next = whole[most] ?? ''
  const isJoint = (token: string, index: number) => !BASE.test(token) || /^(?:up)?on$/.test(whole[index + 1] ?? '')
  const lastJoint = (end: number, words: RegExp) =>
    whole.slice(0, end).findLastIndex((token, index) => index >= 2 && words.test(token) && isJoint(token, index))
  const joint = lastJoint(most + 1, JOINT)
  const condition = lastJoint(most, CONDITION)
  const isVerb = COPULA.test(next) || /^\p{Ll}+(?:ed|ing)$/u.test(next)
  if (isVerb && condition >= 2) return whole.slice(0, condition)
  if (next !== '' && isVerb && !COPULA.test(next)) return whole.slice(0, most)
  if (joint < 2) return mayTear ? whole.slice(0, most) : []
  const open = COPULA.test(whole[joint] ?? '') ? lastJoint(joint, CONDITION) : -1
  const kept = whole.slice(0, open >= 2 ? open : joint)
  const isLoose = kept.length > 3 && /^\p{Ll}+ed$/u.test(kept.at(-1) ?? '') && !COPULA.test(kept.at(-2) ?? '')
  return isLoose ? kept.slice(0, -1) : kept
}

function trimEnds(tokens: readonly string[]): readonly string[] {
  const end = tokens.findLastIndex((token) => !JOINT.test(token) && !FILLER.test(token))
  const isEmptyEnd =
    end >= 2 &&
    /^(?:support|use|case|cases|ways?|favou?r)$/.test(tokens[end] ?? '') &&
    JOINT.test(tokens[end - 1] ?? '')
  return isEmptyEnd ? trimEnds(tokens.slice(0, end - 1)) : tokens.slice(0, end + 1)
}

/** Words that name nothing by themselves. */
const VAGUE =
  /^(?:(?:bugs?|issues?|fix(?:e[sd])?|improvements?|changes?|updates?|introduced|minor|various|small|cleanups?|docs?|tests?|typos?|errors?|things?|release|version|changelog|notes?|following|see|note|support|more|feature|features|gate|option|flag|metrics?)\s*)+$/i

function isTelling(phrase: string): boolean {
  if (phrase.length < 4 || !/\p{L}{3}/u.test(phrase) || VAGUE.test(phrase)) return false
  return phrase.includes(' ') || /[A-Z].*[A-Z]|[._/=-]|\d/.test(phrase) || (phrase.length >= 5 && !VERB.test(phrase))
}

function isRoomFor(phrase: string, scope: string): boolean {
  const both = `${phrase} in ${scope}`
  if (both.length > LONGEST_PHRASE || phrase.split(' ').length > 6) return false
  return !/\s(?:in|on|for|of|when|with)\s/.test(phrase) && !phrase.toLowerCase().includes(scope.toLowerCase())
}

function lowerVerb(phrase: string): string {
  const [first = ''] = phrase.split(' ', 1)
  return VERB.test(first) && /^[A-Z][a-z]+$/.test(first) ? first.toLowerCase() + phrase.slice(first.length) : phrase
}
