import type { Issue } from '../core/issue/issue.ts'
import { formatDay } from '../core/text/moment.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import type { Card } from './card.ts'
import { createIssueView, flagsOf } from './issue-view.ts'

/** What the picture of an issue says: number, headline, day, and the flags of its sections. */
export function createIssueCard(issue: Issue, { name }: SiteSettings): Card {
  const { number, title, weeks, date, pickCount, sections } = createIssueView(issue)
  return {
    name,
    title,
    above: [`No. ${number}`, weeks].filter((words) => words !== title).join(' · '),
    below: [formatDay(date, { weekday: false }), `${pickCount} ${pickCount === 1 ? 'pick' : 'picks'}`].join(' · '),
    flags: flagsOf(sections),
  }
}
