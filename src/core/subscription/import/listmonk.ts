import { success } from '../../text/problem.ts'
import { type ImportFormat, type ImportRow, refused } from './import-format.ts'
import { type LineColumns, listWording, makeLine, type Meaning } from './make-line.ts'

const COLUMNS: LineColumns = { address: ['email'], requestedAt: ['created_at'], suppressedAt: ['updated_at'] }
const ON_A_LIST: Readonly<Record<string, Meaning>> = {
  confirmed: 'confirmed',
  unconfirmed: 'unconfirmed',
  unsubscribed: 'unsubscribed',
}

/**
 * Subscribers as listmonk exports them. Its `status` is about the person; whether they confirmed or left a list stands in
 * no column of the export, so somebody has to say (`state`) which subscribers of the list were exported.
 */
export const LISTMONK: ImportFormat = {
  name: 'listmonk',
  title: 'listmonk',
  needsState: true,
  recognises: (columns) => ['uuid', 'email', 'status'].every((name) => columns.has(name)),
  open(file) {
    const context = { now: file.now, wording: listWording(file, 'listmonk') }
    return success((row) => {
      const meaning = meaningOf(row, file.state ?? 'unconfirmed')
      return meaning === undefined
        ? refused('it has a status that is not known here')
        : makeLine(row, meaning, COLUMNS, context)
    })
  },
}

function meaningOf(row: ImportRow, otherwise: Meaning): Meaning | undefined {
  const status = row('status').trim().toLowerCase()
  if (status === 'blocklisted' || status === 'blacklisted') return 'complained'
  // Nobody wrote to whom an operator had switched off.
  if (status === 'disabled') return 'unsubscribed'
  if (status !== 'enabled') return undefined
  const onList = row('subscription_status').trim().toLowerCase()
  return onList === '' ? otherwise : ON_A_LIST[onList]
}
