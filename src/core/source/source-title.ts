import { cutText, htmlToText } from '../text/plain-text.ts'

/** Characters. */
const LONGEST_TITLE = 120

/**
 * What a source is called: its title as text on one line, cut; the host of its feed where it has none.
 *
 * @param html the title as a feed or a list of feeds has it
 */
export function sourceTitle(html: string, url: string): string {
  return cutText(htmlToText(html), LONGEST_TITLE) || (URL.parse(url)?.hostname ?? url)
}
