import { getDomain, getPublicSuffix } from 'tldts'
import type { Item } from '../item/item.ts'
import { ADDED_BY_HAND } from '../source/source.ts'
import { wordsOf } from '../text/word-runs.ts'
import { carrierIds, type Sources } from './carriers.ts'
import { readRelease, type Release } from './read-release.ts'
import type { Story } from './story.ts'

const DAY = 86_400_000
/** Weight of a link that an editor took the trouble to add, and of a source that we follow no more. */
const WEIGHT_ADDED = 4
const WEIGHT_UNKNOWN = 2
const WEIGHT_ORDINARY = 3
/** A story without a date counts as this old at least: feeds that give none list old things as new. */
const UNDATED = 7
/** Days after which nothing gets older. */
const OLDEST = 42
/** More sources than two to the power of this say no more. */
const MOST_DOUBLINGS = 3
const LONGEST_TITLE = 40

/**
 * How far the weight of a feature is expected to lie from its prior, by the sort of the feature: the standard deviation
 * of a normal distribution, in logits. What is small needs much history to say much. Values: see docs/decisions/0020.
 */
const SPREAD = {
  weight: 0.2,
  carriers: 0.2,
  age: 0.3,
  undated: 0.3,
  added: 0.5,
  source: 0.7,
  org: 0.4,
  domain: 0.8,
  suffix: 0.5,
  path: 0.3,
  kind: 0.5,
  language: 0.4,
  author: 0.4,
  topic: 0.4,
  sig: 0.4,
  version: 0.2,
  kep: 0.4,
  cve: 0.4,
  project: 0.4,
  shape: 0.3,
  length: 0.2,
  word: 0.3,
  pair: 0.4,
  repository: 0.6,
  step: 0.6,
  'repository-step': 0.6,
  part: 0.6,
  notes: 0.4,
} as const

export type FeatureSort = keyof typeof SPREAD

/** Something true of a story that may say how likely an editor picks it. */
export interface Feature {
  readonly sort: FeatureSort
  /** The sort and what it is: `domain kubernetes.io`; of a sort that has but one, the sort. */
  readonly name: string
  /** Place of the name among those that one reader has met, from 0. */
  readonly number: number
  /** How much of it: 1 for what is or is not. */
  readonly value: number
  /** Its weight before there is any history, in logits, and how far from it history is expected to move it. */
  readonly mean: number
  readonly spread: number
}

export interface FeatureReader {
  /** The features of a story at a moment, each name once. */
  readonly read: (story: Story, now: Date) => Feature[]
  /** All that were met so far, by their numbers. */
  readonly features: readonly Feature[]
}

/**
 * Weights before there is any history, in logits; 0 for all others. A step of a source's weight is worth a doubling of
 * the sources that carry a story, and about a week of age.
 */
const PRIORS: Readonly<Record<string, number>> = {
  weight: 0.5,
  carriers: 0.5,
  age: -0.5,
  added: 0.3,
  'kind security': 0.5,
  'kind case-study': 0.2,
  'kind release': -0.2,
  'kind event': -0.3,
  'kind community': -0.3,
  'step major': 0.8,
  'step minor': 0.4,
  'step pre-release': -1,
  part: -0.7,
  'notes size': 0.2,
  'notes security': 0.5,
  cve: 0.3,
  kep: 0.2,
}

/** Weight of the heaviest source that carries a story. */
export function weightOf(story: Story, sources: Sources): number {
  return heaviestOf(carrierIds(story), sources)
}

function heaviestOf(carriers: readonly string[], sources: Sources): number {
  let most = 1
  for (const id of carriers) {
    most = Math.max(most, id === ADDED_BY_HAND ? WEIGHT_ADDED : (sources.get(id)?.weight ?? WEIGHT_UNKNOWN))
  }
  return most
}

/** When an item was published; its first sight, where that is unknown. */
export const momentOf = (item: Item): string => item.published ?? item.firstSeen

/** Whole days from an item's publication (its first sight, where that is unknown) to `now`, at least 0. */
export function ageInDays(item: Item, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(momentOf(item))) / DAY))
}

/** Whether a story is about a hole: by its kind, by a CVE, or because notes of a release say so. */
export function isAboutSecurity({ lead, items }: Story): boolean {
  return lead.kind === 'security' || items.some(({ cves }) => cves.length > 0) || hasSecurityNotes(lead)
}

