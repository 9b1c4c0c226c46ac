import { html, nothing, type TemplateResult } from 'lit-html'
import type { Check } from '../../core/issue/check.ts'
import { countNoun } from '../../core/text/count-noun.ts'
import type { Dialog } from './dialogs.ts'
import type { Workspace } from './workspace.ts'

const LINKS = {
  asking: 'Asking the links …',
  asked: 'The links were asked, too.',
  failed: 'The links could not be asked.',
} as const

export function drawChecks(desk: Workspace, { checks, links }: Extract<Dialog, { kind: 'checks' }>): TemplateResult {
  return html`<h2 id="dialog-head">Checks</h2>
    <p class="lede" role="status">
      ${checks === undefined ? 'Checking …' : `${summary(checks)} ${isUnasked(checks) ? '' : LINKS[links]}`}
    </p>
    <ul class="checks" @keydown=${walk}>
      ${(checks ?? []).map(
        (check, index) =>
          html`<li class=${check.level}>
            <button
              type="button"
              ?autofocus=${index === 0}
              @click=${() => {
                desk.goToCheck(check)
              }}
            >
              <b>${check.level}</b>
              <span>
                <span dir="auto">${check.message}</span>
                ${drawUnsaidTitle(desk, check)}
                ${isDoneHere(check) ? nothing : html`<small class="remedy" dir="auto">${check.remedy}</small>`}
              </span>
            </button>
          </li>`,
      )}
    </ul>
    <p class="ends">
      <button
        type="button"
        ?autofocus=${checks?.length === 0}
        @click=${() => {
          desk.closeDialog()
        }}
      >
        Close
      </button>
      <small>Enter goes there</small>
    </p>`
}

function summary(checks: readonly Check[]): string {
  const errors = checks.filter(({ level }) => level === 'error').length
  if (checks.length === 0) return 'Nothing stands against publishing.'
  const warnings = checks.length - errors
  const parts = [errors > 0 && countNoun(errors, 'error'), warnings > 0 && countNoun(warnings, 'warning')]
  return `${parts.filter(Boolean).join(', ')}.${errors === 0 ? ' It can be published.' : ''}`
}

/** Whether a check itself says that links were not asked. */
const isUnasked = (checks: readonly Check[]) => checks.some(({ check }) => check === 'links-unchecked')

/** The title of the pick that a check is about, unless its words say it; a long one is cut there. */
function drawUnsaidTitle({ snapshot: { issue } }: Workspace, { pick, message }: Check) {
  if (pick === undefined) return nothing
  const title = issue.picks.find(({ id }) => id === pick)?.title ?? pick
  return message.includes(`"${title.slice(0, 30)}`) ? nothing : html`<small dir="auto">${title}</small>`
}

/** Whether Enter leads to where the command that would help is done by hand. */
const isDoneHere = ({ pick, remedy }: Check) => pick !== undefined && remedy.startsWith('npm run curate --')

/** Up and down with arrows, as in the lists of the desk. */
function walk(event: KeyboardEvent): void {
  const by = event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0
  if (by === 0 || event.ctrlKey || event.altKey || event.metaKey) return
  event.preventDefault()
  const buttons = [...(event.currentTarget as Element).querySelectorAll('button')]
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  buttons[Math.max(0, Math.min(buttons.length - 1, at + by))]?.focus()
}
