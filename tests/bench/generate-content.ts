// node tests/bench/generate-content.ts DIR [ITEMS [ISSUES]]: made-up content of the size of an archive.
import fs from 'node:fs'
import path from 'node:path'
import { formatItem, itemPath } from '../../src/core/item/item-file.ts'
import type { Item } from '../../src/core/item/item.ts'
import { formatSource } from '../../src/core/source/source-file.ts'
import { KINDS, type Source } from '../../src/core/source/source.ts'
import { PROJECTS } from '../../src/core/tag/projects.ts'
import { formatYaml, formatMarkdownFile } from '../../src/core/text/front-matter.ts'
import { addWeeks, weekOf, weekStart } from '../../src/core/text/week.ts'
import { makeItem, makeSource, SECTION_IDS } from '../builders.ts'

export interface ContentSize {
  readonly items: number
  /** One a week, up to the week before `CONTENT_NOW`. */
  readonly issues: number
  readonly sources?: number
  readonly posts?: number
  readonly caseStudies?: number
}

/** The moment for which the content is made: build it with this as `--now`. */
export const CONTENT_NOW = '2026-08-24T06:00:00Z'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** What is taken from the project's own content as it is: facts, which are not made up. */
const FACTS = ['topics', 'groups', 'releases', 'events']
const PICKS = 20
const HOUR = 3_600_000

const words = (text: string): string[] => text.trim().split(/\s+/)
const SUBJECTS = words(`
  Kubelet Scheduler Ingress Gateway Operator Controller Webhook Autoscaler Registry Runtime Snapshotter Proxy Sidecar
  Volume Namespace Cluster Node Pod Job CronJob Deployment StatefulSet DaemonSet Service Endpoint Quota Token Secret
  ConfigMap Manifest Chart Pipeline Policy Audit Tracing Collector Exporter Dashboard Mesh Certificate Issuer Broker
  Queue Cache Database Index Backup Restore Snapshot Migration Upgrade Rollout Canary Budget Taint Toleration Affinity
  Topology Device Accelerator Tenant Fleet Edge Gatekeeper Signer Verifier Attestation Provenance Sandbox Hypervisor`)
const VERBS = words(`
  moves shrinks splits learns drops gains renames replaces caches retries drains signs verifies throttles mirrors
  streams batches resumes survives forgets measures explains merges rewrites isolates balances shards compacts`)
const ADJECTIVES = words(`
  quiet early late stable beta alpha default optional strict lazy eager hidden shared local remote warm cold heavy light
  idle busy broken repaired forgotten boring unexpected cheap costly faster slower safer smaller older newer nightly
  weekly zonal regional multi-tenant declarative immutable ephemeral portable air-gapped`)
const NOUNS = words(`
  restart eviction preemption backoff probe lease watch informer reconcile finalizer admission quota latency memory
  throughput bandwidth storage checksum signature digest layer image mount socket cgroup namespace kernel syscall
  interface address route packet session cookie header timeout deadline budget window rollout rollback release patch
  changelog deprecation removal feature gate flag option default schema field label annotation selector owner reference
  event log metric trace span histogram alert runbook incident postmortem drill rehearsal survey proposal review vote`)
const PLACES = words(`
  Hafen Leuchtturm Breakwater Quayside Northlight Saltmarsh Driftwood Kelpforge Tidewater Lodestar Mainsail Windlass
  Bowsprit Halyard Capstan Binnacle Foghorn Anchorage Moorings Spindrift Seawall Lighter Gangway Bulwark Rigging Keelson`)
const NAMES = words(`Ada Bo Cleo Dara Emil Fenna Gus Hana Ines Joris Kaja Lou Mira Nils Ola Pia Quin Rosa Sam Tove`)

const SYLLABLES = words(`ba dor fen gal hin jor kel lum mar nis pol qua ras sel tam ulm vor wen yar zim`)
/**
 * Nearly half of the words of a text are rare: 1,800 real items have 8,000 different words, and the 200 that are most common
 * make half of all. An index of few words would be nothing like theirs.
 */
const LEXICON = Array.from({ length: 24_000 }, (_, index) => {
  const syllable = (place: number) => SYLLABLES[Math.floor(index / SYLLABLES.length ** place) % SYLLABLES.length] ?? ''
  return syllable(0) + syllable(1) + syllable(2) + (index >= SYLLABLES.length ** 3 ? syllable(3) : '')
})

/** So many of the lexicon are about equally frequent. */
const COMMON = 40

/** Numbers from 0 to 1 that are the same in every run (a linear congruential generator). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

interface Dice {
  readonly chance: (likelihood: number) => boolean
  readonly count: (least: number, most: number) => number
  /** The first members more often than the last, as words are in any language. */
  readonly one: <T>(list: readonly T[]) => T
  /** A word of the lexicon, more rarely the further back it stands (the law of Zipf and Mandelbrot). */
  readonly rare: () => string
}

