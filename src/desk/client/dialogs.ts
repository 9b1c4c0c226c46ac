import type { Check } from '../../core/issue/check.ts'
import type { SectionId } from '../../core/issue/section.ts'

/** One text to fill in. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly value: string
  /** How many lines it gives room for; one that has more than one takes Enter as a line end. */
  readonly lines: number
  readonly hint?: string
  readonly isRequired?: boolean
}

/** What stands before the desk, and takes the keys while it does. */
export type Dialog =
  | { readonly kind: 'help' }
  | { readonly kind: 'sections'; readonly title: string; readonly suggested: SectionId; readonly chosen: SectionId }
  | {
      readonly kind: 'form'
      readonly heading: string
      readonly about?: string | undefined
      readonly fields: readonly Field[]
      readonly submit: string
      /** Names what was typed and not saved yet. */
      readonly draft: string
    }
  | { readonly kind: 'blurb'; readonly pick: string }
  | {
      readonly kind: 'checks'
      readonly checks: readonly Check[] | undefined
      readonly links: 'asking' | 'asked' | 'failed'
      readonly at: number
    }
