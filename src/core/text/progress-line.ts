/** Cells of a bar where there is room, and the fewest that say anything. */
const WIDEST = 24
const NARROWEST = 6

/**
 * `sending [####....]  50 %  100 of 200, 9.8 a second`, at most `columns` wide. The bar gives way to the words, for they
 * say more; only words that are wider than the terminal by themselves are cut off.
 *
 * @param share from 0 to 1
 */
export function drawProgressLine(label: string, share: number, words: string, columns: number): string {
  const told = `${String(Math.floor(share * 100)).padStart(3)} %  ${words}`
  const cells = Math.min(WIDEST, columns - label.length - told.length - ' [] '.length)
  if (cells < NARROWEST) return `${label} ${told}`.slice(0, columns)
  const full = Math.round(share * cells)
  return `${label} [${'#'.repeat(full)}${'.'.repeat(cells - full)}] ${told}`
}