function createDice(seed: number): Dice {
  const random = createRandom(seed)
  return {
    chance: (likelihood) => random() < likelihood,
    count: (least, most) => least + Math.floor(random() * (most - least + 1)),
    one: (list) => list[Math.floor(random() ** 1.7 * list.length)] as (typeof list)[number],
    rare: () => LEXICON[Math.floor(COMMON * ((LEXICON.length / COMMON + 1) ** random() - 1))] ?? '',
  }
}

const lower = (word: string): string => word.toLowerCase()

function sentence({ one, chance, count, rare }: Dice): string {
  const subject = `${one(['The', 'A', 'Every', 'No'])} ${one(ADJECTIVES)} ${lower(one(SUBJECTS))}`
  const object = `${rare()} ${rare()} the ${one(NOUNS)} of ${rare()}`
  const rest = chance(0.5)
    ? ` when ${rare()} ${rare()} is ${one(ADJECTIVES)}`
    : ` in ${count(2, 90)} ${one(['seconds', 'clusters', 'nodes', 'steps'])} of ${rare()} ${rare()}`
  return `${subject}, ${rare()} ${rare()} ${rare()}, ${one(VERBS)} ${object}${rest}.`
}

const prose = (dice: Dice, sentences: number): string =>
  Array.from({ length: sentences }, () => sentence(dice)).join(' ')

function title({ one, chance, count, rare }: Dice): string {
  const subject = one(SUBJECTS)
  const start = chance(0.3) ? `${subject} ${count(0, 3)}.${count(0, 40)}` : `${one(ADJECTIVES)} ${lower(subject)}`
  const text = `${start} ${one(VERBS)} the ${rare()} ${one(NOUNS)}`
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const moment = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')

/** Writes a content folder; the same size makes the same bytes. */
export function generateContent(folder: string, size: ContentSize): void {
  const { items, issues, posts = 30, caseStudies = 12 } = size
  const dice = createDice(1)
  const write = (name: string, text: string) => {
    const file = path.join(folder, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, text)
  }
  for (const name of FACTS) fs.cpSync(path.join(ROOT, 'content', name), path.join(folder, name), { recursive: true })
  const topics = listIds(path.join(folder, 'topics'))
  const groups = listIds(path.join(folder, 'groups'))
  write(
    'site.yml',
    formatYaml({
      name: 'Crowsnest',
      url: 'https://crowsnest.example',
      tagline: 'The week, made up',
      description: 'As much as ten years bring, and none of it true.',
      mail: { from: 'Crowsnest <weekly@crowsnest.example>' },
    }),
  )
  const sources = makeSources(size.sources ?? 70, dice)
  for (const source of sources) write(`sources/${source.id}.yml`, formatSource(source))
  for (const [index, name] of NAMES.entries()) {
    write(`authors/${lower(name)}.yml`, formatYaml({ name: `${name} ${PLACES[index]}`, org: PLACES[index + 3] }))
  }

  const last = addWeeks(weekOf(CONTENT_NOW), -1)
  const start = weekStart(addWeeks(last, 1 - issues)).getTime()
  const end = Date.parse(CONTENT_NOW)
  const all = Array.from({ length: items }, (_, index) =>
    makeOne(dice, sources, { topics, groups, time: start + ((end - start) / items) * (index + 0.5) }),
  )
  for (const item of all) write(`items/${itemPath(item)}`, formatItem(item))

  let at = 0
  for (let index = 0; index < issues; index++) {
    const week = addWeeks(last, index + 1 - issues)
    const from = weekStart(week).getTime()
    const covers = { from: moment(from), to: moment(from + 7 * 24 * HOUR) }
    const pool: Item[] = []
    for (; at < all.length && (all[at]?.firstSeen ?? '') <= covers.to; at++) pool.push(all[at] as Item)
    const picks = pool.slice(0, PICKS).map((item, place) => ({
      ...{ id: item.id, title: item.title, url: item.url, kind: item.kind, published: item.published },
      section: SECTION_IDS[place % SECTION_IDS.length],
      source: sources.find(({ id }) => id === item.sources[0]?.id)?.title,
      minutes: dice.count(2, 14),
      blurb: `${sentence(dice)} Set \`${lower(dice.one(SUBJECTS))}.${dice.one(NOUNS)}\` and *wait*. ${sentence(dice)}`,
    }))
    write(
      `issues/${week}.md`,
      formatMarkdownFile(
        {
          ...{
            number: index + 1,
            title: title(dice),
            status: 'published',
            date: covers.to.slice(0, 10),
            weeks: [week],
          },
          ...{ subject: title(dice), covers, editors: [lower(NAMES[index % NAMES.length] ?? '')] },
          ...{ candidates: pool.length, picks },
        },
        `${prose(dice, 4)}\n\n${prose(dice, 3)}`,
      ),
    )
  }
  const days = Math.floor((end - start) / (24 * HOUR))
  for (let index = 0; index < posts; index++) {
    const isPart = index < 5
    const date = moment(end - Math.floor(((index + 0.5) / posts) * days) * 24 * HOUR).slice(0, 10)
    write(
      `posts/post-${index + 1}.md`,
      formatMarkdownFile(
        {
          ...{ title: title(dice), description: sentence(dice), status: 'published', date },
          authors: [{ id: lower(NAMES[index % NAMES.length] ?? '') }],
          topics: [dice.one(topics)],
          sigs: [dice.one(groups)],
          series: isPart ? { id: 'five-watches', part: 5 - index } : undefined,
        },
        makeBody(dice),
      ),
    )
  }
  if (posts >= 5) write('series/five-watches.yml', formatYaml({ title: 'Five watches', description: sentence(dice) }))
  for (let index = 0; index < caseStudies; index++) {
    const company = PLACES[index % PLACES.length] ?? ''
    write(
      `case-studies/study-${index + 1}.md`,
      formatMarkdownFile(
        {
          ...{ title: `${company}: ${title(dice)}`, description: sentence(dice), status: 'published' },
          date: moment(end - (index + 1) * 40 * 24 * HOUR).slice(0, 10),
          authors: [{ id: lower(NAMES[index % NAMES.length] ?? '') }],
          topics: [dice.one(topics)],
          company: { name: company, industry: 'Shipping' },
          figures: [{ value: String(dice.count(10, 900)), label: 'lamps, all of them lit' }],
        },
        makeBody(dice),
      ),
    )
  }
}

function listIds(folder: string): string[] {
  const files = fs.readdirSync(folder).filter((name) => name.endsWith('.yml'))
  return files.map((name) => path.basename(name, '.yml')).sort()
}

function makeSources(count: number, dice: Dice): Source[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = KINDS[index % KINDS.length] ?? 'blog'
    const place = PLACES[index % PLACES.length] ?? ''
    const name = `${place} ${dice.one(['Blog', 'Notes', 'Weekly', 'Radio', 'Log'])} ${index + 1}`
    const id = `source-${index + 1}`
    return makeSource({
      ...{ id, title: name, kind, org: place, weight: dice.count(1, 5) },
      ...{ url: `https://${id}.harbour.example/feed.xml`, site: `https://${id}.harbour.example/` },
    })
  })
}

