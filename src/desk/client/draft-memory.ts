import type { DeskState } from './desk-state.ts'
import { recall, remember } from './memory.ts'

const draftName = ({ shown }: DeskState, name: string) => `draft:${shown.issue.key}:${name}`

/** What was typed and not saved yet, by the name of its text; this tab remembers it. */
export const recallDraft = (state: DeskState, name: string): string | undefined => recall('tab', draftName(state, name))

/** Without a text it is forgotten. */
export function keepDraft(state: DeskState, name: string, text: string | undefined): void {
  remember('tab', draftName(state, name), text)
}

export function forgetDraft(state: DeskState, name: string): void {
  keepDraft(state, name, undefined)
}
