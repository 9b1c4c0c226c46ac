import type { Problem } from '../text/problem.ts'
import { createTeller, type Finding } from './finding.ts'

/** What mails of this site are made by. */
export interface MailSetup {
  readonly from: string
  readonly replyTo: string | undefined
  readonly bounces: string | undefined
  readonly listId: string | undefined
  /** The postal address, by line. */
  readonly address: readonly string[]
  /** The site's address. */
  readonly site: string
  readonly issue: { readonly subject: string; readonly preheader: string; readonly where: string }
}

const tell = createTeller('settings')

/** What is wrong with a setting, as a finding. */
export const tellProblem = (
  check: string,
  level: 'error' | 'warning',
  { where, field, what, remedy }: Problem,
): Finding =>
  tell(level, check, what.charAt(0).toUpperCase() + what.slice(1), {
    where: field === undefined ? where : `${where}, ${field}`,
    remedy,
  })

const CHECKS: Readonly<Record<string, readonly [check: string, level: 'error' | 'warning']>> = {
  'mail.address': ['postal-address', 'error'],
  'mail.replyTo': ['reply-to', 'error'],
  'mail.listId': ['list-id', 'warning'],
}

/**
 * The settings that a send goes by.
 *
 * @param lacking what the digest finds missing of what every mail says; `field` names the setting
 */
export function checkSettings(setup: MailSetup, lacking: readonly Problem[]): Finding[] {
  const { from, replyTo, bounces, listId, address, site, issue } = setup
  const missing = lacking.flatMap((problem) => {
    const [check, level] = CHECKS[problem.field ?? ''] ?? ['standing-text', 'error']
    return [tellProblem(check, level, problem)]
  })
  const isHere = (check: string) => !missing.some((finding) => finding.check === check)
  return [
    tell('ok', 'from', `Mails are from ${from}`),
    isHere('reply-to') && tell('ok', 'reply-to', `Answers go to ${replyTo ?? from}`),
    isHere('postal-address') &&
      tell('ok', 'postal-address', `The sender’s postal address is set (${address[0] ?? ''} …)`),
    isHere('list-id') && tell('ok', 'list-id', `The list is called ${listId ?? ''}`),
    ...missing,
    bounces === undefined
      ? tell('warning', 'bounces', 'What cannot be delivered comes back to From, where nobody counts it', {
          where: 'mail.bounces',
          remedy:
            'Name a mailbox there whose server takes bounces+anything for bounces, and let subscribers -- bounces read it',
        })
      : tell('ok', 'bounces', `What cannot be delivered comes back to ${bounces}`),
    site.startsWith('https://')
      ? tell('ok', 'site-url', `Links lead to ${site}`)
      : tell('error', 'site-url', `Links lead to ${site}, and leaving with one click needs https`, {
          where: 'url',
          remedy: 'Set url in content/site.yml to the address with https://',
        }),
    issue.subject.trim() === ''
      ? tell('error', 'subject', 'The mail has no subject', {
          where: `${issue.where}, subject`,
          remedy: 'Write one line into `subject` that says what is in it',
        })
      : tell('ok', 'subject', `The subject is “${issue.subject.trim()}”`),
    issue.preheader.trim() === ''
      ? tell('warning', 'preheader', 'There is no line for mail programs to show after the subject', {
          where: `${issue.where}, preheader`,
          remedy: 'Write one into `preheader`',
        })
      : tell('ok', 'preheader', 'There is a line for mail programs to show after it'),
  ].filter((finding) => finding !== false)
}
