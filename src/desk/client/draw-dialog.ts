import { html, nothing, type TemplateResult } from 'lit-html'
import { drawBlurb } from './draw-blurb.ts'
import { drawChecks } from './draw-checks.ts'
import { drawForm } from './draw-form.ts'
import { drawHelp } from './draw-help.ts'
import { drawSections } from './draw-sections.ts'
import type { Workspace } from './workspace.ts'

/** What stands before the desk; the element itself is opened and closed by `desk-page.ts`. */
export function drawDialog(desk: Workspace): TemplateResult {
  const { dialog } = desk
  if (dialog === undefined) before = undefined
  return html`<dialog
    id="dialog"
    class=${dialog?.kind ?? ''}
    aria-labelledby="dialog-head"
    @keydown=${(event: Event) => {
      // A key that closes the dialog is not one for what lies behind it: the next story, by then.
      event.stopPropagation()
    }}
    @cancel=${(event: Event) => {
      event.preventDefault()
      desk.closeDialog()
    }}
    @close=${(event: Event) => {
      // It is told of late: another may be open by then.
      if (!(event.target as HTMLDialogElement).open) desk.closeDialog()
    }}
    @click=${(event: Event) => {
      if (event.target === event.currentTarget) desk.closeDialog()
    }}
  >
    ${
      dialog === undefined
        ? nothing
        : html`<div class="sheet">
            ${drawKind(desk)}
            <p id="dialog-status" role="status" class=${desk.status.tone}>${saidSinceOpening(desk)}</p>
          </div>`
    }
  </dialog>`
}

/** What the status line said when the dialog was opened. */
let before: Workspace['status'] | undefined

/** What the status line says, once that is news: behind a dialog it is dimmed, and no screen reader hears of it. */
function saidSinceOpening({ status }: Workspace): string {
  before ??= status
  return status === before ? '' : status.text
}

function drawKind(desk: Workspace): unknown {
  const { dialog } = desk
  switch (dialog?.kind) {
    case undefined:
      return nothing
    case 'help':
      return drawHelp(desk)
    case 'sections':
      return drawSections(desk, dialog)
    case 'form':
      return drawForm(desk, dialog)
    case 'blurb':
      return drawBlurb(desk, dialog.pick)
    case 'checks':
      return drawChecks(desk, dialog)
  }
}
