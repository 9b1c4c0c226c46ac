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

/**
 * What a command comes to that names several stories: each is planned on what the ones before it make, and all are one change. It
 * fails as a whole where one of them fails.
 */
export function planEach<State extends CurationState>(
  state: State,
  ids: readonly string[],
  plan: (state: State, id: string, index: number) => Result<Change>,
): Result<Change> {
  let current = state
  const operations: Operation[] = []
  const messages: string[] = []
  for (const [index, id] of ids.entries()) {
    const planned = plan(current, id, index)
    if (!planned.ok) return planned
    const { value } = planned
    messages.push(value.message)
    if (value.outcome === 'nothing') continue
    operations.push(...value.operations)
    current = { ...current, ...value.state }
  }
  const message = messages.join('\n')
  const { issue, verdicts, edits } = current
  return operations.length === 0
    ? nothing(message)
    : success({ outcome: 'changed', operations, state: { issue, verdicts, edits }, message })
}

/** That a command changes nothing, and why. */
export const nothing = (message: string): Result<Change> => success({ outcome: 'nothing', message })
