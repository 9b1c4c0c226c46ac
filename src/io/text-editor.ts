import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ExpectedError } from '../core/text/problem.ts'
import { USAGE } from './exit-code.ts'

/** Lets a person change a text in `$VISUAL` or `$EDITOR`; returns it as they left it. */
export function editText(text: string, name: string): string {
  const editor = process.env.VISUAL || process.env.EDITOR
  if (!editor) {
    throw new ExpectedError(
      { where: name, what: 'no text was given, and EDITOR names no editor', remedy: 'Say the text, or set EDITOR' },
      USAGE,
    )
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-'))
  try {
    const file = path.join(folder, `${name}.md`)
    fs.writeFileSync(file, text === '' ? '' : `${text.trimEnd()}\n`)
    const { status, error } = spawnSync(`${editor} "$CROWSNEST_FILE"`, {
      shell: true,
      stdio: 'inherit',
      env: { ...process.env, CROWSNEST_FILE: file },
    })
    if (error || status !== 0) {
      throw new ExpectedError({ where: editor, what: 'the editor failed; nothing was changed', remedy: 'Mend EDITOR' })
    }
    return fs.readFileSync(file, 'utf8').trim()
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}
