import type { Curation } from '../core/issue/curation.ts'
import type { GeneratedSectionId } from '../core/issue/generated-sections.ts'
import { describeRefresh, refreshSections } from '../core/issue/refresh-sections.ts'
import { sectionsOf, sectionTitle } from '../core/issue/section.ts'
import { failure, type Result } from '../core/text/problem.ts'
import { type Change, nothing, planChange } from './plan-change.ts'

/**
 * Writes the generated sections of an issue anew: those named, whoever wrote them last; or all that no editor has
 * touched.
 */
export function refreshIssue(curation: Curation, sections: readonly GeneratedSectionId[]): Result<Change> {
  const { issue } = curation
  if (issue.status === 'published') {
    return failure({
      where: issue.key,
      what: 'this issue is published, and its sections stay as they came out',
      remedy: 'Mend what is wrong with `npm run curate -- correct issue TEXT`',
    })
  }
  if (issue.status === 'ready') {
    return failure({
      where: issue.key,
      what: 'this issue is held, and its sections are settled',
      remedy: `Make it a draft again first: npm run curate -- --issue ${issue.key} hold --off`,
    })
  }
  const force = sections.length > 0 ? [...new Set(sections)] : undefined
  const { operations, ...refresh } = refreshSections(curation, { force })
  const words = describeRefresh(refresh).replace(/^; /, '')
  if (operations.length > 0) return planChange(curation, operations, `${issue.key}: ${words}`)
  if (refresh.kept.length > 0) {
    const names = refresh.kept.map((id) => `\`curate refresh ${id}\``).join(', ')
    return nothing(`${issue.key} is so already; ${words}, and come back with ${names}`)
  }
  const empty = force?.filter((id) => issue.generated?.[id] === undefined) ?? []
  if (empty.length > 0)
    return nothing(
      `${issue.key}: there is nothing to say in ${empty.map((section) => sectionTitle(section, sectionsOf(issue))).join(', ')}`,
    )
  return nothing(`${issue.key}: its sections are up to date`)
}
