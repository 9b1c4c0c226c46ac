import type { Item } from '../item/item.ts'
import type { Story } from '../story/story.ts'
import { coverageOf, itemSource, type Sources } from '../story/carriers.ts'
import { fillBlurb } from './fill-blurb.ts'
import type { Pick } from './issue.ts'
import { blurbLimit, type SectionId } from './section.ts'

/** A pick of a story, complete in itself; its blurb is filled in from the excerpt, and marked as nobody's yet. */
export function makePick(story: Story, section: SectionId, sources: Sources): Pick {
  const item: Item = story.lead
  const blurb = fillBlurb(item.excerpt, blurbLimit(section))
  return {
    id: item.id,
    section,
    title: item.title.trim(),
    url: item.url,
    source: itemSource(item, sources),
    authors: item.authors,
    ...(item.published === undefined ? {} : { published: item.published }),
    kind: item.kind,
    ...(item.minutes === undefined ? {} : { minutes: item.minutes }),
    access: 'free',
    language: item.language,
    ai: 'unknown',
    blurb,
    ...(blurb === '' ? {} : { unedited: true }),
    also: coverageOf(story, sources),
  }
}
