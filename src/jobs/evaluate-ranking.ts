import type { Sources } from '../core/story/carriers.ts'
import { type Evaluation, evaluateRanking, type EvaluationWeek } from '../core/story/evaluate-ranking.ts'
import { readGold } from '../core/story/read-gold.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { failure, type Result, success } from '../core/text/problem.ts'

/** How well the ranking would have done, as `curate eval --json` prints it. */
export interface EvaluationReport extends Omit<Evaluation, 'logits'> {
  /** What it was measured on: a file, or the issues of this content folder. */
  readonly what: string
}

export interface GoldEvaluation {
  readonly report: EvaluationReport
  /** For `--out`: by `<week> <id>`, a number that is higher for a better candidate. */
  readonly scores: Readonly<Record<string, number>>
}

/** Measures the ranking on what somebody else picked; `text` is that of a gold file, `where` its name. */
export function evaluateGold(text: string, where: string): Result<GoldEvaluation> {
  const gold = readGold(text, where)
  if (!gold.ok) return gold
  const { weeks, sources } = gold.value
  const { logits, ...evaluation } = evaluateRanking(weeks, sources)
  const scores = weeks.flatMap(({ name, stories }, week) =>
    stories.map(({ id }, place) => [`${name} ${id}`, logits[week]?.[place] ?? 0] as const),
  )
  return success({ report: { what: where, ...evaluation }, scores: Object.fromEntries(scores) })
}

/** Measures the ranking on the issues that were published here, oldest first. */
export function evaluateHistory(weeks: readonly EvaluationWeek[], sources: Sources): Result<EvaluationReport> {
  if (weeks.length < 2) {
    return failure({
      where: 'content/issues',
      what: `${countNoun(weeks.length, 'published issue')} with a pool on file: there is nothing to learn from and then to test on`,
      remedy: 'Publish two issues or more, or give a file of picks with --gold FILE',
    })
  }
  const { logits: _none, ...evaluation } = evaluateRanking(weeks, sources)
  return success({ what: countNoun(weeks.length, 'published issue'), ...evaluation })
}

/** A table of how each way to rank did, and by how much ours is ahead. */
export function formatEvaluation({ what, weeks, learning, ways, gain }: EvaluationReport): string[] {
  const head = `${what}: ${countNoun(weeks, 'week')} measured, after ${learning} that were only learnt from`
  if (gain === undefined) return [head, 'In none of them were some picked and others not, so there is nothing to tell.']
  const share = (value: number) => value.toFixed(3).padStart(8)
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
  return [
    head,
    `${''.padEnd(16)}${['AUC', 'nDCG', 'p@5', 'p@10', 'first 60', 'mean place'].map((name, index) => name.padStart(index < 4 ? 8 : 12)).join('')}`,
    ...ways.map(
      ({ way, auc, ndcg, p5, p10, first60, meanPlace }) =>
        `${way.padEnd(16)}${[auc, ndcg, p5, p10].map(share).join('')}${`${(100 * first60).toFixed(1)} %`.padStart(12)}${meanPlace.toFixed(1).padStart(12)}`,
    ),
    `AUC of ours beside "domain so far": ${signed(gain.mean)} (95 of 100 samples of weeks: ${signed(gain.low)} to ${signed(gain.high)})`,
  ]
}
