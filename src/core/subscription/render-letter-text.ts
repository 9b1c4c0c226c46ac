import { textWidth, wrapText } from '../text/wrap-text.ts'
import type { Letter } from './letter.ts'

const WIDTH = 72

/** A letter as plain text of 72 columns; each address stands on a line of its own, whole. */
export function renderLetterText({
  heading,
  paragraphs,
  button,
  notes,
  links,
  name,
  tagline,
  address,
}: Letter): string {
  const wrap = (text: string) => wrapText(text, WIDTH)
  const blocks = [
    `${wrap(heading)}\n${'='.repeat(Math.min(textWidth(heading), WIDTH))}`,
    ...paragraphs.map(wrap),
    ...(button === undefined ? [] : [`${button.text}:\n${button.url}`]),
    ...notes.map(wrap),
    '-'.repeat(WIDTH),
    links.map(({ text, url }) => `${text}:\n${url}`).join('\n'),
    wrap(`${name}. ${tagline}.`),
    ...(address.length === 0 ? [] : [address.join('\n')]),
  ]
  return `${blocks.join('\n\n')}\n`
}
