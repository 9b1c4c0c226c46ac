import type { SectionId } from '../../core/issue/section.ts'
import type { Commanding } from './commanding.ts'
import type { DeskState } from './desk-state.ts'
import type { Field } from './dialogs.ts'
import { forgetDraft, recallDraft } from './draft-memory.ts'
import { remember } from './memory.ts'

export type Asking = ReturnType<typeof createAsking>

/** A form, and what is done with what was written into it. */
interface Question {
  readonly heading: string
  readonly about?: string
  readonly submit: string
  readonly draft: string
  readonly fields: readonly Field[]
  readonly done: (values: Readonly<Record<string, string>>) => void
}

/** Asks the editor for texts or a section, in a dialog, and hands on the answer. */
export function createAsking(state: DeskState, { draw, tell }: Commanding) {
  let onValues: Question['done'] | undefined
  let onSection: ((section: SectionId) => void) | undefined

  function askForm({ done, ...form }: Question): void {
    const fields = form.fields.map((field) => ({
      ...field,
      value: recallDraft(state, `${form.draft}:${field.name}`) ?? field.value,
    }))
    onValues = done
    state.dialog = { kind: 'form', ...form, fields }
    draw()
  }

  function askSection(title: string, suggested: SectionId, done: (section: SectionId) => void): void {
    onSection = done
    state.dialog = { kind: 'sections', title, suggested, chosen: suggested }
    draw()
  }

  function closeDialog(): void {
    if (!state.dialog) return
    state.dialog = undefined
    onValues = undefined
    onSection = undefined
    state.wantsFocus = true
    draw()
  }

  function submitForm(values: Readonly<Record<string, string>>): void {
    if (state.dialog?.kind !== 'form') return
    const { fields, draft } = state.dialog
    const empty = fields.find(({ name, isRequired }) => isRequired && (values[name] ?? '').trim() === '')
    if (empty) {
      tell(`“${empty.label}” is empty: write something, or leave with Escape.`, 'trouble')
      return
    }
    const done = onValues
    for (const { name } of fields) forgetDraft(state, `${draft}:${name}`)
    closeDialog()
    done?.(Object.fromEntries(Object.entries(values).map(([name, text]) => [name, text.trim()])))
  }

  return {
    ...{ askForm, askSection, closeDialog, submitForm },
    pointAt: (section: SectionId) => {
      if (state.dialog?.kind !== 'sections') return
      state.dialog = { ...state.dialog, chosen: section }
      draw()
    },
    chooseSection: (section: SectionId) => {
      const done = onSection
      closeDialog()
      done?.(section)
    },
    setShortcuts: (on: boolean) => {
      state.hasShortcuts = on
      remember('always', 'shortcuts', on ? undefined : 'off')
      tell(on ? 'Shortcuts are on.' : 'Shortcuts are off; arrows, Tab, Enter and buttons do everything.')
    },
    actions: {
      help: () => {
        state.dialog = { kind: 'help' }
        draw()
      },
    },
  }
}
