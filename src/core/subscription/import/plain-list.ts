import { success } from '../../text/problem.ts'
import { type ImportFormat, refused } from './import-format.ts'
import { type LineColumns, listWording, makeLine, type Meaning } from './make-line.ts'

const COLUMNS: LineColumns = {
  address: ['email', 'email_address', 'e_mail', 'mail', 'address', 'e_mail_address', 'emailaddress', 'subscriber'],
  requestedAt: ['requested_at', 'created_at', 'subscribed_at'],
  confirmedAt: ['confirmed_at'],
  unsubscribedAt: ['unsubscribed_at'],
}
const SAID = ['state', 'status']
/** `said` is what whoever brings the list says of it. */
const WORDS: Readonly<Record<string, Meaning | 'said'>> = {
  '': 'said',
  active: 'said',
  enabled: 'said',
  subscribed: 'said',
  confirmed: 'confirmed',
  unconfirmed: 'unconfirmed',
  pending: 'unconfirmed',
  unsubscribed: 'unsubscribed',
  inactive: 'unsubscribed',
  disabled: 'unsubscribed',
  bounced: 'bounced',
  cleaned: 'bounced',
  complained: 'complained',
  blocked: 'complained',
  blocklisted: 'complained',
}

/** Addresses, one a line, or a table that has a column of them. */
export const PLAIN_LIST: ImportFormat = {
  name: 'plain',
  title: 'a plain list',
  needsState: true,
  recognises: (columns) => COLUMNS.address.some((name) => columns.has(name)),
  open(file) {
    const context = { now: file.now, wording: listWording(file, undefined) }
    return success((row) => {
      const word = SAID.map((name) => row(name).trim().toLowerCase()).find((text) => text !== '') ?? ''
      const meaning = WORDS[word]
      if (meaning === undefined) return refused('it has a state that is not known here')
      return makeLine(row, meaning === 'said' ? (file.state ?? 'unconfirmed') : meaning, COLUMNS, context)
    })
  },
}
