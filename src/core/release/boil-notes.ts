import { countNoun } from '../text/count-noun.ts'
import { dropControls } from '../text/plain-text.ts'
import { wordRuns } from '../text/word-runs.ts'
import { boilPhrase, cleanNote, type Manner, MOST_WORDS_IN_A_ROW } from './boil-phrase.ts'
import { type Note, type NoteTopic, readNotes, type ReleaseNotes } from './release-notes.ts'

/** Characters of the line. */
const LONGEST_LINE = 160
const MOST_ADVISORIES = 3
const MOST_PHRASES = 4

/** What a line says of itself: `[BUGFIX]`, `fix(ui)!:`, a mark in front. */
const OWN_TOPICS: readonly (readonly [NoteTopic, RegExp])[] = [
  ['build', /^(?:\w+\((?:docs?|ci|tests?|e2e|build)\)!?:|\S*:?tests?:)/i],
  ['breaking', /^(?:\[breaking[^\]]*\]|⚠️?|:warning:|\w+(?:\([^)]*\))?!:|breaking\b)/i],
  ['security', /^\[security\]/i],
  ['deprecated', /^(?:\[deprecat\w*\]|deprecat)|\bas deprecated\b|\b(?:is|are) (?:now )?deprecated\b/i],
  ['removed', /^(?:\[removed?\]|remov(?:e|es|ed|al)\b|drop(?:s|ped)? support\b)/i],
  ['feature', /^(?:\[(?:feature|enhancement|new)\]|feat(?:ure)?(?:\([^)]*\))?:|✨|:sparkles:)/i],
  ['change', /^(?:\[(?:change|perf)\]|perf(?:\([^)]*\))?:)/i],
  ['fix', /^(?:\[(?:bugfix|fix)\]|(?:bug ?)?fix(?:\([^)]*\))?:|🐛|:bug:)/i],
  [
    'build',
    /^(?:\w+\((?:docs?|ci|tests?|e2e|build)\)!?:|\S*:?tests?:|(?:ci|test|tests|build|style|refactor|docs?)(?:\([^)]*\))?:|📖|:book:|🌱|:seedling:)/i,
  ],
  ['dependencies', /^(?:chore|fix|build)\(deps?[^)]*\):/i],
  ['build', /^chore(?:\([^)]*\))?:/i],
]

/** The words in front by which a line says what it is; a scope like `(ui)` goes with them. */
const OWN_LABEL =
  /^(?:\[[^\]]{1,30}\]\s*|(?:feat(?:ure)?|(?:bug ?)?fix|perf|chore|breaking|doc|docs|refactor|revert)(?:\([^)]*\))?!?:\s*)+/i

/** What is of the making of the project, and not of what it is. */
const OF_ITS_MAKING =
  /\b(?:workflows?|github actions?|renovate|dependabot|codeowners|golangci|lint(?:er|ing)?|e2e|flak[ey]\w*|unit tests?|junit|ginkgo|readme|maintainers?|owners|typos?|changelog|prepare release|release notes|go mod tidy|copyright|backport labels|checkpatch|merge (?:commit|branch|pull)|cut v?\d)\b|^\.?(?:github|gha|ci)\b|^(?:tests?|docs?|documentation)\b|^release v?\d/i
const OF_DEPENDENCIES =
  /^(?:bump(?:s|ed)?|vendor|update (?:dependenc|toolkit components|module|all|go\.mod)|(?:update|upgrade)[sd]? .{0,60}\b(?:to|from) v?\d)|\bgo\.mod\b|\bdependenc(?:y|ies)\b.*\b(?:update|bump)|\bimage digest\b/i

/** Advisories by their ids. */
const ADVISORY = /\bCVE-\d{4}-\d{4,7}\b|\bGHSA(?:-[\da-z]{4}){3}\b/gi
const LAST_OF_LINE =
  /\b(?:final|last)(?: planned)? (?:patch )?release (?:of|in|for) (?:the )?v?(\d+(?:\.\d+)*(?:\.x)?)(?: release)? (?:series|branch|line)\b/i
const NEW_GO = /\bgo(?:lang)? v?(1\.\d{2}(?:\.\d+)?)\b/i
const SAYS_SECURITY =
  /\bsecurity (?:patch )?release\b|\b(?:includ|contain|com(?:e|ing)|provid|address|fix|resolv)\w*\b[^.]{0,80}\b(?:security (?:fix|patch|update)\w*|vulnerabilit\w+)/i

