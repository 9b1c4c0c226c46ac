import { type Section, type Sections, sectionsSchema } from '../text/section-settings.ts'

/** A section by its id: one of those that the settings name. */
export type SectionId = string

/**
 * The sections of an issue where `content/site.yml` names none, in the order in which they stand in page, mail and feed.
 * `flag` is the single flag of the International Code of Signals that marks the section, `signal` what it says at sea.
 */
const STANDARD = [
  { id: 'headlines', title: 'Headlines', flag: 'X', signal: 'watch for my signals', blurb: 450 },
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
] as const

/** Sections that the program knows what to do with; settings may name others, and leave any of these out. */
export type StandardSectionId = (typeof STANDARD)[number]['id']

export const SECTIONS: Sections = sectionsSchema.parse(STANDARD)

/** What an issue, or all content, says of its sections: nothing where they are the standard ones. */
export interface WithSections {
  readonly sections?: Sections | undefined
}

/** The sections that something has. */
export const sectionsOf = ({ sections }: WithSections): Sections => sections ?? SECTIONS

/** The place of a section among the others; one that is gone stands before all. */
export const sectionRank = (section: SectionId, sections: Sections = SECTIONS): number =>
  sections.findIndex(({ id }) => id === section)

const named = (section: SectionId, sections: Sections): Section | undefined => sections.find(({ id }) => id === section)

/** The most characters, of the plain text, that the blurb of a pick may have. */
export function blurbLimit(section: SectionId, sections: Sections = SECTIONS): number {
  return named(section, sections)?.blurb ?? 280
}

/** The title of a section. */
export function sectionTitle(section: SectionId, sections: Sections = SECTIONS): string {
  return named(section, sections)?.title ?? section
}

/** A section by its id or its title, in any case. */
export function findSection(text: string, sections: Sections = SECTIONS): SectionId | undefined {
  const name = text.trim().toLowerCase()
  return sections.find(({ id, title }) => id === name || title.toLowerCase() === name)?.id
}