const SECURITY = /\bCVE-\d|\bGHSA-|\bsecurity\b|\bvulnerabilit/i
const hasSecurityNotes = (item: Item) => item.kind === 'release' && SECURITY.test(`${item.title} ${item.excerpt}`)

/** Places of the memory for pairs of words that were met once; a power of two. */
const PAIRS_REMEMBERED = 1 << 20
/** More words than anybody has titles for; the square of it is still a whole number. */
const MOST_WORDS = 1 << 26

/**
 * Reads the features of stories. What is numbered by one reader can be learnt from together.
 *
 * @param isLearning leaves out a pair of words where it is met for the first time: most never come again, and nothing
 * can be learnt from one that does not
 */
export function createFeatureReader(sources: Sources, { isLearning = false } = {}): FeatureReader {
  const singles = new Map<FeatureSort, Map<string, Feature>>()
  const pairs = new Map<number, Feature>()
  const metOnce = new Uint8Array(isLearning ? PAIRS_REMEMBERED : 0)
  const places = new Map<string, Place>()
  /** By number of a feature, the last story that has it. */
  const last: number[] = []
  let stories = 0
  const features: Feature[] = []
  let found: Feature[] = []

  const make = (sort: FeatureSort, what: string): Feature => {
    const name = what === '' ? sort : `${sort} ${what}`
    const number = last.push(0) - 1
    const feature = { sort, name, number, value: 1, mean: PRIORS[name] ?? 0, spread: SPREAD[sort] }
    features.push(feature)
    return feature
  }
  const push = (feature: Feature, value: number) => {
    if (last[feature.number] === stories) return
    last[feature.number] = stories
    found.push(value === 1 ? feature : { ...feature, value })
  }
  const words = new Map<string, Word>()
  const addPair = (before: Word, word: Word) => {
    const key = before.number * MOST_WORDS + word.number
    let feature = pairs.get(key)
    if (feature === undefined) {
      const place = (Math.imul(word.number, 0x9e3779b1) ^ before.number) & (PAIRS_REMEMBERED - 1)
      if (metOnce[place] === 0) {
        metOnce[place] = 1
        return
      }
      pairs.set(key, (feature = make('pair', `${before.text} ${word.text}`)))
    }
    push(feature, 1)
  }
  const to: Collector = {
    add(sort, what = '', value = 1) {
      const known = inner(singles, sort)
      let feature = known.get(what)
      if (feature === undefined) known.set(what, (feature = make(sort, what)))
      push(feature, value)
    },
    addWords(all) {
      let before: Word | undefined
      for (const text of all) {
        let word = words.get(text)
        if (word === undefined) {
          words.set(
            text,
            (word = { number: words.size, text, feature: FILLERS.has(text) ? undefined : make('word', text) }),
          )
        }
        if (word.feature) push(word.feature, 1)
        if (before) addPair(before, word)
        before = word
      }
    },
    findPlace(host) {
      let place = places.get(host)
      if (place === undefined) places.set(host, (place = readPlace(host)))
      return place
    },
  }
  return {
    features,
    read(story, now) {
      stories += 1
      found = []
      addStory(story, sources, now, to)
      const release = readRelease(story.lead)
      if (release) addRelease(story.lead, release, to)
      else addPage(story.lead, to)
      return found
    },
  }
}

interface Word {
  readonly number: number
  readonly text: string
  /** Absent for what stands in every sentence. */
  readonly feature: Feature | undefined
}

function inner<K, V>(outer: Map<K, Map<string, V>>, key: K): Map<string, V> {
  let map = outer.get(key)
  if (map === undefined) outer.set(key, (map = new Map()))
  return map
}

/** Takes what is found of one story, each feature once. */
interface Collector {
  readonly add: (sort: FeatureSort, what?: string, value?: number) => void
  /** Each word, and each with the one before it. */
  readonly addWords: (words: readonly string[]) => void
  readonly findPlace: (host: string) => Place
}

