import type { Item } from '../item/item.ts'
import { releasedProject } from '../release/release-address.ts'
import type { Story } from '../story/story.ts'
import { advisedCves } from '../story/advised-cves.ts'
import { coverageOf, itemSource, type Sources } from '../story/carriers.ts'
import type { Sections } from '../text/section-settings.ts'
import { factBlurb } from './fact-blurb.ts'
import { fillBlurb, tellingItem } from './fill-blurb.ts'
import type { Pick } from './issue.ts'
import { blurbLimit, type SectionId, SECTIONS } from './section.ts'

/**
 * A pick of a story, complete in itself; its blurb is filled in with the facts that the story states, or else from the
 * excerpt, and marked as nobody's yet.
 */
export function makePick(story: Story, section: SectionId, sources: Sources, sections: Sections = SECTIONS): Pick {
  const item: Item = story.lead
  const source = itemSource(item, sources)
  const title = nameRelease(item, source)
  const limit = blurbLimit(section, sections)
  const told = [item, ...story.items] as const
  const blurb = factBlurb(told, limit) ?? fillBlurb(tellingItem(told).excerpt, limit)
  const cves = advisedCves(told)
  const suggestedBy = story.items.map(({ suggestion }) => suggestion?.by).find(Boolean)
  return {
    id: item.id,
    section,
    title,
    ...(title === item.title.trim() ? {} : { originalTitle: item.title.trim() }),
    url: item.url,
    source,
    authors: isRelease(item) ? [] : item.authors,
    ...(item.published === undefined ? {} : { published: item.published }),
    kind: item.kind,
    ...(item.minutes === undefined ? {} : { minutes: item.minutes }),
    access: 'free',
    language: item.language,
    ai: 'unknown',
    blurb,
    ...(blurb === '' ? {} : { unedited: true }),
    also: coverageOf(story, sources),
    ...(cves.length === 0 ? {} : { cves }),
    ...(suggestedBy === undefined ? {} : { suggestedBy }),
  }
}

/** What a release feed calls an author is whoever, or whatever, pressed the button. */
const isRelease = (item: Item) => item.kind === 'release' || releasedProject(item) !== undefined

/**
 * A bare version, as release feeds have them, says nothing outside its feed: `v3.2.0` is `Argo CD v3.2.0` here. GitHub
 * calls such a feed `Release notes from argo-cd`.
 */
export function nameRelease(item: Item, source: string): string {
  const title = item.title.trim()
  if (!isRelease(item) || !/^v?\d+\.\d+\S*( |$)/i.test(title)) return title
  return `${source.replace(/^release notes from | (releases?|release notes)$/gi, '')} ${title}`
}
