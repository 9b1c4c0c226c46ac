import { SECTIONS, type SectionId } from '../../core/issue/section.ts'

/** The letter of a section is that of its flag; of two that fly one flag, the second has the first letter of its name. */
export const SECTION_LETTERS: readonly { readonly letter: string; readonly section: (typeof SECTIONS)[number] }[] =
  SECTIONS.map((section, index) => {
    const isTaken = SECTIONS.slice(0, index).some(({ flag }) => flag === section.flag)
    return { letter: (isTaken ? section.title.charAt(0) : section.flag).toLowerCase(), section }
  })

export const sectionOf = (id: SectionId): (typeof SECTIONS)[number] =>
  SECTIONS.find((section) => section.id === id) ?? SECTIONS[0]
