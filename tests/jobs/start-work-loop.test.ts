import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startWorkLoop } from '../../src/jobs/start-work-loop.ts'

/** A pause that ends when a test says so, or its signal. */
function makePauses() {
  const began: (() => void)[] = []
  let waiters: (() => void)[] = []
  const pause = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      began.push(resolve)
      signal.addEventListener('abort', () => resolve())
      for (const waiter of waiters) waiter()
      waiters = []
    })
  const next = (count: number) =>
    began.length >= count
      ? Promise.resolve()
      : new Promise<void>((resolve) => {
          const look = () => (began.length >= count ? resolve() : void waiters.push(look))
          waiters.push(look)
        })
  return { pause, next, began }
}

const onError = (error: unknown) => assert.ifError(error)

describe('a work loop', () => {
  test('works at once, after each pause, and when it is told to', async () => {
    const pauses = makePauses()
    let rounds = 0
    const loop = startWorkLoop(() => Promise.resolve((rounds += 1)), { pause: pauses.pause, onError })
    await pauses.next(1)
    assert.equal(rounds, 1)
    pauses.began[0]?.()
    await pauses.next(2)
    assert.equal(rounds, 2)
    loop.hint()
    await pauses.next(3)
    assert.equal(rounds, 3)
    await loop.end()
    assert.equal(rounds, 3)
  })

  test('works once more where it was told to while it worked', async () => {
    const pauses = makePauses()
    const rounds: (() => void)[] = []
    const loop = startWorkLoop(() => new Promise<void>((resolve) => void rounds.push(resolve)), {
      pause: pauses.pause,
      onError,
    })
    loop.hint()
    loop.hint()
    assert.equal(rounds.length, 1)
    rounds[0]?.()
    await new Promise(setImmediate)
    assert.equal(rounds.length, 2)
    assert.equal(pauses.began.length, 0)
    rounds[1]?.()
    await pauses.next(1)
    await loop.end()
  })

  test('tells what went wrong, and goes on', async () => {
    const pauses = makePauses()
    const errors: unknown[] = []
    const loop = startWorkLoop(() => Promise.reject(new Error('tide')), {
      pause: pauses.pause,
      onError: (error) => errors.push(error),
    })
    await pauses.next(1)
    loop.hint()
    await pauses.next(2)
    await loop.end()
    assert.equal(errors.length, 2)
  })

  test('ends when what it does is done, which it tells to hurry', async () => {
    const pauses = makePauses()
    let finish = (): void => undefined
    let isOver = (): boolean => false
    const loop = startWorkLoop(
      (over) => {
        isOver = over
        return new Promise<void>((resolve) => (finish = resolve))
      },
      { pause: pauses.pause, onError },
    )
    let ended = false
    const ending = loop.end().then(() => (ended = true))
    await new Promise(setImmediate)
    assert.deepEqual([isOver(), ended], [true, false])
    finish()
    await ending
    assert.equal(pauses.began.length, 0)
  })
})
