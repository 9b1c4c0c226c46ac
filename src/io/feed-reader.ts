import { type ChildProcess, fork } from 'node:child_process'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import type { ExplainedFeed } from '../core/feed/explain-feed.ts'
import type { FeedDocument } from '../core/feed/parse-feed.ts'
import type { Source } from '../core/source/source.ts'
import type { Topic } from '../core/tag/topic.ts'
import { failure, type Result } from '../core/text/problem.ts'
import type { ParseFeed, ReadFeed } from '../jobs/ports.ts'

/** What a worker is asked; it answers with `{ result }`, or with `{ crash }` where its code failed. */
export type ReaderTask =
  | { readonly verb: 'read'; readonly document: FeedDocument; readonly source: Source }
  | { readonly verb: 'parse' | 'explain'; readonly document: FeedDocument }

/** What a worker is told before its first task; it gives no answer. */
export interface ReaderStart {
  readonly verb: 'start'
  readonly topics: readonly Topic[]
  readonly kubernetes: boolean
}

type Answer = { readonly result: Result<unknown> } | { readonly crash: string }

export interface FeedReader {
  readonly readFeed: ReadFeed
  readonly parseFeed: ParseFeed
  /** As `parseFeed`, with the tags of each entry. */
  readonly explainFeed: (document: FeedDocument) => Promise<Result<ExplainedFeed>>
  /**
   * Resolves when fewer documents are waiting or being read than keep the processes busy: what is fetched only then does
   * not pile up here.
   */
  readonly untilRoom: () => Promise<void>
  /** Ends the processes; what they were doing fails. */
  readonly close: () => void
}

export interface ReaderOptions {
  /** Milliseconds for one document. */
  readonly timeout?: number
  /** Megabytes for the objects of one process. */
  readonly memory?: number
  readonly workers?: number
  /**
   * Milliseconds that a document waits for a process before another is started: to start one is half a second of work,
   * in which those that run have read hundreds. With 0 none waits.
   */
  readonly patience?: number
  /** What entries may be about, for their tags. */
  readonly topics?: readonly Topic[]
  /** Whether they may be about Kubernetes: its groups, projects, versions and proposals are tags, then. */
  readonly kubernetes?: boolean
  /** For tests: what the workers run. */
  readonly script?: URL
}

/**
 * Reads feeds in processes of their own, where a document that hangs, or eats all memory, is cut off and reported, and
 * takes nothing else with it. One starts with the first document, others where documents wait; then they serve one after
 * the other. (Threads would not do: a tight loop may never let itself be terminated, and one that runs out of memory
 * takes the others with it.)
 */
export function createFeedReader(options: ReaderOptions = {}): FeedReader {
  const {
    topics = [],
    kubernetes = true,
    timeout = 5_000,
    memory = 512,
    workers = Math.min(2, os.availableParallelism()),
  } = options
  const { patience = 250, script = new URL('./feed-reader-process.ts', import.meta.url) } = options
  const idle: ChildProcess[] = []
  const all = new Set<ChildProcess>()
  const waiting: ((worker: ChildProcess | undefined) => void)[] = []
  let starting = 0
  let held = 0
  const outside: (() => void)[] = []
  const hasRoom = () => held < HELD_A_WORKER * workers

  /** The next process that is free; undefined where one has ended, or it is time to start another. */
  const wait = (): Promise<ChildProcess | undefined> =>
    new Promise((resolve) => {
      const give = (worker: ChildProcess | undefined) => {
        clearInterval(timer)
        resolve(worker)
      }
      const timer = setInterval(() => {
        if (starting > 0 || all.size >= workers) return
        waiting.splice(waiting.indexOf(give), 1)
        give(undefined)
      }, patience)
      waiting.push(give)
    })

  const acquire = async (): Promise<ChildProcess> => {
    while (all.size > 0) {
      const isUrgent = patience === 0 && all.size < workers
      const free = idle.pop() ?? (isUrgent ? undefined : await wait())
      if (free) return free
      if (isUrgent || (starting === 0 && all.size < workers)) break
    }
    const worker = fork(fileURLToPath(script), {
      // Little room for young objects: a third less memory at the peak, for a twentieth more time.
      execArgv: [`--max-old-space-size=${memory}`, '--max-semi-space-size=4'],
      env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    // What waits for an answer keeps this process alive; an idle reader does not.
    worker.unref()
    worker.channel?.unref()
    all.add(worker)
    starting += 1
    try {
      await firstOf(worker, START).finally(() => (starting -= 1))
      if (topics.length > 0 || !kubernetes) worker.send({ verb: 'start', topics, kubernetes } satisfies ReaderStart)
    } catch (error) {
      release(worker, false)
      throw error
    }
    return worker
  }
  const release = (worker: ChildProcess, isSound: boolean) => {
    if (!isSound) {
      all.delete(worker)
      worker.kill('SIGKILL')
    }
    const next = waiting.shift()
    if (next) next(isSound ? worker : undefined)
    else if (isSound) idle.push(worker)
  }
  const run = async (task: ReaderTask): Promise<Result<unknown>> => {
    const where = task.document.url
    held += 1
    let worker: ChildProcess | undefined
    let isSound = false
    try {
      worker = await acquire()
      worker.send(task)
      const answer = (await firstOf(worker, timeout)) as Answer
      isSound = true
      return 'result' in answer ? answer.result : failure({ where, what: `it could not be read: ${answer.crash}` })
    } catch (error) {
      return failure({ where, what: describe(error, timeout), remedy: 'Look at the feed; if it is sound, report it' })
    } finally {
      if (worker) release(worker, isSound)
      held -= 1
      if (hasRoom()) for (const enter of outside.splice(0)) enter()
    }
  }
  const untilRoom = () => new Promise<void>((resolve) => (hasRoom() ? resolve() : outside.push(resolve)))
  return {
    readFeed: (document, source) => run({ verb: 'read', document, source }) as ReturnType<ReadFeed>,
    parseFeed: (document) => run({ verb: 'parse', document }) as ReturnType<ParseFeed>,
    explainFeed: (document) => run({ verb: 'explain', document }) as Promise<Result<ExplainedFeed>>,
    untilRoom,
    close() {
      for (const worker of all) worker.kill('SIGKILL')
      all.clear()
      idle.length = 0
    },
  }
}

/** Documents for each process, the one that it reads included: so many that none ever waits for the network. */
const HELD_A_WORKER = 4

/** Where Node keeps what it has compiled: a process that finds it there starts in half the time. */
const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/compile/', import.meta.url))

/** Milliseconds for a process to start, on a machine that is busy. */
const START = 30_000

class TooSlow extends Error {}

/** The next thing that a worker says; rejects when it fails, ends, or says nothing in time. */
function firstOf(worker: ChildProcess, timeout: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      act()
    }
    const onMessage = (message: unknown) => {
      settle(() => {
        resolve(message)
      })
    }
    const onError = (error: Error) => {
      settle(() => {
        reject(error)
      })
    }
    const onExit = () => {
      onError(new Error('its reader ended'))
    }
    const timer = setTimeout(() => {
      onError(new TooSlow())
    }, timeout)
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
  })
}

function describe(error: unknown, timeout: number): string {
  if (error instanceof TooSlow) return `it takes more than ${timeout / 1000} s to read, and was cut off`
  return `it could not be read: ${error instanceof Error ? error.message : String(error)}`
}
