import type { Story } from '../story/story.ts'
import type { Curation } from './curation.ts'

export type StoryVerdict = 'picked' | 'skip' | 'shortlist'

/** What was said of a story, by whom where that is known, and why. */
export interface Said {
  /** Null: nobody has decided. */
  readonly verdict: StoryVerdict | null
  readonly by?: string
  readonly reason?: string
}

/** Says of stories what editors said of them: that one is picked, else what was said of its lead, else of any item. */
export function createVerdictReader({ issue, verdicts }: Pick<Curation, 'issue' | 'verdicts'>): (story: Story) => Said {
  const picked = new Set(issue.picks.map(({ id }) => id))
  return ({ items }) => {
    if (items.some(({ id }) => picked.has(id))) return { verdict: 'picked' }
    const said = items.map(({ id }) => verdicts.get(id)).find((verdict) => verdict !== undefined)
    if (said === undefined) return { verdict: null }
    const { verdict, by, reason } = said
    return { verdict, ...(by === undefined ? {} : { by }), ...(reason === undefined ? {} : { reason }) }
  }
}
