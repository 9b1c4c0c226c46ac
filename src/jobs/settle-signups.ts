import { addressKey } from '../core/subscription/address-key.ts'
import { planSignup } from '../core/subscription/plan-signup.ts'
import { CROWDED } from '../core/subscription/waiting-limits.ts'
import { ExpectedError, type Problem } from '../core/text/problem.ts'
import type { SubscriptionStore } from './subscription-store.ts'

/** What settling sign-ups wants of the world. */
export interface SettlePorts {
  readonly store: Pick<SubscriptionStore, 'settleSignup' | 'countSignups' | 'secret'>
  /** 128 random bits in base64url. */
  readonly randomId: () => string
  /** Lets whoever waits have their turn; resolves when they had it. */
  readonly pause: () => Promise<void>
  readonly report: (problem: Problem) => void
}

/** Sign-ups that are asked for at once share a transaction of the store. */
const BATCH = 64
/** Of so many batches the first looks how many wait. */
const LOOK = 32

/**
 * Decides the sign-ups that wait, oldest first, until none does. What goes wrong with one is told, and the rest go on; it
 * waits for the next time, as does everything where nothing can be settled at all.
 *
 * @param isOver asked between batches, so that a program that ends need not wait for the last sign-up
 * @returns how many were settled
 */
export async function settleSignups(ports: SettlePorts, isOver: () => boolean = () => false): Promise<number> {
  let settled = 0
  let isCrowded = false
  for (let batch = 0; !isOver(); batch += 1) {
    if (batch % LOOK === 0) isCrowded = await isCrowdedNow(ports, isCrowded)
    const results = await Promise.allSettled(Array.from({ length: BATCH }, () => settleOne(ports, isCrowded)))
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
    const done = results.filter((result) => result.status === 'fulfilled' && result.value).length
    settled += done
    // A batch that fails as one has one problem.
    const problems = new Map(reasons.flatMap(toProblems).map((problem) => [problem.what, problem]))
    for (const problem of problems.values()) ports.report(problem)
    if (done === 0 || done + reasons.length < BATCH) break
    await ports.pause()
  }
  return settled
}

const settleOne = ({ store, randomId }: SettlePorts, isCrowded: boolean): Promise<boolean> =>
  store.settleSignup((signup, facts) =>
    planSignup(
      signup,
      { ...facts, isCrowded },
      { subscriptionId: randomId(), mailId: randomId(), key: addressKey(signup.address, store.secret) },
    ),
  )

/** A store that cannot say it will tell why when something is to be settled. */
async function isCrowdedNow({ store }: SettlePorts, before: boolean): Promise<boolean> {
  try {
    return (await store.countSignups()) > CROWDED
  } catch {
    return before
  }
}

function toProblems(reason: unknown): readonly Problem[] {
  if (reason instanceof ExpectedError) return reason.problems
  const what = reason instanceof Error ? reason.message : String(reason)
  return [{ where: 'a sign-up that waits', what, remedy: 'It is kept, and tried again with the next' }]
}
