/** What stands before and after one of a list that is newest first, in time. */
export function neighboursOf<T>(
  newestFirst: readonly T[],
  at: number,
): { before: T | undefined; after: T | undefined } {
  return { before: newestFirst[at + 1], after: at > 0 ? newestFirst[at - 1] : undefined }
}
