import { html, nothing, type TemplateResult } from 'lit-html'
import { type Binding, KEYS, shownKey } from './keymap.ts'
import type { Workspace } from './workspace.ts'

export function drawHelp(desk: Workspace): TemplateResult {
  return html`<h2 id="dialog-head">Keys</h2>
    <p class="lede">
      Everything can be done without them: arrows move, Tab goes from the stories to the issue, Right goes into the
      buttons of a row.
    </p>
    <p class="switch">
      <label>
        <input
          type="checkbox"
          autofocus
          .checked=${desk.hasShortcuts}
          @change=${(event: Event) => {
            desk.setShortcuts((event.target as HTMLInputElement).checked)
          }}
        />
        Single keys are shortcuts
      </label>
      <small>Off, no letter or sign does anything; this browser remembers it.</small>
    </p>
    <div class="columns">
      ${drawTable('Everywhere', KEYS.both, [{ keys: ['Tab'], what: 'From the stories to the issue; Shift Tab back' }])}
      ${drawTable('Stories', KEYS.stories, [])} ${drawTable('Issue', KEYS.issue, [])}
      ${drawTable(
        'Writing a blurb',
        [],
        [
          { keys: ['Ctrl Enter'], what: 'Accept, and on to the next that is unedited' },
          { keys: ['Alt 1', '…'], what: 'Take another beginning out of the excerpt' },
          { keys: ['Esc'], what: 'Leave; what you typed is kept while this tab is open' },
        ],
      )}
    </div>
    <p class="lede">
      Moving about is silent; what you decide is said in the line at the bottom, which screen readers read out. Nothing
      asks whether you are sure: all of it can be undone.
    </p>
    <p class="ends">
      <button
        type="button"
        @click=${() => {
          desk.closeDialog()
        }}
      >
        Close
      </button>
    </p>`
}

function drawTable(
  title: string,
  bindings: readonly Binding[],
  more: readonly { readonly keys: readonly string[]; readonly what: string }[],
): TemplateResult {
  const shown = [...bindings.map(({ keys, what }) => ({ keys: keys.map(shownKey), what })), ...more]
  return html`<section>
    <h3>${title}</h3>
    <dl class="keys">
      ${shown.map(({ keys, what }) =>
        what === undefined
          ? nothing
          : html`<div>
              <dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt>
              <dd>${what}</dd>
            </div>`,
      )}
    </dl>
  </section>`
}