/**
 * The notes of a release, as HTML, boiled down to one line of ours that names what changed: advisories first, then what
 * breaks and goes, then the news, then the fixes. Undefined where the notes say nothing that can be named. Never more
 * than seven words in a row are the notes' own.
 */
export function boilNotes(html: string, project?: string): string | undefined {
  const read = readNotes(html)
  const notes = withoutTorn(read.notes).map(judge)
  const line = createLine(read.text, project)
  tellAdvisories(line, read, notes)
  const ending = LAST_OF_LINE.exec(read.text)?.[1]
  if (ending !== undefined) line.add(`last release of ${ending}`)
  const of = (...topics: NoteTopic[]) => notes.filter(({ topic }) => topic !== undefined && topics.includes(topic))
  line.addPhrases('breaking', of('breaking'), 'plain', 2)
  line.addPhrases(
    'deprecated',
    of('deprecated').filter(({ text }) => !/^postpone/i.test(text)),
    'loss',
    2,
  )
  line.addPhrases('removed', of('removed'), 'loss', 2)
  const fixes = of('fix')
  const news = line.addPhrases('', [...of('highlight'), ...of('feature')], 'news', MOST_PHRASES)
  const isTold = news > 1 || (news > 0 && fixes.length < 2)
  if (!isTold && fixes.length < 2) line.addPhrases('', of('change'), 'plain', 3)
  if (fixes.length > 0) {
    if (isTold) line.add(countNoun(fixes.length, 'fix', 'fixes'))
    else line.addFixes(fixes)
  }
  if (line.isEmpty) addUpkeep(line, read, notes)
  return line.text
}

/** A feed may break off in the middle of a line: one that ends otherwise than all the others is not read. */
function withoutTorn(notes: readonly Note[]): readonly Note[] {
  const last = notes.at(-1)
  if (notes.length < 3 || !last) return notes
  const isWhole = ({ text }: Note) => /[).\]]$|#\d+$|\/\d+$/.test(text)
  const others = notes.filter((note) => note !== last && note.topic === last.topic)
  return others.length >= 2 && others.every(isWhole) && !isWhole(last) ? notes.slice(0, -1) : notes
}

interface Judged {
  readonly topic: NoteTopic | undefined
  /** Without its label. */
  readonly text: string
}

function judge({ topic, text }: Note): Judged {
  const bare = text
    .replace(/^[\da-f]{7,40}:?\s+|^#\d+:?\s+/, '')
    .replace(/^\[(?:release|backport|v?\d)[^\]]*\]\s*:?\s*/i, '')
  const said = bare.replace(OWN_LABEL, '')
  const own = ownTopic(bare)
  const deeper = own === undefined || own === 'change' ? ownTopic(said.replace(/^[\w./ -]{1,30}: /, '')) : undefined
  return { topic: settle(topic, deeper ?? own, cleanNote(said)), text: said }
}

const ownTopic = (line: string) => OWN_TOPICS.find(([, words]) => words.test(line))?.[0]

function settle(above: NoteTopic | undefined, own: NoteTopic | undefined, said: string): NoteTopic | undefined {
  if (above === 'aside' || above === 'dependencies' || above === 'build') return above
  if (above === 'security' || own === 'security') return 'security'
  if (above === 'removed' || above === 'deprecated') return above
  if (own === 'dependencies' || own === 'build') return own
  if (OF_ITS_MAKING.test(said)) return 'build'
  if (OF_DEPENDENCIES.test(said) && above !== 'highlight') return 'dependencies'
  if (own !== undefined) return own === 'feature' && above === 'highlight' ? above : own
  if (/^(?:fix(?:e[sd]|ing)?|resolve[sd]?)\b/i.test(said)) return 'fix'
  if (above === 'change' || above === undefined) {
    if (/^(?:add(?:s|ed)?|introduc|implement|support|allow|enabl|new\b)/i.test(said)) return 'feature'
    return above
  }
  return above
}

