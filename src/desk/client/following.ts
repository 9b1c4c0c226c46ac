import type { Commanding } from './commanding.ts'
import type { Connection } from './connection.ts'
import type { DeskState } from './desk-state.ts'
import { snapshotOf } from './snapshot.ts'

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Keeps up with what is changed elsewhere: in a file by hand, or by the server coming and going. */
export function createFollowing(state: DeskState, connection: Connection, commanding: Commanding) {
  const { say, tell, update, settled, retry } = commanding
  let isAway = false

  async function follow(): Promise<void> {
    for (;;) {
      const reply = await connection.changes(state.confirmed.version)
      if (reply.outcome === 'refused' && reply.status !== 409) return
      if (reply.outcome === 'unreached') await pause(2000)
      else retry()
      await settled()
      if (reply.outcome !== 'ok' || reply.value.version !== state.confirmed.version) await fetchAgain()
    }
  }

  async function fetchAgain(): Promise<void> {
    const reply = await connection.state()
    if (reply.outcome === 'unreached') {
      if (isAway) return
      isAway = true
      tell("The desk's server does not answer. It is asked again and again; nothing is lost.", 'trouble')
      return
    }
    if (reply.outcome === 'refused') {
      tell(reply.problems.join(' '), 'trouble')
      await pause(1000)
      return
    }
    if (isAway) say('The server answers again.')
    isAway = false
    state.confirmed = snapshotOf(reply.value)
    update()
  }

  return { follow, fetchAgain }
}
