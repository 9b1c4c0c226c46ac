import { dayOf } from '../text/moment.ts'
import { type Check, curateCommand, shorten } from './check.ts'
import type { Curation } from './curation.ts'
import type { Person } from './person.ts'
import { createOrganisationFinder, organisationKey } from './pick-organisations.ts'
import { readingMinutes } from './reading-minutes.ts'

const DAY = 86_400_000
const MONTH = 31
const SHARE = 0.25
const LONG = 15

/** What is worth a second thought: age, one voice too loud, walls, length. */
export function checkMix(curation: Curation): Check[] {
  const { issue, items } = curation
  const curate = curateCommand(curation)
  const found: Check[] = []
  const dates = new Map(items.map(({ id, published }) => [id, published]))
  for (const { id, title, published = dates.get(id), access } of issue.picks) {
    const days = published === undefined ? 0 : (Date.parse(issue.date) - Date.parse(dayOf(published))) / DAY
    if (days > MONTH) {
      const message = `"${shorten(title)}" is ${days} days old`
      const remedy = `Say in the blurb why it runs now, or ${curate} drop ${id}`
      found.push({ level: 'warning', check: 'old', pick: id, message, remedy })
    }
    if (access === 'paywall') {
      const message = `"${shorten(title)}" stands behind a paywall`
      const remedy = 'Pick an open account of it, if there is one'
      found.push({ level: 'warning', check: 'paywall', pick: id, message, remedy })
    }
  }
  for (const { name, count } of countVoices(curation)) {
    if (!isTooLoud(count, issue.picks.length)) continue
    const message = `${count} of ${issue.picks.length} picks are from ${name}`
    const remedy = `Pick other voices, or drop some of these: ${curate} drop ID`
    found.push({ level: 'warning', check: 'organisation', message, remedy })
  }
  const minutes = readingMinutes(issue)
  if (minutes > LONG) {
    const message = `The issue takes ${minutes} minutes to read; ${LONG} is plenty`
    found.push({ level: 'warning', check: 'length', message, remedy: 'Shorten blurbs, or drop some picks' })
  }
  return found
}

/** Employers of the issue's editors, as far as `content/authors/` names them, who have too many of the picks. */
export function checkEmployers(curation: Curation, people: readonly Person[]): Check[] {
  const { issue } = curation
  const voices = new Map(countVoices(curation).map((voice) => [organisationKey(voice.name), voice]))
  const editors = new Set(issue.editors.map((id) => id.toLowerCase()))
  return people.flatMap(({ id, name, org }): Check[] => {
    const voice = org === undefined ? undefined : voices.get(organisationKey(org))
    if (!voice || !editors.has(id.toLowerCase()) || !isTooLoud(voice.count, issue.picks.length)) return []
    const message = `${voice.count} of ${issue.picks.length} picks are from ${voice.name}, for whom ${name} works, an editor of this issue`
    const remedy = `Have another editor weigh them, or drop some: ${curateCommand(curation)} drop ID`
    return [{ level: 'warning', check: 'employer', message, remedy }]
  })
}

const isTooLoud = (count: number, all: number) => count >= 2 && count > all * SHARE

/** How many picks are from each organisation; one of two authors' organisations counts for both. */
function countVoices({ issue, sources, items }: Curation): { name: string; count: number }[] {
  const organisationsOf = createOrganisationFinder(sources, items)
  const voices = new Map<string, { name: string; count: number }>()
  for (const pick of issue.picks) {
    for (const [key, name] of organisationsOf(pick)) {
      const voice = voices.get(key)
      voices.set(key, { name: voice?.name ?? name, count: (voice?.count ?? 0) + 1 })
    }
  }
  return [...voices.values()]
}
