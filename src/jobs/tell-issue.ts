import { findOwn, type Forge, markOf } from './forge.ts'

export type Told = 'opened' | 'changed' | 'closed' | 'unchanged'

/**
 * Says something in an issue of the forge: one issue a name, changed while it is open, and closed when there is nothing
 * left to say.
 *
 * @param input.text markdown; empty where there is nothing to say
 * @param input.anew whether other words go into an issue of their own, in place of the one before, so that people hear of it
 */
export async function tellIssue(
  input: { readonly name: string; readonly title: string; readonly text: string; readonly anew?: boolean | undefined },
  forge: Pick<Forge, 'listIssues' | 'openIssue' | 'changeIssue' | 'closeIssue'>,
): Promise<Told> {
  const { name, title, text, anew = false } = input
  const own = findOwn(await forge.listIssues(), name)
  if (text.trim() === '') {
    if (own === undefined) return 'unchanged'
    await forge.closeIssue(own.id)
    return 'closed'
  }
  const issue = { title, body: `${markOf(name)}\n${text.trim()}\n` }
  if (own === undefined) {
    await forge.openIssue(issue)
    return 'opened'
  }
  // The forge may give line ends and the last of them back in its own way.
  if (own.body.replaceAll('\r\n', '\n').trim() === issue.body.trim()) return 'unchanged'
  if (anew) {
    await forge.closeIssue(own.id)
    await forge.openIssue(issue)
    return 'opened'
  }
  await forge.changeIssue(own.id, issue)
  return 'changed'
}
