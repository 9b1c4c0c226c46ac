import { z } from 'astro/zod'
import { type Command, commandSchema } from '../../core/issue/command.ts'
import type { DeskAnswer } from '../protocol.ts'
import type { Connection, Reply } from './connection.ts'
import { recall, remember } from './memory.ts'

/** What was done at one stroke: it is taken back at one stroke, however many commands it was. */
interface Stroke {
  /** How many of its commands changed something. */
  changes: number
}

type Task =
  { readonly turn: 'do'; readonly command: Command; readonly stroke: Stroke } | { readonly turn: 'undo' | 'redo' }

/** `waiting`: the server does not answer, and is asked again. `shut`: it does not know us, and asking is no use. */
export type Line = 'open' | 'waiting' | 'shut'

export interface QueueEvents {
  /** The version of what the server said last. */
  readonly version: () => string
  readonly answered: (answer: DeskAnswer, turn: Task['turn'], command: Command | undefined) => void
  readonly refused: (problems: readonly string[], command: Command | undefined) => void
  /** It is not known whether an undo or redo was carried out. */
  readonly uncertain: (turn: 'undo' | 'redo') => void
  /** The queue or the line to the server is otherwise than before. */
  readonly changed: () => void
}

export interface CommandQueue {
  readonly add: (commands: readonly Command[]) => void
  readonly turn: (turn: 'undo' | 'redo') => void
  /** Commands that the server has not answered yet, in order. */
  readonly pending: () => readonly Command[]
  readonly size: () => number
  readonly line: () => Line
  /** Resolves once nothing waits. */
  readonly settled: () => Promise<void>
  /** Asks at once where the server is being waited for. */
  readonly retry: () => void
}

const MEMORY = 'queue'
const PAUSES = [500, 1000, 2000, 4000, 8000]

/**
 * Sends commands one after the other, in the order they were given. While the server cannot be reached they wait, also
 * across a reload of the page; a command that is sent twice says the same once. One that is refused is given up, and
 * the others go on.
 */
export function createQueue(
  connection: Pick<Connection, 'carryOut' | 'undo' | 'redo'>,
  events: QueueEvents,
): CommandQueue {
  let tasks: Task[] = restore()
  let line: Line = 'open'
  let isRunning = false
  let failures = 0
  let wake: (() => void) | undefined
  let idle: (() => void)[] = []
  const done: Stroke[] = []
  const undone: Stroke[] = []

  function keep(): void {
    const commands = tasks.flatMap((task) => (task.turn === 'do' ? [task.command] : []))
    remember('tab', MEMORY, commands.length === 0 ? undefined : JSON.stringify(commands))
  }

  const next = () => (line === 'shut' ? undefined : tasks[0])

  async function run(): Promise<void> {
    if (isRunning) return
    isRunning = true
    for (let task = next(); task !== undefined; task = next()) {
      const isOver = task.turn === 'do' ? await carryOut(task) : await turnBack(task.turn)
      if (isOver) {
        tasks = tasks.slice(1)
        keep()
        events.changed()
      }
    }
    isRunning = false
    if (tasks.length > 0) return
    for (const resolve of idle) resolve()
    idle = []
  }

  async function carryOut({ command, stroke }: Extract<Task, { turn: 'do' }>): Promise<boolean> {
    const reply = await connection.carryOut(command, events.version())
    if (reply.outcome === 'unreached') return pause()
    reached()
    if (reply.outcome === 'refused') return giveUp(reply, command)
    if (reply.value.changed) stroke.changes += 1
    dropFirst()
    events.answered(reply.value, 'do', command)
    return false
  }

  async function turnBack(turn: 'undo' | 'redo'): Promise<boolean> {
    const [from, to] = turn === 'undo' ? [done, undone] : [undone, done]
    while (from.at(-1)?.changes === 0) from.pop()
    const stroke = from.pop()
    for (let left = stroke?.changes ?? 1; left > 0; left -= 1) {
      const reply = await (turn === 'undo' ? connection.undo(events.version()) : connection.redo(events.version()))
      if (reply.outcome === 'refused') return giveUp(reply, undefined)
      if (reply.outcome === 'unreached') {
        events.uncertain(turn)
        return true
      }
      reached()
      if (left === 1) dropFirst()
      events.answered(reply.value, turn, undefined)
      if (!reply.value.changed) break
    }
    if (stroke) to.push(stroke)
    return false
  }

  /** Before its answer is told, so that what is shown never counts a command twice. */
  function dropFirst(): void {
    tasks = tasks.slice(1)
    keep()
  }

  function giveUp(reply: Extract<Reply<unknown>, { outcome: 'refused' }>, command: Command | undefined): boolean {
    if (reply.status === 401 || reply.status === 403) {
      line = 'shut'
      events.refused(reply.problems, undefined)
      events.changed()
      return false
    }
    dropFirst()
    events.refused(reply.problems, command)
    return false
  }

  function reached(): void {
    failures = 0
    if (line === 'open') return
    line = 'open'
    events.changed()
  }

  async function pause(): Promise<boolean> {
    line = 'waiting'
    const wait = PAUSES[Math.min(failures, PAUSES.length - 1)]
    failures += 1
    await new Promise<void>((resolve) => {
      wake = resolve
      setTimeout(resolve, wait)
      events.changed()
    })
    wake = undefined
    return false
  }

  const start = () => {
    run().catch((error: unknown) => {
      isRunning = false
      throw error
    })
  }
  // What an earlier page could not send any more.
  if (tasks.length > 0) setTimeout(start)

  return {
    add: (commands) => {
      const stroke: Stroke = { changes: 0 }
      done.push(stroke)
      undone.length = 0
      tasks = [...tasks, ...commands.map((command): Task => ({ turn: 'do', command, stroke }))]
      keep()
      start()
    },
    turn: (turn) => {
      tasks = [...tasks, { turn }]
      start()
    },
    pending: () => tasks.flatMap((task) => (task.turn === 'do' ? [task.command] : [])),
    size: () => tasks.length,
    line: () => line,
    settled: () =>
      tasks.length === 0
        ? Promise.resolve()
        : new Promise((resolve) =>
            idle.push(() => {
              resolve()
            }),
          ),
    retry: () => wake?.(),
  }
}

function restore(): Task[] {
  try {
    const commands = z.array(commandSchema).parse(JSON.parse(recall('tab', MEMORY) ?? '[]'))
    const stroke: Stroke = { changes: 0 }
    return commands.map((command) => ({ turn: 'do', command, stroke }))
  } catch {
    return []
  }
}
