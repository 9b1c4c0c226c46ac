// A thread in which the commands of the project run one after the other, as `run-here.ts` asks for them: what they
// import is loaded once, and each runs from the first line of its script with arguments, environment and output of its own.
import type { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import { type MessagePort, parentPort } from 'node:worker_threads'

/** What is to be run, and where its outcome goes. */
export interface Order {
  readonly script: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly port: MessagePort
  /** Is notified once the outcome has been posted, for who sleeps until then. */
  readonly bell: Int32Array<SharedArrayBuffer>
}

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** What the script threw past all that was to catch it; a process would have shown a stack trace. */
  readonly thrown?: string
}

let count = 0
let last: Promise<unknown> = Promise.resolve()

parentPort?.on('message', (order: Order) => {
  last = last.then(async () => {
    order.port.postMessage(await run(order))
    Atomics.store(order.bell, 0, 1)
    Atomics.notify(order.bell, 0)
  })
})

async function run({ script, args, env, cwd }: Order): Promise<Outcome> {
  const before = listening()
  const [stdout, stderr] = [keepWrites(process.stdout), keepWrites(process.stderr)]
  // A thread cannot go to another folder. Paths that are resolved, as those of commands are, do not notice.
  process.cwd = () => cwd
  process.argv = [process.execPath, script, ...args]
  process.env = { ...env }
  process.exitCode = undefined
  let thrown: string | undefined
  try {
    count += 1
    await import(`${pathToFileURL(script).href}?run=${count}`)
  } catch (error) {
    thrown = error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  for (const [emitter, event, listener] of listening()) {
    if (!before.some((other) => other[2] === listener)) emitter.off(event, listener)
  }
  const code = Number(process.exitCode ?? 0)
  return { code, stdout: stdout(), stderr: stderr(), ...(thrown === undefined ? {} : { thrown }) }
}

/** Who listens to what a command listens to, which must not go on listening once it has ended. */
function listening(): [emitter: EventEmitter, event: string, listener: (...args: unknown[]) => void][] {
  const events = [
    ...['SIGINT', 'SIGTERM', 'uncaughtException', 'exit'].map((event) => [process as EventEmitter, event] as const),
    ...[process.stdout, process.stderr].map((stream) => [stream as EventEmitter, 'error'] as const),
  ]
  return events.flatMap(([emitter, event]) =>
    emitter.rawListeners(event).map((listener) => [emitter, event, listener as () => void] as const),
  ) as never
}

/** From now on, keeps what is written to a stream that is no terminal; the function gives it, as a text. */
function keepWrites(stream: NodeJS.WriteStream): () => string {
  const chunks: Buffer[] = []
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    chunks.push(Buffer.from(chunk as string))
    const done = rest.at(-1)
    if (typeof done === 'function') process.nextTick(done)
    return true
  }
  return () => Buffer.concat(chunks).toString()
}
