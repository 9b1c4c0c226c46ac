import { html, nothing, type TemplateResult } from 'lit-html'
import { guard } from 'lit-html/directives/guard.js'
import { repeat } from 'lit-html/directives/repeat.js'
import { GENERATED_SECTION_IDS } from '../../core/issue/generated-sections.ts'
import { sectionTitle } from '../../core/issue/section.ts'
import { DESK_SECTIONS } from './desk-sections.ts'
import { countNoun } from '../../core/text/count-noun.ts'
import type { BlockView, PickView } from '../protocol.ts'
import { drawFlag } from './draw-flag.ts'
import { drawPick } from './draw-pick.ts'
import type { HeadRow } from './rows.ts'
import type { Workspace } from './workspace.ts'

export function drawIssue(desk: Workspace): TemplateResult {
  const { issue } = desk.snapshot
  const sections = DESK_SECTIONS.filter(
    ({ id }) => issue.picks.some(({ section }) => section === id) || issue.blocks.some(({ section }) => section === id),
  )
  return html`<section
    class="pane issue ${desk.pane === 'issue' ? 'active' : ''}"
    aria-labelledby="issue-head"
    data-pane="issue"
  >
    <header class="pane-head">
      <h2 id="issue-head">Issue</h2>
      <p class="count"><b>${issue.picks.length}</b> of ${issue.target}</p>
      ${drawHoist(issue.picks, issue.target)}
      <p class="minutes">${issue.picks.length === 0 ? nothing : `${countNoun(issue.minutes, 'minute')} to read`}</p>
    </header>
    <div class="scroll" id="issue-scroll">
      <div role="grid" aria-label="The issue: its head, and the picks by section" class="list">
        <div role="rowgroup" class="heads">
          ${drawHead(desk, 'title', 'Title', issue.title)} ${drawHead(desk, 'subject', 'Subject', issue.subject)}
          ${drawHead(desk, 'preheader', 'Preheader', issue.preheader)} ${drawHead(desk, 'note', 'Note', issue.note)}
        </div>
        ${repeat(
          sections,
          ({ id }) => id,
          ({ id, title, signal }) => {
            const picks = issue.picks.filter(({ section }) => section === id)
            return html`<div role="rowgroup" class="section" data-section=${id}>
              <div role="row" class="section-head">
                <div role="rowheader">
                  ${drawFlag(id)} <b>${title}</b> ${picks.length > 0 ? html`<small>${picks.length}</small>` : nothing}
                  <i>${signal}</i>
                </div>
              </div>
              ${issue.blocks.filter(({ section }) => section === id).map((block) => drawBlock(desk, block))}
              ${repeat(
                picks,
                (pick) => pick.id,
                (pick, index) => drawGuarded(desk, pick, index, picks.length),
              )}
            </div>`
          },
        )}
      </div>
      ${
        issue.picks.length === 0
          ? html`<p class="empty">
              No pick yet.
              ${
                desk.hasShortcuts
                  ? html`<kbd>p</kbd> on a story puts it here; <kbd>F</kbd> fills the issue up from the ranking.`
                  : 'Pick stories, or fill the issue up from the ranking.'
              }
            </p>`
          : nothing
      }
      <p class="fill">
        ${
          issue.picks.length < issue.target
            ? html`<button type="button" @click=${desk.actions.fill}>
                Fill up to ${issue.target} from the ranking
              </button>`
            : nothing
        }
        <button
          type="button"
          @click=${() => {
            desk.refresh()
          }}
        >
          Write the program’s sections anew
        </button>
      </p>
    </div>
  </section>`
}

const WHOSE = {
  generated: 'written by the program, and kept up to date until the issue is out',
  edited: 'written by hand; the program leaves it alone',
} as const

/** What the button says; an editor's words are replaced, and undo brings them back. */
const REFRESH: Readonly<Record<BlockView['standing'], string>> = {
  generated: 'Write anew',
  edited: 'Replace by the program’s',
  dropped: 'Bring back',
}

/** Words of a section, to be read here; they are written in the file, and those of the program can be made anew. */
function drawBlock(desk: Workspace, { section, standing, lines }: BlockView): TemplateResult {
  const generated = GENERATED_SECTION_IDS.find((id) => id === section)
  const whose =
    standing === 'dropped'
      ? 'The program’s words are taken out by hand'
      : `${countNoun(lines.length, 'line')}, ${WHOSE[standing]}`
  return html`<div role="row" class="block">
    <div role="gridcell">
      ${
        lines.length === 0
          ? html`<p>${whose}</p>`
          : html`<details>
              <summary>${whose}</summary>
              <ul dir="auto">
                ${lines.map((line) => html`<li>${line}</li>`)}
              </ul>
            </details>`
      }
      ${
        generated === undefined
          ? nothing
          : html`<button
              type="button"
              aria-label=${`${REFRESH[standing]}: ${sectionTitle(generated, DESK_SECTIONS)}`}
              @click=${() => {
                desk.refresh(generated)
              }}
            >
              ${REFRESH[standing]}
            </button>`
      }
    </div>
  </div>`
}

/** The picks as they will fly, and the places that are still empty. */
function drawHoist(picks: readonly PickView[], target: number): TemplateResult {
  const inOrder = DESK_SECTIONS.flatMap(({ id }) => picks.filter(({ section }) => section === id))
  const edited = picks.filter(({ unedited, blurb }) => unedited !== true && blurb !== '').length
  return html`<span
    class="hoist"
    role="meter"
    aria-label="Picks"
    aria-valuemin="0"
    aria-valuemax=${Math.max(target, picks.length)}
    aria-valuenow=${picks.length}
    aria-valuetext="${picks.length} of ${target} picks, ${edited} of ${picks.length} blurbs edited"
  >
    ${inOrder.map(({ section, unedited }) => drawFlag(section, unedited === true ? 'rough' : ''))}
    ${Array.from({ length: Math.max(0, target - picks.length) }, () => html`<i></i>`)}
  </span>`
}

function drawHead(desk: Workspace, key: HeadRow, label: string, text: string): TemplateResult {
  const isCurrent = desk.pickKey === key
  return html`<div
    role="row"
    class="row line is-${key} ${isCurrent ? 'current' : ''} ${text.trim() === '' ? 'empty-text' : ''}"
    id="issue-${key}"
    data-key=${key}
    tabindex=${isCurrent ? 0 : -1}
  >
    <div role="rowheader">${label}</div>
    <div role="gridcell" class="text" dir="auto">${text.trim() === '' ? 'not written yet' : text.trim()}</div>
    <div role="gridcell" class="do">
      <button type="button" tabindex="-1" data-do="edit" aria-label="Write the ${label.toLowerCase()}">Write</button>
    </div>
  </div>`
}

function drawGuarded(desk: Workspace, pick: PickView, index: number, size: number): unknown {
  const isCurrent = desk.pickKey === pick.id
  return guard([pick, isCurrent, index, size], () => drawPick(pick, { isCurrent, place: index + 1, size }))
}
