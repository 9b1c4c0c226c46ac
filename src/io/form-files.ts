import fs from 'node:fs'
import path from 'node:path'
import { FORM_IDS, type IssueForm, parseIssueForm } from '../core/form/issue-form.ts'
import { LONGEST_BODY } from '../core/form/read-form.ts'
import { failure, type Result, success } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'
import { inputName, readInput } from './read-input.ts'

/** Where the host of the project's source looks for forms. */
export const FORM_FOLDER = path.resolve(import.meta.dirname, '../../.github/ISSUE_TEMPLATE')

/** The forms of a folder, one file each. */
export function readIssueForms(folder: string): Result<readonly IssueForm[]> {
  const forms: IssueForm[] = []
  for (const id of FORM_IDS) {
    const file = path.join(folder, `${id}.yml`)
    const where = displayPath(file)
    if (!fs.existsSync(file)) {
      return failure({
        where,
        what: 'there is no such form',
        remedy: 'Restore it, or name another folder with --forms',
      })
    }
    const form = parseIssueForm(fs.readFileSync(file, 'utf8'), id, where)
    if (!form.ok) return form
    forms.push(form.value)
  }
  return success(forms)
}

/** No issue has more bytes: those of four a character. */
const MOST_BYTES = LONGEST_BODY * 4

/** The text of an issue, from a file, or from standard input for `-`. No more is read than an issue can have. */
export async function readFormText(file: string): Promise<Result<string>> {
  const where = inputName(file)
  const input = await readInput(file, { most: MOST_BYTES, remedy: 'Name a file, or - for standard input' })
  if (!input.ok) return input
  const { bytes, whole } = input.value
  const remedy = 'Give the text of one issue, as it stands'
  if (whole > MOST_BYTES) {
    return failure({ where, what: `this is longer than any issue, which has ${MOST_BYTES} bytes at most`, remedy })
  }
  try {
    return success(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return failure({ where, what: 'this is no text in UTF-8', remedy })
  }
}
