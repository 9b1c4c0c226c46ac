import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Command } from '../../../src/core/issue/command.ts'
import { createQueue } from '../../../src/desk/client/command-queue.ts'
import type { Reply } from '../../../src/desk/client/connection.ts'
import type { DeskAnswer } from '../../../src/desk/protocol.ts'
import { makeAnswer, skip } from './desk-builders.ts'

/** A queue whose server answers each request with the next of some replies, and then always with success. */
function makeQueue(...replies: Reply<DeskAnswer>[]) {
  const sent: string[] = []
  const refused: string[] = []
  const answer = (what: string) => {
    sent.push(what)
    return Promise.resolve(replies.shift() ?? ({ outcome: 'ok', value: makeAnswer() } as const))
  }
  const queue = createQueue(
    {
      carryOut: (command: Command) => answer('id' in command ? `${command.verb} ${command.id}` : command.verb),
      undo: () => answer('undo'),
      redo: () => answer('redo'),
    },
    {
      version: () => '1',
      answered: () => undefined,
      refused: (problems) => refused.push(...problems),
      uncertain: (turn) => refused.push(`uncertain ${turn}`),
      changed: () => {
        if (queue.line() === 'waiting') queue.retry()
      },
    },
  )
  return { queue, sent, refused }
}

describe('the queue of commands', () => {
  test('sends them one after the other, in the order they were given', async () => {
    const { queue, sent } = makeQueue()
    queue.add([skip('a')])
    queue.add([skip('b'), skip('c')])
    assert.equal(queue.pending().length, 3)
    await queue.settled()
    assert.deepEqual(sent, ['skip a', 'skip b', 'skip c'])
  })

  test('sends one again that the server did not hear, before those behind it', async () => {
    const { queue, sent } = makeQueue({ outcome: 'unreached' })
    queue.add([skip('a')])
    queue.add([skip('b')])
    await queue.settled()
    assert.deepEqual([sent, queue.line()], [['skip a', 'skip a', 'skip b'], 'open'])
  })

  test('gives up one that is refused, says why, and goes on', async () => {
    const { queue, sent, refused } = makeQueue({ outcome: 'refused', status: 409, problems: ['no such story'] })
    queue.add([skip('a')])
    queue.add([skip('b')])
    await queue.settled()
    assert.deepEqual([sent, refused], [['skip a', 'skip b'], ['no such story']])
  })

  test('keeps all that waits where the server does not know us any more', async () => {
    const { queue, refused } = makeQueue({ outcome: 'refused', status: 401, problems: ['another token'] })
    queue.add([skip('a')])
    await new Promise((resolve) => setImmediate(resolve))
    assert.deepEqual([queue.line(), queue.pending(), refused], ['shut', [skip('a')], ['another token']])
  })

  test('takes back at one stroke what was done at one stroke, and leaves out what changed nothing', async () => {
    const nothing: Reply<DeskAnswer> = { outcome: 'ok', value: makeAnswer({ changed: false }) }
    const { queue, sent } = makeQueue(nothing)
    queue.add([skip('a'), skip('b'), skip('c')])
    queue.turn('undo')
    queue.turn('redo')
    await queue.settled()
    assert.deepEqual(sent.slice(3), ['undo', 'undo', 'redo', 'redo'])
  })

  test('never sends an undo twice of which it is not known whether it was done', async () => {
    const ok: Reply<DeskAnswer> = { outcome: 'ok', value: makeAnswer() }
    const { queue, sent, refused } = makeQueue(ok, { outcome: 'unreached' })
    queue.add([skip('a')])
    queue.turn('undo')
    await queue.settled()
    assert.deepEqual([sent, refused], [['skip a', 'undo'], ['uncertain undo']])
  })
})
