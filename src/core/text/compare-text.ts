/** The order of two texts by their characters, the same on every machine; for `sort`. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
