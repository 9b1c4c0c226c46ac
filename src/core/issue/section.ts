import { z } from 'astro/zod'

/**
 * The sections of an issue, in the order in which they stand in page, mail and feed; an empty one vanishes.
 * `flag` is the single flag of the International Code of Signals that marks the section, `signal` what it says at sea.
 */
export const SECTIONS = [
  { id: 'headlines', title: 'Headlines', flag: 'X', signal: 'watch for my signals' },
  { id: 'release-watch', title: 'Release watch', flag: 'P', signal: 'we are about to sail' },
  { id: 'security', title: 'Security', flag: 'U', signal: 'you are running into danger' },
  { id: 'developer-news', title: 'Developer news', flag: 'K', signal: 'I wish to communicate with you' },
  { id: 'technical', title: 'Technical', flag: 'G', signal: 'I require a pilot' },
  { id: 'tooling', title: 'Tooling', flag: 'Z', signal: 'I require a tug' },
  { id: 'editorial', title: 'Editorial', flag: 'E', signal: 'I am altering my course to starboard' },
  { id: 'case-studies', title: 'Case studies', flag: 'H', signal: 'I have a pilot on board' },
  { id: 'watch-and-listen', title: 'Watch and listen', flag: 'R', signal: 'received' },
  { id: 'subproject-releases', title: 'Subproject releases', flag: 'Z', signal: 'I require a tug' },
  { id: 'events-and-calls', title: 'Events and calls', flag: 'V', signal: 'I require assistance' },
  { id: 'shoutouts', title: 'Shoutouts', flag: 'C', signal: 'yes' },
] as const satisfies readonly { id: string; title: string; flag: string; signal: string }[]

export type SectionId = (typeof SECTIONS)[number]['id']

export const SECTION_IDS = SECTIONS.map((section) => section.id) as [SectionId, ...SectionId[]]
export const sectionIdSchema = z.enum(SECTION_IDS)

/** The most characters, of the plain text, that the blurb of a pick may have. */
export function blurbLimit(section: SectionId): number {
  return section === 'headlines' ? 450 : 280
}

/** The title of a section. */
export function sectionTitle(section: SectionId): string {
  return SECTIONS.find(({ id }) => id === section)?.title ?? section
}

/** A section by its id or its title, in any case. */
export function findSection(text: string): SectionId | undefined {
  const name = text.trim().toLowerCase()
  return SECTIONS.find(({ id, title }) => id === name || title.toLowerCase() === name)?.id
}
