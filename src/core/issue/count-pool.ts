import type { Curation } from './curation.ts'

/** What an issue chooses from, in numbers: `candidates` is the sum of the three others. */
export interface PoolCounts {
  /** Items. */
  readonly candidates: number
  /** Stories that no earlier issue ran. */
  readonly stories: number
  /** Items that stand under another one of their story. */
  readonly folded: number
  /** Stories that an earlier issue ran. */
  readonly alreadyRan: number
}

/** Counts what an issue chooses from; every item is in one of the three parts. */
export function countPool({ pool, stories, ranBefore }: Pick<Curation, 'pool' | 'stories' | 'ranBefore'>): PoolCounts {
  const alreadyRan = stories.filter((story) => ranBefore(story) !== undefined).length
  return {
    candidates: pool.length,
    stories: stories.length - alreadyRan,
    folded: pool.length - stories.length,
    alreadyRan,
  }
}
