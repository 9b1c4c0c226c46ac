/** The latest of days, or of moments as content files write them, which sort as texts; undefined where there is none. */
export function newestOf(moments: Iterable<string | undefined>): string | undefined {
  let found: string | undefined
  for (const moment of moments) if (moment !== undefined && (found === undefined || moment > found)) found = moment
  return found
}
