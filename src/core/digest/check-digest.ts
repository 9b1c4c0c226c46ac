import type { Issue } from '../issue/issue.ts'
import type { Problem } from '../text/problem.ts'

/** Bytes of HTML at which an editor should know, and at which a mail is refused: Gmail cuts off at about 102,000. */
export const SIZE_WARNING = 80_000
export const SIZE_LIMIT = 100_000

/** What keeps an issue from being sent, and what an editor should know; `where` is the issue's file. */
export interface DigestFindings {
  readonly errors: readonly Problem[]
  readonly warnings: readonly Problem[]
}

export function checkDigest(issue: Issue, html: string, where: string): DigestFindings {
  const errors: Problem[] = []
  const warnings: Problem[] = []
  const size = new TextEncoder().encode(html).length
  const tooLong = (limit: number, effect: string): Problem => ({
    where,
    what: `the HTML of the mail has ${size} bytes, over ${limit}: ${effect}`,
    remedy: 'Drop a few picks, or shorten blurbs and the note',
  })
  if (size > SIZE_LIMIT) errors.push(tooLong(SIZE_LIMIT, 'Gmail would cut it off'))
  else if (size > SIZE_WARNING) warnings.push(tooLong(SIZE_WARNING, 'Gmail cuts off at about 102000'))
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
  return { errors, warnings }
}
