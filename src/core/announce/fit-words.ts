const WORDS = new Intl.Segmenter('en', { granularity: 'word' })
/** Scripts that put no spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u
const ELLIPSIS = '…'

/**
 * The longest start of a text that `fits` together with the ellipsis that ends it; the whole of it where that fits. It
 * ends between two words, in scripts without spaces where a dictionary parts them, and so never inside a grapheme.
 *
 * @returns '' where not even the first word fits
 */
export function fitWords(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text
  const cuts = listCuts(text)
  // What fits is shorter than what does not.
  let [low, high] = [0, cuts.length]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (fits(endAt(text, cuts[middle - 1] ?? 0))) low = middle
    else high = middle - 1
  }
  return low === 0 ? '' : endAt(text, cuts[low - 1] ?? 0)
}

const endAt = (text: string, cut: number) => `${text.slice(0, cut).replace(/[\s,;:–—-]+$/u, '')}${ELLIPSIS}`

/** Where a text may be cut, in UTF-16 from its start, rising. */
function listCuts(text: string): number[] {
  const spaces = [...text.matchAll(/\s+/gu)].map(({ index }) => index)
  if (!UNSPACED.test(text)) return spaces.filter((index) => index > 0)
  const between = [...WORDS.segment(text)].flatMap(({ index, segment, isWordLike }) =>
    isWordLike === true && UNSPACED.test(segment) && UNSPACED.test(text.charAt(index - 1)) ? [index] : [],
  )
  return [...new Set([...spaces, ...between])].filter((index) => index > 0).sort((a, b) => a - b)
}
