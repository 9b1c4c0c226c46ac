import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { permitsOf } from '../../src/core/send/plan-share.ts'
import { slowDown } from '../../src/core/send/pace.ts'
import { DRAIN, type SenderBoard, SHARE, SHARE_HELD, shareRate } from '../../src/jobs/share-rate.ts'
import { mostInOneSecond } from '../measure-rate.ts'
import { randomNumbers } from '../random-numbers.ts'
import { createFakeClock, type FakeClock } from './send-world.ts'
import { createFakeBoard } from './share-world.ts'

/** A sender that starts mails whenever it may, until it is dead: then its clock stands still for it. */
function createSender(
  clock: FakeClock,
  board: SenderBoard,
  options: { rate: number; delay: () => number; share?: () => number },
) {
  const { rate, delay, share = () => 0 } = options
  const is = { dead: false, paused: false }
  const moments: number[] = []
  const wait = async (milliseconds: number, signal: AbortSignal) => {
    await clock.wait(milliseconds, signal)
    // A process that is stopped goes on where it was when it wakes up.
    while (is.paused) await clock.wait(50)
    if (is.dead) await new Promise(() => undefined)
  }
  const never = new AbortController().signal
  let cut = 0
  const ports = { board, elapsed: clock.elapsed, wait, cut: () => (cut += 1) }
  async function run(sender: string): Promise<void> {
    const throttle = await shareRate({ send: 1, rate, sender, name: sender }, ports)
    if (throttle === undefined) return
    life.throttle = throttle
    let underWay = 0
    while (!is.dead && !throttle.over.aborted) {
      while (is.paused) await clock.wait(50)
      const at = clock.elapsed()
      if (underWay < 5 && throttle.delay(at) <= 0 && at >= throttle.pace().startAt) {
        throttle.start(at)
        underWay += 1
        // The server may count it at any moment until it is done; with a dead sender nothing comes late.
        const takes = delay()
        moments.push(at + share() * takes)
        clock.after(takes, () => {
          underWay -= 1
          throttle.done(clock.elapsed())
        })
      } else await wait(Math.min(100, Math.max(5, throttle.delay(at))), never)
    }
  }
  const life = {
    moments,
    run,
    throttle: undefined as Awaited<ReturnType<typeof shareRate>>,
    die: () => (is.dead = true),
    pause: () => (is.paused = true),
    wake: () => (is.paused = false),
    cuts: () => cut,
  }
  return life
}

