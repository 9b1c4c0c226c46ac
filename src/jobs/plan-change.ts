import { applyOperations } from '../core/issue/apply-operation.ts'
import type { CurationState } from '../core/issue/curation-state.ts'
import type { Operation } from '../core/issue/operation.ts'
import { type Result, success } from '../core/text/problem.ts'

/** What a command would do; nothing, with the reason, where all is so already. */
export type Change =
  | {
      readonly outcome: 'changed'
      readonly operations: readonly Operation[]
      /** As it will stand. */
      readonly state: CurationState
      readonly message: string
    }
  | { readonly outcome: 'nothing'; readonly message: string }

/** The change that operations come to; fails at the first of them that makes no sense. */
export function planChange(
  { issue, verdicts, edits }: CurationState,
  operations: readonly Operation[],
  message: string,
): Result<Change> {
  const state = applyOperations({ issue, verdicts, edits }, operations)
  return state.ok ? success({ outcome: 'changed', operations, state: state.value, message }) : state
}

/** That a command changes nothing, and why. */
export const nothing = (message: string): Result<Change> => success({ outcome: 'nothing', message })