function addStory(story: Story, sources: Sources, now: Date, { add }: Collector): void {
  const { lead, items } = story
  const carriers = carrierIds(story)
  add('weight', '', heaviestOf(carriers, sources) - WEIGHT_ORDINARY)
  if (carriers.length > 1) add('carriers', '', Math.min(MOST_DOUBLINGS, Math.log2(carriers.length)))
  for (const id of carriers) {
    if (id === ADDED_BY_HAND) add('added')
    add('source', id)
    const org = sources.get(id)?.org
    if (org !== undefined) add('org', org)
  }
  const isDated = lead.published !== undefined
  const days = (now.getTime() - Date.parse(momentOf(lead))) / DAY
  add('age', '', Math.min(OLDEST, Math.max(isDated ? 0 : UNDATED, days)) / 7)
  if (!isDated) add('undated')
  add('kind', lead.kind)
  if (lead.language !== 'en') add('language', lead.language)
  for (const { name } of lead.authors) add('author', name)
  for (const item of items) {
    for (const topic of item.topics) add('topic', topic)
    for (const sig of item.sigs) add('sig', sig)
    for (const version of item.versions) add('version', version)
    for (const project of item.projects) add('project', project)
    if (item.keps.length > 0) add('kep')
    if (item.cves.length > 0) add('cve')
  }
}

/** Characters of notes that a minute of reading stands for. */
export const CHARACTERS_A_MINUTE = 1_300

function addRelease(item: Item, { project, step, part }: Release, { add }: Collector): void {
  add('domain', 'github.com')
  add('repository', project)
  add('step', step)
  add('repository-step', `${project} ${step}${part === undefined ? '' : ` ${part}`}`)
  if (part !== undefined) add('part')
  const characters = Math.max(item.excerpt.length, (item.minutes ?? 0) * CHARACTERS_A_MINUTE)
  add('notes', 'size', Math.min(2, (Math.log2(50 + characters) - 9) / 4))
  if (hasSecurityNotes(item)) add('notes', 'security')
}

/** What a host name says. */
interface Place {
  /** What somebody registered (or one blog of many, below `github.io` and the like); a host without one, as it is. */
  readonly domain: string
  readonly suffix: string | null
  /** `blog`, `docs`: what the host says before the domain. */
  readonly speaking: string | undefined
}

const SPEAKING_HOST = /^(?:blog|news|docs|developers?|engineering|about|events|research)(?=\.)/

function readPlace(host: string): Place {
  const domain = getDomain(host, { allowPrivateDomains: true }) ?? host
  return {
    domain,
    suffix: getPublicSuffix(host),
    speaking: host === domain ? undefined : SPEAKING_HOST.exec(host)?.[0],
  }
}

const SHAPES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['question', /\?/],
  ['number', /\d/],
  ['colon', /:/],
  ['dash', / [-|–—] /],
  ['exclamation', /!/],
  ['quotation', /["'“‘’]/],
  ['comma', /,/],
  ['sentence', /\.\s/],
  ['money', /[$€£]/],
  ['brackets', /\(/],
  ['how to', /^how to\b/i],
  ['list', /^\d+ |\b(?:tips|things|ways|reasons|steps)\b/i],
]
const DATED_PATH = /\/(?:19|20)\d\d\//
const FILLERS = new Set(
  'a an the of to in on for and or is are be by with from at as it its this that your you we our us i my'.split(' '),
)
const ADDRESS = /^https?:\/\/(?:www\.)?([^/?#:]+)(?::\d+)?([^?#]*)/i

function addPage({ url, title }: Item, { add, addWords, findPlace }: Collector): void {
  const [, host, path = ''] = ADDRESS.exec(url) ?? []
  if (host !== undefined) {
    const { domain, suffix, speaking } = findPlace(host.toLowerCase())
    add('domain', domain)
    if (suffix !== null) add('suffix', suffix)
    const steps = path.split('/').filter((step) => step !== '')
    if (steps[0] !== undefined) add('path', `${domain}/${steps[0]}`)
    add('shape', DEPTHS[Math.min(4, steps.length)])
    if (domain === 'github.com' && steps.length === 2) add('shape', 'repository')
    if (DATED_PATH.test(path)) add('shape', 'dated path')
    if (speaking !== undefined) add('shape', speaking)
  }
  for (const [name, pattern] of SHAPES) if (pattern.test(title)) add('shape', name)
  const words = wordsOf(title).slice(0, LONGEST_TITLE)
  add('length', String(Math.min(6, Math.floor(words.length / 3))))
  addWords(words)
}

const DEPTHS = ['home', '1 deep', '2 deep', '3 deep', '4 deep or more']