describe('a rate that several senders share', () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const rate = [1, 3, 7, 20, 50, 2.5][seed - 1] ?? 10
    test(`holds at ${rate} a second, whoever comes, dies, sleeps or is cut off (${seed})`, async () => {
      const random = randomNumbers(seed)
      const clock = createFakeClock()
      const { board, state } = createFakeBoard(clock, rate)
      const senders: ReturnType<typeof createSender>[] = []
      const delay = () => (random() < 0.2 ? random() * 2_500 : random() * 60)
      state.delay = () => (random() < 0.1 ? random() * 3_000 : random() * 30)
      async function play(): Promise<void> {
        for (let round = 0; round < 40; round += 1) {
          const sender = senders[Math.floor(random() * senders.length)]
          const dice = random()
          if (dice < 0.35 || senders.length < 2) {
            const one = createSender(clock, board, { rate, delay, share: random })
            // Who may not join just now is no sender.
            void one.run(`s${senders.length}`).catch(() => undefined)
            senders.push(one)
          } else if (dice < 0.5) sender?.die()
          else if (dice < 0.65) sender?.pause()
          else if (dice < 0.8) sender?.wake()
          else if (dice < 0.9) void sender?.throttle?.leave()
          else if (dice < 0.95) state.isAway = !state.isAway
          await clock.wait(random() * 6_000)
        }
        state.isAway = false
        for (const one of senders) one.wake()
        const last = createSender(clock, board, { rate, delay: () => 10 })
        void last.run('last')
        senders.push(last)
        await clock.wait(40_000)
      }
      await clock.run(play())
      const all = senders.flatMap(({ moments }) => moments).toSorted((one, other) => one - other)
      assert.ok(all.length > rate * 20, `${all.length} mails are no test of it`)
      assert.ok(mostInOneSecond(all) <= rate || rate < 1, `${mostInOneSecond(all)} in one second`)
      assert.ok(state.mostHeld <= permitsOf(rate), `${state.mostHeld} permits were held`)
    })
  }

  async function settled(count: number, rate: number, milliseconds = 12_000) {
    const clock = createFakeClock()
    const fake = createFakeBoard(clock, rate)
    const senders = Array.from({ length: count }, () => createSender(clock, fake.board, { rate, delay: () => 20 }))
    senders.forEach((sender, index) => void sender.run(`s${index}`))
    await clock.run(clock.wait(milliseconds))
    return { ...fake, clock, senders, permits: () => senders.map(({ throttle }) => throttle?.permits()) }
  }

  test('is shared out evenly, one more for who came first', async () => {
    const { permits } = await settled(4, 10)
    assert.deepEqual(permits(), [3, 3, 2, 2])
  })

  test('has some wait where there are fewer permits than senders', async () => {
    const { permits, senders } = await settled(3, 2)
    assert.deepEqual(permits(), [1, 1, 0])
    assert.deepEqual(senders[2]?.moments, [])
  })

  test('below one a second is one sender’s at a time', async () => {
    const { permits, senders } = await settled(3, 0.25, 21_000)
    assert.deepEqual(permits(), [1, 0, 0])
    assert.equal(senders[0]?.moments.length, 6)
  })

  test('is all the others’ when one leaves, and so long after one dies that nothing of it comes any more', async () => {
    const { permits, senders, clock } = await settled(2, 10)
    await clock.run(Promise.all([senders[0]?.throttle?.leave(), clock.wait(5_000)]))
    assert.deepEqual(permits(), [0, 10])
    const next = await settled(2, 10)
    next.senders[0]?.die()
    await next.clock.run(next.clock.wait(SHARE_HELD - 3_000))
    assert.equal(next.permits()[1], 5)
    await next.clock.run(next.clock.wait(6_000))
    assert.equal(next.permits()[1], 10)
  })

  test('is over for one who cannot renew it, before it is for others', async () => {
    const { senders, clock, state } = await settled(2, 10)
    state.isAway = true
    await clock.run(clock.wait(15_000))
    const counts = senders.map(({ moments }) => moments.length)
    assert.ok(senders.every(({ throttle }) => throttle?.over.aborted))
    await clock.run(clock.wait(30_000))
    assert.deepEqual(
      senders.map(({ moments }) => moments.length),
      counts,
    )
  })

  test('lets what is under way arrive for a while, and nothing where its holder has slept longer', async () => {
    const { senders, clock, state } = await settled(2, 10)
    const [one, other] = senders
    state.isAway = true
    other?.pause()
    await clock.run(clock.wait(SHARE))
    assert.deepEqual([one?.throttle?.over.aborted, one?.throttle?.mayFinish()], [true, true])
    await clock.run(clock.wait(DRAIN))
    assert.equal(one?.throttle?.mayFinish(), false)
    // It is not known to the sleeper by then, nor when it wakes up, that its share is over.
    assert.deepEqual([other?.throttle?.over.aborted, other?.throttle?.mayFinish()], [false, false])
    other?.wake()
    await clock.run(clock.wait(100))
    assert.deepEqual([other?.throttle?.over.aborted, other?.throttle?.mayFinish()], [true, false])
  })

  test('is lower for all when a server has wanted less of one', async () => {
    const { senders, clock } = await settled(2, 10)
    const [one, other] = senders.map(({ throttle }) => throttle)
    assert.ok(one && other)
    const at = clock.elapsed()
    one.setPace(slowDown(one.pace(), { at, startedAt: at - 10 }))
    await clock.run(clock.wait(3_000))
    assert.equal(other.pace().rate, 5)
    assert.equal(other.pace().trouble, 'busy')
    assert.ok(other.pace().startAt > clock.elapsed() + 20_000)
    // What another has said is not said again as one's own.
    await clock.run(clock.wait(5_000))
    assert.equal(one.pace().rate, 5)
  })
})
