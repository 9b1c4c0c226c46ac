import { editYaml } from '../text/edit-yaml.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { formatIssue, issueRecord } from './format-issue.ts'
import { parseIssue } from './issue-file.ts'
import type { Issue } from './issue.ts'

/**
 * The text of an issue's file after a change: only what changed is written anew, and all else stays byte for byte as
 * somebody wrote it.
 *
 * @param text the file as it stands, which reads as `before`
 */
export function editIssueFile(text: string, before: Issue, after: Issue, where: string): Result<string> {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const hasReturns = text.includes('\r\n')
  const whole = text.slice(mark.length).replaceAll('\r\n', '\n')
  const start = whole.indexOf('\n') + 1
  const end = whole.indexOf('\n---', start - 1) + 1
  const yaml = editYaml(whole.slice(start, end), issueRecord(before), issueRecord(after), where)
  if (!yaml.ok) return yaml
  const rest = before.body === after.body ? whole.slice(end) : formatBody(after.body)
  const edited = `${whole.slice(0, start)}${yaml.value}${rest}`
  const read = parseIssue(edited, after.key, where)
  if (!read.ok || formatIssue(read.value) !== formatIssue(after)) {
    return failure({
      where,
      what: 'this file is written in a way that cannot be changed without disturbing it',
      remedy: 'Write its fields one a line, without anchors, tags and braces; or make the change by hand',
    })
  }
  return success(mark + (hasReturns ? edited.replaceAll('\n', '\r\n') : edited))
}

const formatBody = (body: string) => (body.trim() === '' ? '---\n' : `---\n\n${body}`)
