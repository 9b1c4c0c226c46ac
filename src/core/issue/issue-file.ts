import { findConflict } from '../text/conflict.ts'
import { hasControls } from '../text/plain-text.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { parseMarkdownFile } from '../text/front-matter.ts'
import type { Sections } from '../text/section-settings.ts'
import { type Issue, issueSchema } from './issue.ts'
import { sectionsOf } from './section.ts'

/**
 * Reads `content/issues/<key>.md`; the key is the issue's first week, or its slug.
 *
 * @param sections those that the settings name; without, the standard ones
 */
export function parseIssue(text: string, key: string, where: string, sections?: Sections): Result<Issue> {
  const line = findConflict(text)
  if (line !== undefined) {
    return failure({
      where,
      line,
      what: 'a merge left its conflict markers here',
      remedy: '`npm run curate -- resolve` makes one issue of both sides and the logs of all editors',
    })
  }
  const file = parseMarkdownFile(text, schemaFor(sectionsOf({ sections })), where)
  if (!file.ok) return file
  const { data, body } = file.value
  const control = text.split('\n').findIndex(hasControls)
  if (control !== -1) {
    return failure({
      where,
      line: control + 1,
      what: 'a control character, or one that turns the direction of the writing, stands here',
      remedy: 'Take it out, or write the line anew',
    })
  }
  const expected = data.slug ?? data.weeks[0]
  if (expected !== key) {
    return failure({
      where,
      field: data.slug === undefined ? 'weeks[0]' : 'slug',
      what: `the file is named ${key}.md, and this says ${expected}`,
      remedy: 'Rename the file, or mend the field',
    })
  }
  return success({ ...data, key, body, ...(sections === undefined ? {} : { sections }) })
}

const schemas = new WeakMap<Sections, typeof issueSchema>()

/** Front matter whose picks stand in sections that there are; a year of issues is read with one schema. */
function schemaFor(sections: Sections): typeof issueSchema {
  const schema =
    schemas.get(sections) ??
    issueSchema.superRefine(({ picks }, context) => {
      for (const [index, { section }] of picks.entries()) {
        if (sections.some(({ id }) => id === section)) continue
        const message = `expected one of ${sections.map(({ id }) => id).join(', ')}, which content/site.yml names`
        context.addIssue({ code: 'custom', path: ['picks', index, 'section'], message })
      }
    })
  schemas.set(sections, schema)
  return schema
}
