import { parseMailbox } from '../core/text/mail-address.ts'
import { formatMoment } from '../core/text/moment.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import { SECURITY_TEXT_PATH } from './paths.ts'

/** RFC 9116 advises less than a year; a site that is built every day renews it every day. */
const VALID_DAYS = 180

/** `security.txt` (RFC 9116): how to tell us of a hole. It ends at a midnight, so that all builds of a day agree. */
export function renderSecurityText({ url, language, mail, repository }: SiteSettings, now: Date): string {
  const day = Math.floor(now.getTime() / 86_400_000)
  const mailbox = parseMailbox(mail.replyTo ?? mail.from)?.address
  // GitHub takes reports that nobody else reads at this address, where the project has turned that on.
  const advisories = repository?.startsWith('https://github.com/') && `${repository}/security/advisories/new`
  const contacts = [mailbox && `mailto:${mailbox}`, advisories].filter(Boolean)
  return [
    ...contacts.map((contact) => `Contact: ${contact}`),
    `Expires: ${formatMoment(new Date((day + VALID_DAYS) * 86_400_000))}`,
    `Preferred-Languages: ${language}`,
    `Canonical: ${url}${SECURITY_TEXT_PATH}`,
    '',
  ].join('\n')
}
