import assert from 'node:assert/strict'
import path from 'node:path'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { Order, Outcome } from './command-thread.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** Of a machine that has much else to do, too. */
const PATIENCE = 300_000

export interface Surroundings {
  /** All of the environment, not what is to be added to it. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

let thread: Worker | undefined
let running = 0

/**
 * Runs a script of the project to its end as its user would, in a thread of this process that keeps what scripts import:
 * that takes most of the time of a command that does little. What only a process shows (that it ends, dies of a
 * signal, or is alone with its memory) is a matter of `runScript`, with which each command is run as well.
 *
 * @param script from the root of the project, like `scripts/ingest.ts`
 */
export async function runHere(
  script: string,
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<Outcome> {
  const { worker, port } = give(script, args, surroundings)
  running += 1
  worker.ref()
  try {
    return check(
      await new Promise<Outcome>((resolve, reject) => {
        port.once('message', resolve)
        port.once('close', () => {
          reject(new Error(`${script} ended the thread that it ran in`))
        })
      }),
    )
  } finally {
    running -= 1
    if (running === 0) worker.unref()
    port.close()
  }
}

/** As `runHere`, for tests that wait for nothing. Nothing else happens in this thread in the meantime. */
export function runHereSync(script: string, args: readonly string[], surroundings: Surroundings = {}): Outcome {
  const { bell, port } = give(script, args, surroundings)
  Atomics.wait(bell, 0, 0, PATIENCE)
  const received = receiveMessageOnPort(port) as { message: Outcome } | undefined
  port.close()
  assert.ok(received, `${script} ${args.join(' ')} did not end, or ended the thread that it ran in`)
  return check(received.message)
}

function give(script: string, args: readonly string[], { env = {}, cwd = ROOT }: Surroundings) {
  if (thread === undefined) {
    thread = new Worker(new URL('./command-thread.ts', import.meta.url))
    thread.unref()
    thread.once('exit', () => (thread = undefined))
  }
  const { port1, port2 } = new MessageChannel()
  const bell = new Int32Array(new SharedArrayBuffer(4))
  const order: Order = { script: path.join(ROOT, script), args, env, cwd, port: port2, bell }
  thread.postMessage(order, [port2])
  return { worker: thread, bell, port: port1 }
}

function check(outcome: Outcome): Outcome {
  assert.equal(outcome.thrown, undefined)
  return outcome
}
