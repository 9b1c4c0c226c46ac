import { countChecks } from '../core/issue/check-issue.ts'
import type { IssueReview, Review } from '../core/issue/review.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { escapeControls } from '../core/text/plain-text.ts'
import { LONGEST_POST } from './forge.ts'
import { formatChecks } from './format-checks.ts'

/** In characters; the rest is for what stands around. */
const LONGEST = LONGEST_POST - 15_000

/**
 * A review as a comment on the change, in markdown. All that the change itself could have worded stands in one block of
 * code, whose fence is longer than any in it: nothing there is a link, a mention, a picture or a heading.
 *
 * @param run the address of the run that has the preview
 */
export function formatReview(review: Review, { run }: { readonly run: string }): string {
  const lines = [...review.problems, ...review.issues.flatMap(describe)].map((line) => escapeControls(line))
  const files = review.issues.flatMap(({ mails }) => mails)
  const preview = [
    ...(review.pages === undefined
      ? []
      : [`- \`site/\`: the site as this change makes it, drafts included, ${countNoun(review.pages, 'page')}`]),
    ...files.map(({ name, bytes }) => `- \`mail/${name}\`: ${(bytes / 1000).toFixed(1)} kB`),
  ]
  return [
    `**${headline(review)}**`,
    ...(lines.length === 0 ? [] : ['', fence(lines)]),
    ...(preview.length === 0
      ? []
      : [
          '',
          `To look at: the artifact [\`preview\`](${run}#artifacts) has`,
          '',
          ...preview,
          '',
          'Unpack it, and `npx serve site` shows the site. It is kept for a week.',
        ]),
    '',
  ].join('\n')
}

function headline({ issues, problems }: Review): string {
  if (problems.length > 0) return 'An issue could not be looked at.'
  if (issues.length === 0) return 'No issue is open, and none is changed here.'
  return issues
    .map(({ key, status, checks }) => {
      const { errors, warnings } = countChecks(checks)
      const sum =
        errors + warnings === 0
          ? 'nothing stands against it'
          : `${countNoun(errors, 'error')}, ${countNoun(warnings, 'warning')}`
      return `${key} (${status}): ${sum}.`
    })
    .join(' ')
}

const describe = ({ key, checks }: IssueReview): string[] => (checks.length === 0 ? [] : formatChecks(checks, key))

/** Lines as a block of code that none of them can end. */
function fence(lines: readonly string[]): string {
  const all = lines.join('\n')
  const text = all.length > LONGEST ? `${all.slice(0, LONGEST)}\n… and more: see the run` : all
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const mark = '`'.repeat(longest + 1)
  return `${mark}text\n${text}\n${mark}`
}
