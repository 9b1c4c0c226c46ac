import type { Command } from '../../core/issue/command.ts'
import type { PickView } from '../protocol.ts'
import type { Asking } from './asking.ts'
import type { Commanding } from './commanding.ts'
import { currentPick, type DeskState, howBack } from './desk-state.ts'
import type { Field } from './dialogs.ts'
import type { HeadRow } from './rows.ts'

export type Writing = ReturnType<typeof createWriting>

type HeadLine = Exclude<HeadRow, 'note'>

/** Asks for the texts of the issue and its picks, but for the blurbs. */
export function createWriting(state: DeskState, { tell, carryOut }: Commanding, { askForm }: Asking) {
  const headField = (name: HeadLine, label: string, hint: string): Field & { readonly name: HeadLine } => {
    return { name, label, hint, value: state.shown.issue[name], lines: 1 }
  }

  function editHeading(first: HeadLine = 'title'): void {
    const fields = [
      headField('title', 'Title of the issue', 'What the week was about, in at most ten words'),
      headField('subject', 'Subject of the mail', 'Often the title; forty characters are sure to be seen'),
      headField('preheader', 'Preheader', 'What mail programs show after the subject: say something new'),
    ]
    askForm({
      heading: 'Title and mail',
      submit: 'Save',
      draft: 'head',
      fields: [...fields].sort((a, b) => Number(b.name === first) - Number(a.name === first)),
      done: (values) => {
        const changed = fields.filter(({ name, value }) => (values[name] ?? value) !== value)
        const commands = changed.map(({ name, value }): Command => {
          return { verb: 'head', field: name, text: values[name] ?? value }
        })
        if (commands.length === 0) tell('Nothing was changed.')
        else carryOut(commands, `Saved: ${changed.map(({ name }) => name).join(', ')}.${howBack(state)}`)
      },
    })
  }

  function editNote(): void {
    const { note } = state.shown.issue
    askForm({
      heading: "Editor's note",
      submit: 'Save',
      draft: 'note',
      fields: [
        {
          ...{ name: 'note', label: 'What the week was about, in a paragraph or two', value: note, lines: 12 },
          hint: 'Markdown. Empty takes it out.',
        },
      ],
      done: ({ note: text = '' }) => {
        const what = text.trim() === '' ? 'Took the note out' : 'Saved the note'
        if (text === note) tell('Nothing was changed.')
        else carryOut([{ verb: 'note', text }], `${what}.${howBack(state)}`)
      },
    })
  }

  function editPickText(name: 'rename' | 'again', pick: PickView): void {
    const isTitle = name === 'rename'
    askForm({
      heading: isTitle ? 'Title of the pick' : 'Why it runs again',
      about: isTitle ? `Originally: ${pick.originalTitle ?? pick.title}` : pick.title,
      submit: 'Save',
      draft: `${name}:${pick.id}`,
      fields: [
        {
          ...{ name, label: isTitle ? 'Title' : 'Reason', lines: 1 },
          value: isTitle ? pick.title : (pick.again ?? ''),
          isRequired: isTitle,
        },
      ],
      done: (values) => {
        const text = values[name] ?? ''
        if (isTitle) carryOut([{ verb: 'title', id: pick.id, text }], `Renamed.${howBack(state)}`)
        else carryOut([{ verb: 'set', id: pick.id, fields: { again: text === '' ? null : text } }], 'Saved.')
      },
    })
  }

  return {
    ...{ editHeading, editNote },
    actions: {
      heading: () => {
        editHeading()
      },
      note: editNote,
      rename: () => {
        const pick = currentPick(state)
        if (pick) editPickText('rename', pick)
        else tell('t writes the title of the issue.')
      },
      again: () => {
        const pick = currentPick(state)
        if (pick) editPickText('again', pick)
        else tell('Only a pick can run again.')
      },
    },
  }
}
