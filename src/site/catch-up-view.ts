import { type SectionId, sectionsOf, type WithSections } from '../core/issue/section.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { formatDay } from '../core/text/moment.ts'
import { markdownToText } from '../core/text/markdown-text.ts'
import { countWords, readingMinutes } from '../core/text/plain-text.ts'
import type { CatchUp } from './catch-up.ts'
import type { FlagId } from './flags.ts'
import { createPickView, type PickView } from './issue-view.ts'
import { pickPath } from './paths.ts'

export interface CatchUpPick {
  readonly view: PickView
  /** Its place in the issue, and in the others that told it. */
  readonly places: readonly { readonly number: number; readonly date: string; readonly href: string }[]
}

export interface CatchUpSection {
  readonly id: SectionId
  readonly title: string
  readonly flag: FlagId | undefined
  readonly picks: readonly CatchUpPick[]
}

/** The picks of a catch-up by section, in the sections' order. */
export function viewCatchUp({ picks }: CatchUp, settings: WithSections = {}): CatchUpSection[] {
  const bySection = Map.groupBy(picks, ({ pick }) => pick.section)
  return sectionsOf(settings)
    .map(({ id, title, flag }): CatchUpSection => ({
      ...{ id, title, flag },
      picks: (bySection.get(id) ?? []).map(({ pick, issue, again, corrections }) => ({
        view: createPickView(pick, {
          date: issue.date,
          corrections: corrections.map((one) => ({ ...one, pick: pick.id })),
        }),
        places: [{ pick, issue }, ...again].map((place) => ({
          number: place.issue.number,
          date: place.issue.date,
          href: pickPath(place.issue.key, place.pick.id),
        })),
      })),
    }))
    .filter((section) => section.picks.length > 0)
}

/** From what was chosen, of how many issues; and where nothing is of the span, that it is older. */
export function describeCatchUp({ weeks, picks, issues, stories, isOlder }: CatchUp): string {
  const [newest, oldest] = [issues[0], issues.at(-1)]
  if (newest === undefined || oldest === undefined)
    return 'Nothing has been published yet, so there is nothing to catch up with.'
  if (isOlder) {
    const span = `the ${weeks} weeks up to ${formatDay(newest.date)}, the day of the latest issue`
    const told = stories === picks.length ? countNoun(stories, 'link') : `${picks.length} of ${stories} links`
    return `Nothing was published in the last ${weeks} weeks. These are ${told} from ${span}.`
  }
  const since = formatDay(oldest.date, { year: !newest.date.startsWith(oldest.date.slice(0, 4)), weekday: false })
  const where =
    issues.length === 1
      ? `the issue of ${formatDay(newest.date)}`
      : `${issues.length} issues, from ${since} to ${formatDay(newest.date, { weekday: false })}`
  if (stories === picks.length) return `${stories === 1 ? 'The one link' : `All ${stories} links`} of ${where}.`
  return `The ${picks.length} to begin with, out of ${countNoun(stories, 'link')} of ${where}.`
}

/** How long the page itself takes, and all that it links to, as far as that is known. */
export function describeTime({ picks, minutes }: CatchUp): string {
  const words = picks.map(({ pick }) => countWords(`${pick.title} ${markdownToText(pick.blurb)}`))
  const page = readingMinutes(words.reduce((sum, count) => sum + count, 0))
  if (minutes.of === 0) return `${page} min for this page`
  const of = minutes.of === picks.length ? 'all that it links to' : `the ${minutes.of} links whose length is known`
  return `${page} min for this page, ${formatMinutes(minutes.sum)} for ${of}`
}

/** `45 min`, `2 h`, `1 h 20 min`. */
export function formatMinutes(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return [hours > 0 && `${hours} h`, (rest > 0 || hours === 0) && `${rest} min`].filter(Boolean).join(' ')
}
