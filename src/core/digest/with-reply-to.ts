import type { Mailbox } from '../text/mail-address.ts'
import type { SiteSettings } from '../text/site-settings.ts'

/** The settings that a mail speaks by, where the environment (`MAIL_REPLY_TO`) says who reads the answers to it. */
export function withReplyTo(settings: SiteSettings, replyTo: Mailbox | undefined): SiteSettings {
  return replyTo === undefined ? settings : { ...settings, mail: { ...settings.mail, replyTo: replyTo.address } }
}
