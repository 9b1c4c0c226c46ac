import { planShare } from '../../src/core/send/plan-share.ts'
import type { SendEnd } from '../../src/core/send/send-progress.ts'
import { ExpectedError } from '../../src/core/text/problem.ts'
import { type SenderBoard, SHARE_HELD, type ShareGrant, type SharedPace } from '../../src/jobs/share-rate.ts'
import type { FakeClock } from './send-world.ts'

interface Row {
  name: string
  held: number
  until: number
  request: number
}

/** The board of PostgreSQL in memory, whose clock stands `skew` away from that of the senders. */
export function createFakeBoard(clock: FakeClock, rate: number, skew = 123_456) {
  const rows = new Map<string, Row>()
  let pace: { found: SharedPace; at: number } | undefined
  let slowDowns = 0
  const state = { isAway: false, delay: () => 0, mostHeld: 0, stopped: undefined as SendEnd | undefined }
  const board: SenderBoard = {
    async renewShare({ sender, name, number, obeys, slowed }): Promise<ShareGrant | undefined> {
      await clock.wait(state.delay())
      if (state.isAway) throw new ExpectedError({ where: 'PostgreSQL', what: 'nobody answers' })
      const time = clock.elapsed() + skew
      const living = [...rows].filter(([, { until }]) => until > time)
      const known = rows.get(sender)
      if (known === undefined ? number > 1 : known.until <= time || known.request > number) return undefined
      const holders = living.map(([id, { held }]) => ({ sender: id, held }))
      if (known === undefined) holders.push({ sender, held: 0 })
      const planned = planShare(rate, holders, sender)
      rows.set(sender, { name, held: Math.max(planned.permits, obeys), until: time + SHARE_HELD, request: number })
      if (slowed?.after === slowDowns) {
        slowDowns += 1
        pace = { found: slowed, at: time }
      }
      const alive = [...rows.values()].filter(({ until }) => until > time)
      state.mostHeld = Math.max(
        state.mostHeld,
        alive.reduce((sum, { held }) => sum + held, 0),
      )
      await clock.wait(state.delay())
      const told = pace && { ...pace.found, restsFor: pace.found.restsFor - (time - pace.at) }
      return { rate, ...planned, slowDowns, pace: told, stopped: state.stopped }
    },
    leaveShare(_, sender) {
      rows.delete(sender)
      return Promise.resolve()
    },
  }
  return { board, rows, state, skew }
}
