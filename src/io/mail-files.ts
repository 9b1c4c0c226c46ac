import path from 'node:path'
import type { ServiceMail } from '../core/subscription/service-mail.ts'
import { formatMoment } from '../core/text/moment.ts'
import type { Delivery } from '../core/send/delivery.ts'
import type { DeliverMessage } from '../jobs/ports.ts'
import { say } from './command-line.ts'
import { displayPath } from './content-folder.ts'
import { writeOutbox } from './outbox.ts'

/** A mail has an address in it, and a link that its reader alone shall have. */
const PRIVATE = 0o600

/** Writes mails of the app into files, for who tries it out, or sends in a way of their own, and says where each is. */
export function createMailFiler(
  outbox: string,
  now: () => Date,
): (mail: Pick<ServiceMail, 'id' | 'kind'>, ...given: Parameters<DeliverMessage>) => Promise<Delivery> {
  return ({ kind, id }, _, message) => {
    const name = `${formatMoment(now()).replaceAll(':', '-')}-${kind}-${id}.eml`
    const written = writeOutbox(outbox, [{ name, content: message }], PRIVATE)
    if (!written.ok) {
      const reason = written.problems.map(({ where, what }) => `${where}: ${what}`).join(', ')
      return Promise.resolve({ outcome: 'failed', reason, unreachable: true })
    }
    say(`A mail is in ${displayPath(path.join(outbox, name))}`)
    return Promise.resolve({ outcome: 'sent' })
  }
}
