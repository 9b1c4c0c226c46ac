import { execFileSync } from 'node:child_process'
import os from 'node:os'
import { editorSchema } from '../core/issue/decision-log.ts'
import { ExpectedError } from '../core/text/problem.ts'
import { slugOf } from '../core/text/slug.ts'
import { USAGE } from './exit-code.ts'

/**
 * Who is at work, as their log is called: as they say (`--editor`, `CROWSNEST_EDITOR`), else the name that git signs
 * their commits with, else that of their account.
 */
export function editorName(said: string | undefined): string {
  if (said !== undefined && said !== '') {
    if (editorSchema.safeParse(said).success) return said
    const what = `"${said}" is no name for a log; expected lower-case words joined by hyphens, like ada-quay`
    throw new ExpectedError({ where: 'CROWSNEST_EDITOR', what, remedy: `Say ${slugOf(said, 40) || 'ada-quay'}` }, USAGE)
  }
  return slugOf(gitName(), 40) || slugOf(accountName(), 40) || 'editor'
}

function gitName(): string {
  try {
    return execFileSync('git', ['config', 'user.name'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}

function accountName(): string {
  try {
    return os.userInfo().username
  } catch {
    return ''
  }
}
