import type { DeliverMessage } from '../jobs/ports.ts'
import type { MailServer } from './mail-server.ts'
import { type MailPatience, openMailSession } from './mail-session.ts'

/** A client that opens a connection for each message, for mails that are few. */
export function createMailer(server: MailServer, patience: Partial<MailPatience> = {}): DeliverMessage {
  return async (envelope, message) => {
    const opened = await openMailSession(server, patience)
    if (!opened.ok) return opened.delivery
    const { delivery } = await opened.session.send(envelope, message)
    opened.session.close()
    return delivery
  }
}
