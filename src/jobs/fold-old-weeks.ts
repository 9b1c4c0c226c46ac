import { countNoun } from '../core/text/count-noun.ts'
import {
  createPickedTest,
  type FoldedWeek,
  isOldWeek,
  type PickedLink,
  planFolding,
  type StoredWeek,
} from '../core/item/plan-folding.ts'
import type { Problem, Result } from '../core/text/problem.ts'

export interface FoldingInput {
  /** The picks of all issues, published or not. */
  readonly picks: readonly PickedLink[]
  readonly now: Date
  readonly dryRun: boolean
}

export interface FoldingPorts {
  /** The weeks that have a folder of items. */
  readonly listWeeks: () => readonly string[]
  readonly readWeek: (week: string) => Result<StoredWeek>
  readonly writeWeek: (folded: FoldedWeek) => void
}

export interface FoldingReport {
  /** Weeks whose file was written (would be, in a dry run), and how many items came into it. */
  readonly weeks: readonly { readonly week: string; readonly items: number }[]
  /** How many items that is. */
  readonly items: number
  /** Why weeks were left as they are: something in them cannot be read. */
  readonly problems: readonly Problem[]
}

/** Folds the old items that nobody picked, week by week; reads no week that is recent. Run again, it writes nothing. */
export function foldOldWeeks({ picks, now, dryRun }: FoldingInput, ports: FoldingPorts): FoldingReport {
  const isPicked = createPickedTest(picks)
  const weeks: { week: string; items: number }[] = []
  const problems: Problem[] = []
  for (const week of ports.listWeeks().filter((name) => isOldWeek(name, now))) {
    const stored = ports.readWeek(week)
    if (!stored.ok) {
      problems.push(...stored.problems)
      continue
    }
    const folded = planFolding(stored.value, isPicked, now)
    if (folded === undefined) continue
    if (!dryRun) ports.writeWeek(folded)
    weeks.push({ week, items: folded.removed.length })
  }
  return { weeks, items: weeks.reduce((sum, { items }) => sum + items, 0), problems }
}

/** One line for a summary; undefined where nothing was folded. */
export function formatFolding({ weeks, items }: FoldingReport, dryRun: boolean): string | undefined {
  const [first, last] = [weeks[0], weeks.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const span = first === last ? first.week : `${countNoun(weeks.length, 'week')}, ${first.week} to ${last.week}`
  return `old weeks: ${countNoun(items, 'item')} ${dryRun ? 'would be ' : ''}folded into ${span}`
}
