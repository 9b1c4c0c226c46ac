import { editYaml } from '../text/edit-yaml.ts'
import { isEqual } from '../text/is-equal.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { issueRecord } from './format-issue.ts'
import { parseIssue } from './issue-file.ts'
import type { Issue } from './issue.ts'

/**
 * The text of an issue's file after a change: only what changed is written anew, and all else stays byte for byte as
 * somebody wrote it.
 *
 * @param text the file as it stands, which reads as `before`
 */
export function editIssueFile(text: string, before: Issue, after: Issue, where: string): Result<string> {
  const edited = rewriteIssue(text, before, after, where)
  if (!edited.ok) return edited
  const read = parseIssue(edited.value, after.key, where, after.sections)
  if (read.ok && isSameFile(read.value, after)) return edited
  return failure({
    where,
    what: 'this file is written in a way that cannot be changed without disturbing it',
    remedy: 'Write its fields one a line, without anchors, tags and braces; or make the change by hand',
  })
}

/** As `editIssueFile`, without looking whether the text reads as it should: for who knows which text it should be. */
export function rewriteIssue(text: string, before: Issue, after: Issue, where: string): Result<string> {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const hasReturns = text.includes('\r\n')
  const whole = text.slice(mark.length).replaceAll('\r\n', '\n')
  const start = whole.indexOf('\n') + 1
  const end = whole.indexOf('\n---', start - 1) + 1
  const yaml = editYaml(whole.slice(start, end), issueRecord(before), issueRecord(after), where)
  if (!yaml.ok) return yaml
  const rest = before.body === after.body ? whole.slice(end) : formatBody(after.body)
  const edited = `${whole.slice(0, start)}${yaml.value}${rest}`
  return success(mark + (hasReturns ? edited.replaceAll('\n', '\r\n') : edited))
}

/** Whether two issues have the same file; to compare them so is many times as fast as to write both. */
const isSameFile = (one: Issue, other: Issue) =>
  isEqual(issueRecord(one), issueRecord(other)) && one.body.trim() === other.body.trim()

const formatBody = (body: string) => (body.trim() === '' ? '---\n' : `---\n\n${body}`)
