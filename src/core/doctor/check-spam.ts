import { createTeller, type Finding } from './finding.ts'

/** What a filter on this machine made of a mail. */
export type SpamScore =
  | {
      readonly outcome: 'scored'
      readonly score: number
      readonly threshold: number
      readonly rules: readonly string[]
    }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'failed'; readonly reason: string }

const tell = createTeller('message')

/** SpamAssassin's opinion, where there is one. */
export function checkSpam(score: SpamScore): Finding {
  if (score.outcome === 'missing')
    return tell('unknown', 'spam-score', 'SpamAssassin is not installed here', {
      remedy: 'Install spamassassin, if you want its opinion before others have theirs',
    })
  if (score.outcome === 'failed') return tell('unknown', 'spam-score', `SpamAssassin gave no score: ${score.reason}`)
  const { score: points, threshold, rules } = score
  const what = `SpamAssassin gives it ${points} of ${threshold} points${rules.length > 0 ? ` (${rules.join(', ')})` : ''}`
  const remedy = 'See what its rules stand for, and mend what they found'
  if (points >= threshold) return tell('error', 'spam-score', `${what}: it counts as spam`, { remedy })
  return tell(points >= threshold / 2 ? 'warning' : 'ok', 'spam-score', what, { remedy })
}
