import { BLUESKY_BYTES, LIMITS, type Network } from './network.ts'

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Characters as people count them: an emoji of a family is one, a letter with its accents is one. */
export const countGraphemes = (text: string): number => [...GRAPHEMES.segment(text)].length

/** Bytes of a text in UTF-8. */
export const countBytes = (text: string): number => new TextEncoder().encode(text).length

/** Mastodon counts every link as so many: https://docs.joinmastodon.org/user/posting/#links */
const LINK_LENGTH = 23
/** A link, without what closes the sentence after it. */
const LINK = /https?:\/\/\S*[^\s.,:;!?)\]}'"’”»]/giu

/** How much of what a network takes a post is; the unit stands in `LIMITS`. */
export function measurePost(network: Network, text: string): number {
  switch (network) {
    case 'mastodon':
      return countGraphemes(text.replace(LINK, 'x'.repeat(LINK_LENGTH)))
    case 'bluesky':
      return countGraphemes(text)
    case 'linkedin':
    case 'slack':
      return text.length
  }
}

/** Whether a network takes a post. */
export function fitsNetwork(network: Network, text: string): boolean {
  const isShort = measurePost(network, text) <= LIMITS[network].most
  return isShort && (network !== 'bluesky' || countBytes(text) <= BLUESKY_BYTES)
}
