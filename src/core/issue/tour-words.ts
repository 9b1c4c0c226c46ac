import { countNoun } from '../text/count-noun.ts'
import { formatDay } from '../text/moment.ts'
import type { Curation } from './curation.ts'
import { escapeMarkdown } from './fill-blurb.ts'
import type { Pick as IssuePick } from './issue.ts'

/** What an editor says in an issue; `blurbs` by the address of what they are about. */
export interface Words {
  readonly title: string
  readonly subject: string
  readonly preheader: string
  readonly note: string
  /** Addresses of what leads the issue. */
  readonly headlines: readonly string[]
  readonly blurbs: Readonly<Record<string, string>>
}

/** Words for an issue that no editor has seen, which say just that. */
export function plainWords({ issue, pool }: Pick<Curation, 'issue' | 'pool'>): Words {
  const of = `${countNoun(issue.picks.length, 'link')} of ${countNoun(pool.length, 'candidate')}`
  const title = `Week ${issue.key.slice(6)}, as the program ranks it`
  return {
    title,
    subject: title,
    preheader: `${of}, put in order by weight, age and number of sources; no editor has seen them.`,
    note: `Nobody has edited this issue. It holds ${of}, those that the ranking of ${formatDay(issue.date)} put first, and shows what an editor starts from. \`npm run curate\` makes an issue of your own.`,
    headlines: [],
    blurbs: {},
  }
}

/** A blurb of nothing but facts, for a pick that nobody has written about. */
export function plainBlurb({ authors, published, minutes, source }: IssuePick): string {
  const names = authors.slice(0, 3).map(({ name }) => name)
  const by = names.length > 0 ? `By ${new Intl.ListFormat('en').format(names)}, for ${source}` : `From ${source}`
  const when = published === undefined ? '' : `, ${formatDay(published, { weekday: false })}`
  return `${escapeMarkdown(by)}${when}${minutes === undefined ? '' : `; ${countNoun(minutes, 'minute')} to read`}.`
}
