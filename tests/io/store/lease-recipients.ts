// node lease-recipients.ts STATE settle|keep: leases the readers of a send, two at a time, and writes a line for each.
import fs from 'node:fs'
import { openSqliteStore } from '../../../src/io/sqlite-store.ts'
import { moment } from './store-builders.ts'

const [state = '', how] = process.argv.slice(2)
const store = await openSqliteStore(state)
for (;;) {
  const leased = await store.leaseRecipients(1, { limit: 2, now: moment(), until: moment(5) })
  if (leased === undefined) break
  for (const { subscriptionId } of leased) fs.writeSync(1, `${subscriptionId}\n`)
  if (how === 'keep') continue
  const outcome = { state: 'sent' as const, at: moment(1), code: 250 }
  await store.settleRecipients(
    1,
    leased.map(({ subscriptionId }) => ({ subscriptionId, outcome })),
  )
}
await store.close()
