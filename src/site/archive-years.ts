import { countNoun } from '../core/text/count-noun.ts'
import type { CalendarYear } from './day-calendar.ts'

/** `52 issues, 3 posts, 1 case study and 1,204 links`: what there is of a year. */
export function describeYear({ months, count }: CalendarYear): string {
  const sum = (part: 'issues' | 'posts' | 'caseStudies') =>
    months.reduce((total, month) => total + month[part].length, 0)
  const parts = [
    { count: sum('issues'), text: countNoun(sum('issues'), 'issue') },
    { count: sum('posts'), text: countNoun(sum('posts'), 'post') },
    { count: sum('caseStudies'), text: countNoun(sum('caseStudies'), 'case study', 'case studies') },
    { count, text: `${count.toLocaleString('en')} ${count === 1 ? 'link' : 'links'}` },
  ].filter((part) => part.count > 0)
  return new Intl.ListFormat('en-GB').format(parts.map(({ text }) => text))
}
