import type { Check } from '../../core/issue/check.ts'
import type { Asking } from './asking.ts'
import type { Commanding } from './commanding.ts'
import type { Connection } from './connection.ts'
import type { DeskState } from './desk-state.ts'
import type { Moving } from './moving.ts'
import { HEAD_ROWS } from './rows.ts'
import type { Writing } from './writing.ts'

/** Runs the checks, quick ones first, and goes to where something can be mended. */
export function createChecking(
  state: DeskState,
  { draw, tell, settled }: Commanding,
  connection: Pick<Connection, 'check'>,
  rooms: { readonly moving: Moving; readonly asking: Asking; readonly writing: Writing },
) {
  const { closeDialog } = rooms.asking

  /** The dialog of the checks; none once it was closed, which may be at any moment. */
  const openDialog = () => (state.dialog?.kind === 'checks' ? state.dialog : undefined)

  async function runChecks(): Promise<void> {
    state.dialog = { kind: 'checks', checks: undefined, links: 'asking', at: 0 }
    draw()
    await settled()
    const quick = await connection.check(false)
    const before = openDialog()
    if (!before) return
    if (quick.outcome !== 'ok') {
      closeDialog()
      tell(quick.outcome === 'refused' ? quick.problems.join(' ') : 'The server cannot be reached just now.', 'trouble')
      return
    }
    state.dialog = { ...before, checks: quick.value }
    draw()
    const whole = await connection.check(true)
    const meanwhile = openDialog()
    if (!meanwhile) return
    if (whole.outcome === 'ok') state.dialog = { ...meanwhile, checks: whole.value, links: 'asked' }
    else state.dialog = { ...meanwhile, links: 'failed' }
    draw()
  }

  /** Where what a check found can be mended: its text, or its pick. */
  function goToCheck({ check, pick }: Check): void {
    closeDialog()
    state.pane = 'issue'
    rooms.moving.moveTo(pick ?? HEAD_ROWS.find((row) => check.startsWith(row)) ?? 'title')
    if (check === 'title' || check === 'subject' || check === 'preheader') rooms.writing.editHeading(check)
  }

  return {
    goToCheck,
    pointAtCheck: (at: number) => {
      const dialog = openDialog()
      if (!dialog) return
      state.dialog = { ...dialog, at }
      draw()
    },
    actions: {
      check: () => {
        void runChecks()
      },
    },
  }
}