function createLine(source: string, project: string | undefined) {
  const parts: string[] = []
  const theirs = wordRuns(source, MOST_WORDS_IN_A_ROW + 1)
  const textOf = (more: readonly string[]) => [...parts, ...more].join('; ')
  const fits = (part: string) =>
    textOf([part]).length <= LONGEST_LINE && theirs.isDisjointFrom(wordRuns(textOf([part]), MOST_WORDS_IN_A_ROW + 1))
  const add = (part: string): boolean => {
    const can = fits(part)
    if (can) parts.push(part)
    return can
  }
  const choose = (label: string, notes: readonly Judged[], manner: Manner, most: number, end = ''): string[] => {
    const chosen: string[] = []
    const form = (phrases: readonly string[]) => `${label === '' ? '' : `${label}: `}${phrases.join(', ')}${end}`
    for (const mayTear of [false, true]) {
      for (const { text } of notes) {
        if (chosen.length >= (mayTear ? 1 : most)) break
        const phrase = boilPhrase(text, manner, { project, mayTear })
        if (phrase === undefined || isTold([...parts, ...chosen], phrase)) continue
        if (fits(form([...chosen, phrase]))) chosen.push(phrase)
      }
    }
    return chosen
  }
  return {
    get isEmpty() {
      return parts.length === 0
    },
    get text() {
      return parts.length === 0 ? undefined : dropControls(parts.join('; '))
    },
    add,
    /** Adds as many phrases as fit, and says how many. */
    addPhrases(label: string, notes: readonly Judged[], manner: Manner, most: number): number {
      const chosen = choose(label, notes, manner, most)
      if (chosen.length > 0) parts.push(`${label === '' ? '' : `${label}: `}${chosen.join(', ')}`)
      return chosen.length
    },
    addFixes(fixes: readonly Judged[]): void {
      const reserve = ' and 100 more'
      const chosen = choose('fixes', fixes, 'repair', 3, reserve)
      const left = fixes.length - chosen.length
      if (chosen.length === 0) add(countNoun(fixes.length, 'fix', 'fixes'))
      else parts.push(`fixes: ${chosen.join(', ')}${left > 0 ? ` and ${left} more` : ''}`)
    },
  }
}

type Line = ReturnType<typeof createLine>

const isTold = (told: readonly string[], phrase: string) =>
  told.some(
    (each) => each.toLowerCase().includes(phrase.toLowerCase()) || phrase.toLowerCase().includes(each.toLowerCase()),
  )

/** Ids of advisories; with one of them, what it is about. CVEs alone where both kinds stand. */
function tellAdvisories(line: Line, { text, prose }: ReleaseNotes, notes: readonly Judged[]): void {
  const all = [...new Set([...text.matchAll(ADVISORY)].map(([id]) => (/^cve/i.test(id) ? id.toUpperCase() : id)))]
  const cves = all.filter((id) => id.startsWith('CVE'))
  const ids = cves.length > 0 ? cves : all
  const security = notes.filter(({ topic }) => topic === 'security')
  const [only] = ids
  if (only !== undefined) {
    const lines = [...security, ...notes, ...prose].filter((note) => note.text.includes(only))
    const about =
      ids.length > 1 ? undefined : lines.map((note) => boilPhrase(note.text.replace(only, ''), 'repair')).find(Boolean)
    if (about !== undefined && line.add(`${only} (${about})`)) return
    for (let most = MOST_ADVISORIES; most > 0; most--) if (line.add(nameSome(ids, most))) return
    return
  }
  if (line.addPhrases('security', security, 'repair', 2) > 0) return
  const said = prose.find((each) => SAYS_SECURITY.test(each.text) && !/\bno longer\b/i.test(each.text))
  if (said) line.add('security fixes')
}

function nameSome(ids: readonly string[], most: number): string {
  const shown = ids.slice(0, most)
  const more = ids.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${countNoun(more, 'more advisory', 'more advisories')}`
  return [shown.slice(0, -1).join(', '), ...shown.slice(-1)].filter((text) => text !== '').join(' and ')
}

/** What is said where nothing else is to be said. */
function addUpkeep(line: Line, { text, prose }: ReleaseNotes, notes: readonly Judged[]): void {
  const has = (topic: NoteTopic) => notes.some((note) => note.topic === topic)
  const go = NEW_GO.exec([...prose, ...notes].map((each) => each.text).join(' \n '))?.[1]
  if (go !== undefined) line.add(`built with Go ${go}`)
  const updates = notes.filter(({ topic }) => topic === 'dependencies')
  if (updates.length === 0) return
  line.add(
    updates.length === notes.length && text !== ''
      ? 'dependency updates only'
      : has('build')
        ? 'dependency updates, CI'
        : 'dependency updates',
  )
}
