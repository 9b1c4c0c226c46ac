import type { StoryEdit } from '../story/story.ts'
import type { Issue } from './issue.ts'

/** What an editor said of an item that is no pick: not this one, with a reason or without; or maybe, now or next week. */
export interface Verdict {
  readonly verdict: 'skip' | 'shortlist'
  readonly reason?: string | undefined
  /** Whose verdict it is; absent for the one who is at work. */
  readonly by?: string | undefined
}

/** All that operations change: an issue, the verdicts by the ids of items, and merges and splits in their order. */
export interface CurationState {
  readonly issue: Issue
  readonly verdicts: ReadonlyMap<string, Verdict>
  readonly edits: readonly StoryEdit[]
}
