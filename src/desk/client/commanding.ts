import type { Command } from '../../core/issue/command.ts'
import { countNoun } from '../../core/text/count-noun.ts'
import type { DeskAnswer } from '../protocol.ts'
import { createQueue } from './command-queue.ts'
import type { Connection } from './connection.ts'
import type { DeskState, Status } from './desk-state.ts'
import { forgetDraft } from './draft-memory.ts'
import { openFloodOf, settleState } from './settle-state.ts'
import { applyAnswer } from './snapshot.ts'

export type Commanding = ReturnType<typeof createCommanding>

/** Verbs whose outcome only the server knows. */
const TELLS: ReadonlySet<Command['verb']> = new Set(['draft', 'refresh', 'split', 'merge', 'set'])

/**
 * Gives commands to the server, shows at once what they will do, and says what came of them.
 *
 * @param lookAgain is called where nobody knows what the server has done
 */
export function createCommanding(state: DeskState, connection: Connection, draw: () => void, lookAgain: () => void) {
  const queue = createQueue(connection, {
    version: () => state.confirmed.version,
    answered: (answer, turn, command) => {
      state.confirmed = applyAnswer(state.confirmed, answer)
      if (command?.verb === 'blurb') forgetDraft(state, `blurb:${command.id}`)
      if (turn !== 'do') followTurn(answer)
      else if (command && TELLS.has(command.verb)) say(sentence(answer.message))
      update()
    },
    refused: (problems, command) => {
      const what = command ? 'That was refused, and is as it was. ' : ''
      say(what + problems.join(' '), 'trouble')
      update()
    },
    uncertain: (turn) => {
      say(`The desk's server could not be reached: look whether the ${turn} was done.`, 'trouble')
      lookAgain()
    },
    changed: update,
  })

  function settle(): void {
    settleState(state, queue.pending())
  }

  function update(): void {
    settle()
    draw()
  }

  function say(text: string, tone: Status['tone'] = 'plain'): void {
    state.status = { text, tone }
  }

  function tell(text: string, tone: Status['tone'] = 'plain'): void {
    say(text, tone)
    draw()
  }

  /** The cursor goes to what was taken back. */
  function followTurn(answer: DeskAnswer): void {
    const { admitted, seen, confirmed, pane } = state
    say(sentence(answer.message))
    const touched = answer.stories.find(({ id }) => admitted.has(id) || !seen.has(id))
    const picks = new Set(confirmed.issue.picks.map(({ id }) => id))
    if (pane === 'stories' && touched) {
      state.storyKey = touched.id
      openFloodOf(state, touched.id)
      state.wantsFocus = true
    } else if (pane === 'issue') {
      const returned = answer.stories.flatMap(({ items }) => items).find(({ id }) => picks.has(id))
      if (returned) state.pickKey = returned.id
      state.wantsFocus = true
    }
  }

  function keepOrder(): void {
    state.lastOrder = state.rows.map(({ key }) => key)
  }

  /** Gives commands to the server, and says so; false where it would not hear them. Nothing is drawn. */
  function send(commands: readonly Command[], said: string): boolean {
    if (queue.line() === 'shut') {
      say('This desk belongs to an earlier run: open the address that the terminal prints now.', 'trouble')
      return false
    }
    keepOrder()
    say(said)
    queue.add(commands)
    settle()
    return true
  }

  function carryOut(commands: readonly Command[], said: string): void {
    send(commands, said)
    draw()
  }

  function turn(direction: 'undo' | 'redo'): void {
    if (state.confirmed.history[direction] === null && queue.size() === 0) {
      tell(`There is nothing to ${direction}.`)
      return
    }
    keepOrder()
    say(direction === 'undo' ? 'Taking it back …' : 'Doing it again …')
    queue.turn(direction)
    draw()
  }

  async function tellWritten(): Promise<void> {
    if (queue.size() > 0) tell('Writing …')
    await queue.settled()
    const { file, isNew, picks } = state.shown.issue
    const what = isNew
      ? 'The issue has no file yet: the first pick begins it.'
      : `All is written: ${file}, ${countNoun(picks.length, 'pick')}. To publish it: npm run curate -- publish`
    tell(what)
  }

  return {
    ...{ settle, update, draw, say, tell, keepOrder, send, carryOut },
    line: queue.line,
    size: queue.size,
    settled: queue.settled,
    retry: queue.retry,
    actions: {
      undo: () => {
        turn('undo')
      },
      redo: () => {
        turn('redo')
      },
      written: () => {
        void tellWritten()
      },
    },
  }
}

function sentence(text: string): string {
  const trimmed = text.trim()
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`
}
