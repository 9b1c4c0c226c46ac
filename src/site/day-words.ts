import { countNoun } from '../core/text/count-noun.ts'
import { formatDay } from '../core/text/moment.ts'
import { cutText } from '../core/text/plain-text.ts'
import type { DayPage, DayView } from './day-view.ts'

/** What the page of a day holds, and what it leaves out. */
export function describeDay({ items, stories, isShortened }: DayView): string {
  const told = stories === items ? '' : `, which tell ${countNoun(stories, 'story', 'stories')}`
  const shortened = isShortened
    ? ' There are too many to quote all of them: later ones stand without their first words.'
    : ''
  return `${countNoun(items, 'link')} of our sources${told}. Times are in UTC.${shortened}`
}

/** A sentence for search engines: how many links, and the first of them. */
export function summariseDay({ day, items }: DayView, { groups }: DayPage): string {
  const titles = groups.flatMap(({ stories }) => stories.slice(0, 2).map(({ title }) => title)).slice(0, 3)
  return cutText(`${countNoun(items, 'link')} of ${formatDay(day, { weekday: false })}: ${titles.join('; ')}`, 200)
}
