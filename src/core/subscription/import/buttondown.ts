import { success } from '../../text/problem.ts'
import { type ImportFormat, refused } from './import-format.ts'
import { type LineColumns, listWording, makeLine, type Meaning } from './make-line.ts'

/** `SubscriberType` of Buttondown, https://docs.buttondown.com/api-subscribers-type; see docs/decisions/0038. */
const TYPES: Readonly<Record<string, Meaning | 'never'>> = {
  regular: 'confirmed',
  premium: 'confirmed',
  paid: 'confirmed',
  trialed: 'confirmed',
  gifted: 'confirmed',
  churning: 'confirmed',
  churned: 'confirmed',
  paused: 'confirmed',
  past_due: 'confirmed',
  unactivated: 'unconfirmed',
  // They were asked for money and did not pay: no issue was ever sent to them.
  unpaid: 'unconfirmed',
  upcoming: 'unconfirmed',
  unsubscribed: 'unsubscribed',
  removed: 'unsubscribed',
  undeliverable: 'bounced',
  malformed: 'bounced',
  complained: 'complained',
  blocked: 'never',
  spammy: 'never',
  disabled: 'never',
}

const COLUMNS: LineColumns = {
  address: ['email_address', 'email'],
  requestedAt: ['creation_date', 'subscription_date'],
  confirmedAt: ['confirmation_date'],
  unsubscribedAt: ['unsubscription_date'],
  suppressedAt: ['undeliverability_date'],
}
const TYPE = ['type', 'subscriber_type', 'status']

/** Subscribers as Buttondown exports them, as CSV, and as its API lists them, as JSON. */
export const BUTTONDOWN: ImportFormat = {
  name: 'buttondown',
  title: 'Buttondown',
  needsState: false,
  recognises: (columns) =>
    COLUMNS.address.some((name) => columns.has(name)) &&
    COLUMNS.requestedAt.some((name) => columns.has(name)) &&
    TYPE.some((name) => columns.has(name)),
  open(file) {
    const context = { now: file.now, wording: listWording(file, 'Buttondown') }
    return success((row) => {
      const type = TYPE.map((name) => row(name).trim().toLowerCase()).find((text) => text !== '') ?? ''
      const meaning = TYPES[type.replaceAll(' ', '_')]
      if (type === '') return refused('it does not say what type of subscriber this is')
      if (meaning === undefined) return refused('it has a type of subscriber that is not known here')
      if (meaning === 'never') return refused(`Buttondown had ${type} it: its owner never got an issue`)
      return makeLine(row, meaning, COLUMNS, context)
    })
  },
}
