import type { Issue } from './issue.ts'

/**
 * The issue with its editors by their names, as a mail tells it.
 *
 * @param people by id; one whom nobody knows is called by the id
 */
export function nameEditors(issue: Issue, people: ReadonlyMap<string, { readonly name: string }>): Issue {
  return { ...issue, editors: issue.editors.map((id) => people.get(id)?.name ?? id) }
}
