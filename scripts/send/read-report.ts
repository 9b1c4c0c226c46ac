import type { Missed, SendReport } from '../../src/core/send/describe-send.ts'
import type { Send } from '../../src/core/send/send.ts'
import type { SendLedger } from '../../src/jobs/send-ledger.ts'

/** So many are told one by one. */
const TOLD = 10

/** Where a send stands: one look at all who did not get it, without keeping them. */
export async function readReport(store: SendLedger, send: Send): Promise<SendReport> {
  const { counts } = await store.countRecipients(send.number)
  const missed: Missed[] = []
  const reasons = new Map<string, { state: Missed['state']; reason: string; count: number }>()
  for await (const each of listMissed(store, send)) {
    if (missed.length < TOLD) missed.push(each)
    const { state, reason = 'nobody has said why' } = each
    const known = reasons.get(`${state} ${reason}`) ?? { state, reason, count: 0 }
    known.count += 1
    reasons.set(`${state} ${reason}`, known)
  }
  return {
    ...{ issue: send.issue, recipients: send.recipients, counts, notAfter: send.notAfter, missed },
    reasons: [...reasons.values()].toSorted((one, other) => other.count - one.count),
  }
}

/** Those who failed, and those of whom nobody knows. */
export async function* listMissed(store: SendLedger, send: Send): AsyncIterable<Missed> {
  for await (const { address, state, code, reason } of store.listRecipients(send.number, ['failed', 'unknown'])) {
    if (state === 'failed' || state === 'unknown') yield { address, state, code, reason }
  }
}
