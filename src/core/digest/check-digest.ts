import type { Check } from '../issue/check.ts'
import type { Issue } from '../issue/issue.ts'
import { SIZE_LIMIT, SIZE_WARNING } from '../text/mail-size.ts'
import type { Problem } from '../text/problem.ts'

/** What keeps an issue from being sent, and what an editor should know; `where` is the issue's file. */
export interface DigestFindings {
  readonly errors: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** @param standing what is wrong with what every mail says, as `checkStandingText` finds it */
export function checkDigest(
  issue: Issue,
  html: string,
  where: string,
  standing: readonly Problem[] = [],
): DigestFindings {
  const errors: Problem[] = []
  const warnings: Problem[] = []
  const size = checkSize(html)
  if (size !== undefined) {
    const { level, message, remedy } = size
    const problem: Problem = { where, what: message, remedy }
    if (level === 'error') errors.push(problem)
    else warnings.push(problem)
  }
  if (issue.imported !== undefined) {
    errors.push({
      where,
      field: 'imported',
      what: 'another newsletter sent it already, and it was imported from there',
      remedy: 'Send an issue that was made here',
    })
  }
  if (issue.subject.trim() === '') {
    errors.push({
      where,
      field: 'subject',
      what: 'the mail has no subject',
      remedy: 'Write one line into `subject` that says what is in it',
    })
  }
  if (issue.preheader.trim() === '') {
    warnings.push({
      where,
      field: 'preheader',
      what: 'there is no line for mail programs to show after the subject',
      remedy: 'Write one into `preheader`',
    })
  }
  return { errors, warnings: [...warnings, ...standing] }
}

/** Whether a mail is small enough to arrive in one piece, as a check of its issue; undefined where it is. */
export function checkSize(html: string): Check | undefined {
  const size = new TextEncoder().encode(html).length
  if (size <= SIZE_WARNING) return undefined
  const isOver = size > SIZE_LIMIT
  const [limit, effect] = isOver
    ? [SIZE_LIMIT, 'Gmail would cut it off']
    : [SIZE_WARNING, 'Gmail cuts off at about 102000']
  return {
    level: isOver ? 'error' : 'warning',
    check: 'mail-size',
    message: `The HTML of the mail has ${size} bytes, over ${limit}: ${effect}`,
    remedy: 'Drop a few picks, or shorten blurbs and the note',
  }
}