/** An item of a source, with what ingest would have found in it. */
function makeOne(
  dice: Dice,
  sources: readonly Source[],
  { topics, groups, time }: { topics: readonly string[]; groups: readonly string[]; time: number },
): Item {
  const source = dice.one(sources)
  const url = `${source.site}${moment(time).slice(0, 10)}/${Math.round(time / 1000).toString(36)}/`
  const isSecurity = source.kind === 'security'
  return makeItem({
    url,
    title: title(dice),
    kind: source.kind,
    published: moment(time),
    firstSeen: moment(time + 0.4 * HOUR),
    authors: dice.chance(0.6) ? [{ name: `${dice.one(NAMES)} ${dice.one(PLACES)}` }] : [],
    sources: [{ id: source.id, url }],
    ...(dice.chance(0.5) ? { minutes: dice.count(2, 20) } : {}),
    topics: [...new Set(Array.from({ length: dice.count(0, 3) }, () => dice.one(topics)))].sort(),
    sigs: dice.chance(0.3) ? [dice.one(groups)] : [],
    versions: dice.chance(0.2) ? [`1.${dice.count(8, 37)}`] : [],
    ...nameWork(Math.floor(time / HOUR)),
    cves: isSecurity ? [`CVE-${moment(time).slice(0, 4)}-${dice.count(1000, 60_000)}`] : [],
    excerpt: prose(dice, dice.count(3, 5)),
  })
}

/** Proposals and projects, as often as real items name them; by the hour, so that the dice fall as they did without. */
function nameWork(hour: number): Pick<Item, 'keps' | 'projects'> {
  const project = PROJECTS[(hour * 31) % PROJECTS.length]
  return {
    keps: hour % 10 === 0 ? [String(1_000 + ((hour * 7) % 4_000))] : [],
    projects: hour % 3 === 0 && project ? [project.id] : [],
  }
}

/** A long text with headings, a list, and a manifest that must survive as it stands. */
function makeBody(dice: Dice): string {
  const section = (heading: string) => `## ${heading}\n\n${prose(dice, 5)}\n\n${prose(dice, 4)}`
  const name = lower(dice.one(SUBJECTS))
  return [
    prose(dice, 5),
    section('What it does'),
    `\`\`\`yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  ${dice.one(NOUNS)}: "${dice.count(1, 99)}"\n\`\`\``,
    section('What it costs'),
    `\`\`\`console\n$ kubectl get configmap ${name} --output yaml\n\`\`\``,
    section('What to do'),
    Array.from({ length: 4 }, () => `- ${sentence(dice)}`).join('\n'),
  ].join('\n\n')
}

if (import.meta.main) {
  const [folder, items = '10000', issues = '520'] = process.argv.slice(2)
  if (folder === undefined) throw new Error('Name the folder to write.')
  generateContent(path.resolve(folder), { items: Number(items), issues: Number(issues) })
}
