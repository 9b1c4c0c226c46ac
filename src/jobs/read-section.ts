import { findSection, type SectionId, sectionsOf, type WithSections } from '../core/issue/section.ts'
import { failure, type Result, success } from '../core/text/problem.ts'

/** The section that somebody named, by its id or its title; undefined where they named none. */
export function readSection(text: string | undefined, issue: WithSections): Result<SectionId | undefined> {
  if (text === undefined) return success(undefined)
  const sections = sectionsOf(issue)
  const section = findSection(text, sections)
  if (section !== undefined) return success(section)
  const remedy = `Sections are ${sections.map(({ id }) => id).join(', ')}`
  return failure({ where: '--section', what: `there is no section ${JSON.stringify(text)}`, remedy })
}
