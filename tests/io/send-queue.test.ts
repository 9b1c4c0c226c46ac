import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSendQueue } from '../../src/io/send-queue.ts'
import { startPostgres } from '../postgres-server.ts'

const SEND = { number: 1, issue: '2026-W47' }

test('a queue of parts has each once that waits, gives each to one, and heeds only who has it', async (context) => {
  const url = await (await startPostgres()).createDatabase()
  const errors: unknown[] = []
  const open = async () => {
    const queue = await openSendQueue(url, (error) => errors.push(error))
    context.after(queue.close)
    return queue
  }
  const [one, other] = [await open(), await open()]
  await one.addJobs(SEND, 2)
  await other.addJobs(SEND, 2)
  const taken = await Promise.all([one, other, one, other].map((queue) => queue.takeJob()))
  const jobs = taken.filter((job) => job !== undefined)
  assert.deepEqual(
    jobs.map(({ send, issue, tries }) => ({ send, issue, tries })),
    [0, 1].map(() => ({ send: 1, issue: '2026-W47', tries: 0 })),
  )
  const [first, second] = jobs
  assert.ok(first && second)

  // Should its worker be dead, the same part is for others all the same.
  await other.addJobs(SEND, 1)
  const again = await other.takeJob()
  assert.ok(again && again.id !== first.id && again.id !== second.id)
  await other.finishJob(again)

  await one.touchJob(first)
  await one.returnJob(first)
  const back = await other.takeJob()
  assert.deepEqual([back?.id, back?.tries], [first.id, 1])
  // Whoever had it before has no say in it any more.
  await one.finishJob(first)
  await one.finishJob(second)
  assert.ok(back)
  await other.returnJob(back)
  assert.equal((await one.takeJob())?.tries, 2)
  assert.equal(await one.takeJob(), undefined)
  assert.deepEqual(errors, [])
})
