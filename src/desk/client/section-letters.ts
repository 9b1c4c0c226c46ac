import { type SectionId, sectionTitle } from '../../core/issue/section.ts'
import type { Section } from '../../core/text/section-settings.ts'
import { DESK_SECTIONS } from './desk-sections.ts'

/**
 * The letter of a section is that of its flag; one whose flag another flies as well, or that has none, has the first
 * letter of its name that is free.
 */
export const SECTION_LETTERS: readonly { readonly letter: string; readonly section: Section }[] = assignLetters()

function assignLetters() {
  const taken = new Set<string>()
  const flown = new Map<string, Section>()
  for (const section of DESK_SECTIONS) {
    if (section.flag !== undefined && !flown.has(section.flag)) flown.set(section.flag, section)
  }
  const letterOf = (section: Section): string => {
    if (section.flag !== undefined && flown.get(section.flag) === section) return section.flag.toLowerCase()
    const flags = new Set([...flown.keys()].map((flag) => flag.toLowerCase()))
    const free = [...`${section.title.toLowerCase()}abcdefghijklmnopqrstuvwxyz`].filter((sign) => /[a-z]/.test(sign))
    return free.find((letter) => !taken.has(letter) && !flags.has(letter)) ?? ''
  }
  return DESK_SECTIONS.map((section) => {
    const letter = letterOf(section)
    taken.add(letter)
    return { letter, section }
  })
}

export const sectionOf = (id: SectionId): Section | undefined => DESK_SECTIONS.find((section) => section.id === id)

export const titleOf = (id: SectionId): string => sectionTitle(id, DESK_SECTIONS)
