import { html, type TemplateResult } from 'lit-html'
import type { SectionId } from '../../core/issue/section.ts'
import { DESK_SECTIONS } from './desk-sections.ts'
import type { Dialog } from './dialogs.ts'
import { drawFlag } from './draw-flag.ts'
import { SECTION_LETTERS } from './section-letters.ts'
import type { Workspace } from './workspace.ts'

/** The sections by their letters, which are those of their flags. */
export function drawSections(desk: Workspace, dialog: Extract<Dialog, { kind: 'sections' }>): TemplateResult {
  const { chosen, suggested } = dialog
  const counts = desk.snapshot.issue.picks
  return html`<h2 id="dialog-head">Into which section?</h2>
    <p class="about-what" dir="auto">${dialog.title}</p>
    <ul
      class="sections"
      @keydown=${(event: KeyboardEvent) => {
        takeKey(desk, chosen, event)
      }}
    >
      ${SECTION_LETTERS.map(
        ({ letter, section: { id, title, signal } }) =>
          html`<li>
            <button
              type="button"
              class=${id === chosen ? 'chosen' : ''}
              data-section=${id}
              ?autofocus=${id === chosen}
              @focus=${() => {
                desk.pointAt(id)
              }}
              @click=${() => {
                desk.chooseSection(id)
              }}
            >
              <kbd>${letter}</kbd> ${drawFlag(id)} <b>${title}</b> <i>${id === suggested ? 'suits' : signal}</i>
              <small>${counts.filter(({ section }) => section === id).length || ''}</small>
            </button>
          </li>`,
      )}
    </ul>`
}

function takeKey(desk: Workspace, chosen: SectionId, event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (by !== 0) {
    event.preventDefault()
    const ids = DESK_SECTIONS.map(({ id }) => id)
    const to = ids.at((ids.indexOf(chosen) + by) % ids.length)
    if (to) (event.currentTarget as Element).querySelector<HTMLElement>(`[data-section=${to}]`)?.focus()
    return
  }
  const found = SECTION_LETTERS.find(({ letter }) => letter === event.key.toLowerCase())
  if (!found) return
  event.preventDefault()
  desk.chooseSection(found.section.id)
}
