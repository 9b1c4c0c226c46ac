import { findImages } from '../text/markdown-images.ts'
import { type Check, curateCommand, shorten } from './check.ts'
import type { Curation } from './curation.ts'

/**
 * Images: one without alt text says nothing to who does not see it. Page, mail and feed show no images in these words,
 * so that one with alt text is worth knowing of, too.
 */
export function checkImages({ issue, issues }: Pick<Curation, 'issue' | 'issues'>): Check[] {
  const curate = curateCommand({ issue, issues })
  const texts = [
    { what: 'The body', markdown: issue.body, place: {}, remedy: `in ${issue.key}.md` },
    ...issue.picks.map(({ id, title, blurb }) => ({
      what: `The blurb of "${shorten(title)}"`,
      markdown: blurb,
      place: { pick: id },
      remedy: `with ${curate} blurb ${id} TEXT`,
    })),
  ]
  return texts.flatMap(({ what, markdown, place, remedy }) =>
    findImages(markdown).map(({ url, alt }): Check => {
      const name = url === '' ? 'an image' : `the image ${url}`
      return alt === ''
        ? {
            ...{ level: 'error', check: 'alt-text', ...place, message: `${what} has ${name} without alt text` },
            remedy: `Link to it in words that say what it shows, ${remedy}`,
          }
        : {
            ...{ level: 'warning', check: 'image', ...place },
            message: `${what} has ${name}, and neither page nor mail shows it`,
            remedy: `Link to it instead, ${remedy}`,
          }
    }),
  )
}
