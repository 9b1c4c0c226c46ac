import { countNoun } from '../text/count-noun.ts'
import type { Sections } from '../text/section-settings.ts'
import { shorten } from './check.ts'
import type { LogEntry } from './decision-log.ts'
import type { Operation } from './operation.ts'
import { SECTIONS, sectionTitle } from './section.ts'

const NAMES: Readonly<Record<Operation['verb'], string>> = {
  pick: 'pick',
  drop: 'drop',
  move: 'move',
  blurb: 'blurb',
  title: 'title',
  set: 'change of a pick',
  head: 'title, subject or preheader',
  note: 'note',
  generate: 'generated section',
  section: 'section',
  restore: 'change of the issue',
  publish: 'publication',
  hold: 'hold',
  correct: 'correction',
  retract: 'correction taken back',
  skip: 'skip',
  shortlist: 'shortlist',
  clear: 'verdict taken back',
  merge: 'merge',
  split: 'split',
  forget: 'merge or split taken back',
}

/** What a line of a log did, in a few words: `pick of "First light" into Technical`, `20 picks`. */
export function describeChange(
  { did: all, back }: Pick<LogEntry, 'did' | 'back'>,
  titleOf: (id: string) => string | undefined = () => undefined,
  sections: Sections = SECTIONS,
): string {
  // Sections that the program wrote anew go with what somebody did.
  const others = all.filter(({ verb }) => verb !== 'generate')
  const did = others.length > 0 ? others : all
  const verbs = new Set(did.map(({ verb }) => verb))
  const [first] = did
  if (first === undefined) return 'the beginning of the issue'
  if (verbs.size === 1 && did.length > 1) return `${countNoun(did.length, NAMES[first.verb])}`
  const pick = did.find((operation) => operation.verb === 'pick')
  if (pick) return `pick of "${shorten(pick.pick.title)}" into ${sectionTitle(pick.pick.section, sections)}`
  const drop = did.some(({ verb }) => verb === 'drop') && back.find((operation) => operation.verb === 'pick')
  if (drop) return `drop of "${shorten(drop.pick.title)}"`
  if (first.verb === 'head') return first.field
  const id = 'id' in first ? first.id : 'ids' in first ? first.ids[0] : undefined
  const title = id === undefined ? undefined : titleOf(id)
  return title === undefined ? NAMES[first.verb] : `${NAMES[first.verb]} of "${shorten(title)}"`
}
