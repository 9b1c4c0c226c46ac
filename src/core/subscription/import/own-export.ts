import { success } from '../../text/problem.ts'
import { foldSpace } from '../../text/plain-text.ts'
import { parseMailAddress } from '../../text/mail-address.ts'
import type { SubscriptionState } from '../subscription.ts'
import { type ImportedLine, type ImportFormat, type ImportRow, refused } from './import-format.ts'
import { listWording } from './make-line.ts'
import { readMoments } from './read-moments.ts'

const STATES: readonly string[] = ['unconfirmed', 'confirmed', 'unsubscribed'] satisfies SubscriptionState[]
const NETWORK = /^(?:unknown|[\d.]{7,15}\/24|[\da-f:]{2,40}\/64)$/

/** What `subscribers export` writes: what is brought back is what it was. */
export const OWN_EXPORT: ImportFormat = {
  name: 'crowsnest',
  title: 'Crowsnest',
  needsState: false,
  recognises: (columns) => ['id', 'address', 'state', 'origin', 'requested_at'].every((name) => columns.has(name)),
  open(file) {
    const wording = listWording(file, 'Crowsnest')
    return success((row) => readLine(row, { now: file.now, wording }))
  },
}

function readLine(row: ImportRow, context: { readonly now: Date; readonly wording: string }): ImportedLine {
  const address = parseMailAddress(row('address'))
  if (address === undefined) return refused('there is no address in it that mail can be sent to')
  const [id, state, origin] = [row('id'), row('state'), row('origin')]
  if (!STATES.includes(state)) return refused('its state is none of confirmed, unconfirmed and unsubscribed')
  if (origin !== 'form' && origin !== 'import') return refused('its origin is neither form nor import')
  if (id !== '' && !/^[\w-]{22}$/.test(id)) return refused('its id is none of ours; leave it empty for a new one')
  const columns = {
    requestedAt: ['requested_at'],
    confirmedAt: ['confirmed_at'],
    unsubscribedAt: ['unsubscribed_at'],
  } as const
  const read = readMoments(row, columns, context.now)
  if (!read.ok) return refused(read.why)
  const { requestedAt, ...others } = read.moments
  if (requestedAt === undefined) return refused('requested_at is empty')
  const networks = { requestedFrom: row('requested_from'), confirmedFrom: row('confirmed_from') }
  const stated = Object.entries(networks).filter(([, network]) => network !== '')
  if (!stated.every(([, network]) => NETWORK.test(network))) return refused('what stands for a network is none')
  return {
    kind: 'subscription',
    subscription: {
      ...(id === '' ? {} : { id }),
      ...{ address, state: state as SubscriptionState, origin, requestedAt, ...others },
      consent: { wording: foldSpace(row('wording')) || context.wording, ...Object.fromEntries(stated) },
    },
  }
}
