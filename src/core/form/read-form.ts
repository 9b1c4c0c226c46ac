import { hasControls } from '../text/plain-text.ts'
import { failure, type Problem, type Result, success } from '../text/problem.ts'
import type { FormField, FormId, IssueForm } from './issue-form.ts'

/** A form that somebody filled in. */
export interface FilledForm {
  readonly id: FormId
  readonly name: string
  /** By the id of the field, as it was typed; fields that were left empty are not there. */
  readonly answers: ReadonlyMap<string, string>
  /** What the field with an id is called in the form. */
  readonly labelOf: (id: string) => string
}

/** Characters: the host takes no more in an issue (65,536). */
export const LONGEST_BODY = 65_536

/** What the host writes where nothing was. */
const NOTHING = '_No response_'

/**
 * Reads the text of an issue as the host makes it of a form: a heading `### <label>` for each field in the order of the
 * form, and under it what was typed. The form is known by its headings. Somebody may as well have typed all of that, so
 * nothing is believed of it: a heading that stands twice, a field that is not there, several lines for one, are problems.
 *
 * @param where what the text is called in problems
 */
export function readForm(text: string, forms: readonly IssueForm[], where: string): Result<FilledForm> {
  if (text.length > LONGEST_BODY) {
    const what = `this is ${text.length} characters long, and no issue has more than ${LONGEST_BODY}`
    return failure({ where, what, remedy: 'Give the text of one issue, as it stands' })
  }
  const lines = text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n')
  const form = findForm(lines, forms)
  if (form === undefined) {
    const names = forms.map(({ name }) => `"${name}"`).join(', ')
    const what = `this is none of the forms ${names}: its headings are not theirs`
    return failure({ where, what, remedy: 'Give the whole text of an issue that was opened with a form' })
  }
  const { sections, problems } = splitByFields(lines, form, where)
  const answers = new Map<string, string>()
  for (const field of form.fields) {
    const said = sections.get(field.id)
    if (said === undefined) continue
    const answer = readAnswer(said, field)
    const wrong = checkAnswer(answer, field)
    if (wrong !== undefined) problems.push({ where, field: field.attributes.label, ...wrong })
    else if (answer !== '') answers.set(field.id, answer)
  }
  if (problems.length > 0) return failure(...problems)
  const labelOf = (id: string) => form.fields.find((field) => field.id === id)?.attributes.label ?? id
  return success({ id: form.id, name: form.name, answers, labelOf })
}

const headingOf = (field: FormField | undefined) => `### ${field?.attributes.label ?? ''}`

/**
 * The form whose text area comes first: what stands below is what somebody wrote into it, and may look like any form. Where
 * none comes, something was cut off, and it is the one of which most is there.
 */
function findForm(lines: readonly string[], forms: readonly IssueForm[]): IssueForm | undefined {
  const isHeading = new Map(forms.map((form) => [headingOf(form.fields.at(-1)), form]))
  const first = lines.map((line) => isHeading.get(line.trimEnd())).find((form) => form !== undefined)
  if (first !== undefined) return first
  const there = new Set(lines.map((line) => line.trimEnd()))
  const known = forms.map((form) => ({
    form,
    found: form.fields.filter((field) => there.has(headingOf(field))).length,
  }))
  const best = known.toSorted((a, b) => b.found - a.found)[0]
  return best !== undefined && best.found > 0 ? best.form : undefined
}

interface Split {
  /** Under each heading, by the id of the field. */
  readonly sections: Map<string, string>
  readonly problems: Problem[]
}

/** After the heading of a text area, which is the last, all is its text. */
function splitByFields(lines: readonly string[], { fields }: IssueForm, where: string): Split {
  const problems: Problem[] = []
  const sections = new Map<string, string>()
  const starts: { readonly field: FormField; readonly at: number }[] = []
  for (const [at, line] of lines.entries()) {
    if (starts.at(-1)?.field.type === 'textarea') break
    const field = fields.find((one) => headingOf(one) === line.trimEnd())
    if (field === undefined) continue
    if (starts.some((start) => start.field === field)) {
      problems.push({
        where,
        line: at + 1,
        field: field.attributes.label,
        what: 'this heading stands here twice',
        remedy: MEND,
      })
    } else starts.push({ field, at })
  }
  const before = lines.slice(0, starts[0]?.at ?? 0).findIndex((line) => line.trim() !== '')
  if (before !== -1) {
    problems.push({
      where,
      line: before + 1,
      what: 'something stands before the first heading of the form',
      remedy: MEND,
    })
  }
  for (const [index, { field, at }] of starts.entries()) {
    sections.set(
      field.id,
      lines
        .slice(at + 1, starts[index + 1]?.at)
        .join('\n')
        .trim(),
    )
  }
  for (const field of fields) {
    if (!sections.has(field.id)) {
      problems.push({ where, field: field.attributes.label, what: 'this heading of the form is missing', remedy: MEND })
    }
  }
  return { sections, problems }
}

const MEND = 'Mend the issue, or have the form filled in again'

function readAnswer(said: string, field: FormField): string {
  if (said === NOTHING || (field.type === 'dropdown' && said === 'None')) return ''
  return said
}

function checkAnswer(answer: string, field: FormField): Pick<Problem, 'what' | 'remedy'> | undefined {
  if (answer === '') {
    return field.validations?.required === true ? { what: 'this was left empty', remedy: 'Ask for it' } : undefined
  }
  if (field.type !== 'textarea' && field.type !== 'checkboxes' && answer.includes('\n')) {
    return { what: 'there are several lines here, and there is room for one', remedy: MEND }
  }
  if (field.type !== 'textarea' && hasControls(answer)) {
    return { what: 'a control character, or one that turns the writing round, stands here', remedy: MEND }
  }
  if (field.type === 'dropdown' && !field.attributes.options.includes(answer)) {
    return { what: `"${answer}" is none of its choices`, remedy: `Choose ${field.attributes.options.join(', ')}` }
  }
  return undefined
}
