import { countNoun } from '../core/text/count-noun.ts'
import { dayOf } from '../core/text/moment.ts'

const DAY = 86_400_000
/** After so many days without a commit, GitHub ends the schedules of a public repository. */
const LIMIT = 60
/** From so many on we say something: a weekly run then does at least twice before that. */
const QUIET = 40

/**
 * What to tell whoever looks after a repository in which nothing has happened for long; nothing where something has.
 *
 * @param last the moment of the latest commit
 */
export function formatNudge(last: Date, now: Date): string | undefined {
  const days = Math.floor((now.getTime() - last.getTime()) / DAY)
  if (days < QUIET) return undefined
  const end = dayOf(new Date(last.getTime() + LIMIT * DAY))
  const when = days < LIMIT ? `will end the schedules here on ${end}` : 'may have ended the schedules here by now'
  return [
    `The last commit is of ${dayOf(last)}, ${countNoun(days, 'day')} ago. Where nothing is committed for ${LIMIT} days, GitHub ends`,
    `what runs by the clock in a public repository; it ${when}. From then on no feed is read.`,
    '',
    'The feeds bring commits of themselves, so somebody should look why they have not:',
    '',
    '- [ ] Does the workflow "Ingest" run, and end well? Its last runs say what stood in its way.',
    '- [ ] Are the sources still alive? `npm run sources -- check` asks each, `retire` follows one no more.',
    '- [ ] Any commit makes sixty days of it again. A schedule that has ended begins again under _Actions_, with _Enable workflow_.',
    '',
    'If nobody means to go on with this weekly, let it end: readers who find the last issue are better served by a note there.',
  ].join('\n')
}
