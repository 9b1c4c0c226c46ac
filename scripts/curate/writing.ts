import { type Command, Option } from 'commander'
import { ACCESS, AI_DISCLOSURES } from '../../src/core/issue/issue.ts'
import { splitIssueBody } from '../../src/core/issue/issue-body.ts'
import type { PickFields } from '../../src/core/issue/operation.ts'
import { ExpectedError, take } from '../../src/core/text/problem.ts'
import { parseCount } from '../../src/io/command-line.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { editText } from '../../src/io/text-editor.ts'
import { nothing } from '../../src/jobs/plan-change.ts'
import { findPick } from '../../src/jobs/edit-pick.ts'
import { planCommand } from '../../src/jobs/plan-command.ts'
import { writing, type WriteOptions } from './verbs.ts'
import type { Desk } from './work.ts'

/** Verbs that put words into the issue: blurb, title, subject, preheader, note, set. */
export function addWritingVerbs(program: Command, { change, openFile }: Desk): void {
  writing(program, 'blurb', 'write the blurb of a pick; without a text in $EDITOR')
    .argument('<id>')
    .argument('[text...]', 'inline markdown')
    .action((id: string, words: string[], options: WriteOptions) => {
      const typed = words.length > 0 ? undefined : editBlurb(id)
      if (typed?.isUntouched) return change(() => nothing(`the blurb of ${typed.id} was left as it is`), options)
      const text = typed?.text ?? words.join(' ')
      change(({ curation }) => planCommand(curation, { verb: 'blurb', id, text }), options)
    })

  const editBlurb = (id: string) => {
    const pick = take(findPick(openFile().curation, id), USAGE)
    const text = editText(pick.blurb, `blurb-${pick.id}`)
    return { id: pick.id, text, isUntouched: text === pick.blurb.trim() }
  }

  writing(program, 'title', "rewrite a pick's title; with a text alone, the issue's own")
    .argument('<id>', 'of a pick; or the title of the issue')
    .argument('[text...]')
    .action((id: string, words: string[], options: WriteOptions) => {
      change(({ curation }) => {
        if (words.length > 0) return planCommand(curation, { verb: 'title', id, text: words.join(' ') })
        const pick = /^[0-9a-f]{4,10}$/.test(id) ? findPick(curation, id) : undefined
        if (!pick?.ok) return planCommand(curation, { verb: 'head', field: 'title', text: id })
        const what = `this is a pick, "${pick.value.title}"`
        throw new ExpectedError({ where: id, what, remedy: 'Say its new title after the id' }, USAGE)
      }, options)
    })

  for (const field of ['subject', 'preheader'] as const) {
    const what = field === 'subject' ? 'write the subject of the mail' : 'write the line after the subject'
    writing(program, field, what)
      .argument('<text...>')
      .action((words: string[], options: WriteOptions) => {
        change(({ curation }) => planCommand(curation, { verb: 'head', field, text: words.join(' ') }), options)
      })
  }

  writing(program, 'note', "write the editor's note; without a text in $EDITOR")
    .argument('[text...]', 'markdown')
    .action((words: string[], options: WriteOptions) => {
      const before = words.length > 0 ? undefined : splitIssueBody(openFile().curation.issue.body).note
      const text = before === undefined ? words.join(' ') : editText(before, 'note')
      if (text === before) return change(() => nothing('the note was left as it is'), options)
      change(({ curation }) => planCommand(curation, { verb: 'note', text }), options)
    })

  writing(program, 'set', 'say of a pick how it is reached, and what else a reader should know')
    .argument('<id>')
    .addOption(new Option('--access <access>', 'how the link is reached').choices(ACCESS))
    .addOption(new Option('--ai <disclosure>', "a machine's part in it").choices(AI_DISCLOSURES))
    .option('--language <code>', 'like en')
    .option('--minutes <n>', 'minutes of reading, or of listening', parseCount(1))
    .option('--again <reason>', 'why it runs although it ran before')
    .option('--suggested-by <name>', 'who suggested it, as the page says it; "" for nobody')
    .action((id: string, { dryRun = false, ...given }: WriteOptions & PickFields) => {
      const fields = given.suggestedBy?.trim() === '' ? { ...given, suggestedBy: null } : given
      if (Object.keys(fields).length === 0) {
        const remedy = 'Say one or more of --access, --ai, --language, --minutes, --again, --suggested-by'
        throw new ExpectedError({ where: 'set', what: 'there is nothing to set', remedy }, USAGE)
      }
      change(({ curation }) => planCommand(curation, { verb: 'set', id, fields }), { dryRun })
    })
}
