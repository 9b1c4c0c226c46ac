import type { Delivery } from '../core/send/delivery.ts'
import type { DeliverMessage } from '../jobs/ports.ts'
import type { MailServer } from './mail-server.ts'
import { type MailPatience, type MailSession, openMailSession } from './mail-session.ts'

/** Connections to one mail server, opened when they are needed and used for many messages. */
export interface MailConnections {
  /** Waits for its turn; messages begin in the order in which they come. */
  readonly deliver: DeliverMessage
  /** Lets what was handed over come to its end, and says goodbye; after this nothing is taken. */
  readonly close: () => Promise<void>
  /** Breaks off whatever is under way, at once; others may follow. */
  readonly cut: () => void
}

interface Task {
  readonly envelope: Parameters<DeliverMessage>[0]
  readonly message: Uint8Array
  readonly settle: (delivery: Delivery) => void
  /** Whether a connection that had served before was gone when it came to this. */
  isSecondTry: boolean
}

interface Line {
  readonly session: MailSession
  messages: number
}

/** After so many messages a connection is replaced: servers count as well, and some end it without a word. */
const MOST_MESSAGES = 100

/**
 * @param options.connections how many there are at most
 * @param options.mostMessages how many messages go over one
 */
export function createMailConnections(
  server: MailServer,
  options: {
    readonly connections: number
    readonly mostMessages?: number
    readonly patience?: Partial<MailPatience>
    /** Asked once more when the server is ready for a message, before the first byte of it goes. */
    readonly mayGo?: () => boolean
  },
): MailConnections {
  const { connections, mostMessages = MOST_MESSAGES, patience = {} } = options
  const waiting: Task[] = []
  const idle: Line[] = []
  const partings = new Set<Promise<void>>()
  const sessions = new Set<MailSession>()
  let busy = 0
  let opening = 0
  /** Fewer than `connections` where the server takes no more of them. */
  let most = connections
  let isClosed = false
  let onRest: (() => void)[] = []

  const part = (session: MailSession) => {
    const parting = session.quit().finally(() => partings.delete(parting))
    partings.add(parting)
  }

  /** For a second try one that has served nobody yet: the others may have been ended, too. */
  const takeIdle = (task: Task | undefined): Line | undefined => {
    for (let line = idle.pop(); line !== undefined; line = idle.pop()) {
      if (task?.isSecondTry === true && line.messages > 0) part(line.session)
      else if (line.session.isOpen()) return line
    }
    return undefined
  }

  const work = () => {
    while (waiting.length > 0) {
      const line = takeIdle(waiting[0])
      if (line === undefined) break
      const task = waiting.shift()
      if (task !== undefined) void serve(line, task)
    }
    const wanted = Math.min(waiting.length, most - busy) - opening
    for (let count = 0; count < wanted; count += 1) void open()
    if (waiting.length === 0 && busy + opening === 0) for (const rest of onRest.splice(0)) rest()
  }

  const open = async () => {
    opening += 1
    const opened = await openMailSession(server, patience, options.mayGo)
    opening -= 1
    for (const each of sessions) if (!each.isOpen()) sessions.delete(each)
    if (opened.ok) {
      sessions.add(opened.session)
      idle.push({ session: opened.session, messages: 0 })
    }
    // Some servers take a few connections and no more: those that there are go on.
    else if (busy + opening > 0) most = busy + opening
    else {
      most = connections
      for (const task of waiting.splice(0)) task.settle(opened.delivery)
    }
    work()
  }

  const serve = async (line: Line, task: Task) => {
    busy += 1
    const isUsed = line.messages > 0
    line.messages += 1
    const { delivery, hadStarted, wasCutOff } = await line.session.send(task.envelope, task.message)
    busy -= 1
    if (isUsed && wasCutOff && !hadStarted && !task.isSecondTry) {
      task.isSecondTry = true
      waiting.unshift(task)
    } else task.settle(delivery)
    if (line.messages >= mostMessages) {
      part(line.session)
      most = connections
    } else if (line.session.isOpen()) idle.push(line)
    work()
  }

  return {
    deliver: (envelope, message) =>
      new Promise((resolve, reject) => {
        if (isClosed) {
          reject(new TypeError('a message for connections that are closed'))
          return
        }
        waiting.push({ envelope, message, settle: resolve, isSecondTry: false })
        work()
      }),
    async close() {
      isClosed = true
      await new Promise<void>((resolve) => {
        onRest = [...onRest, resolve]
        work()
      })
      for (const { session } of idle.splice(0)) part(session)
      await Promise.all(partings)
    },
    cut() {
      for (const session of sessions) session.close()
      sessions.clear()
    },
  }
}
