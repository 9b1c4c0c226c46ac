import { html, nothing } from 'lit-html'
import { keyed } from 'lit-html/directives/keyed.js'
import { markdownToText } from '../../core/text/markdown-text.ts'
import type { PickView } from '../protocol.ts'
import { drawFlag } from './draw-flag.ts'
import { drawLink } from './draw-link.ts'
import { titleOf } from './section-letters.ts'
import type { Workspace } from './workspace.ts'

const lengthOf = (text: string) => [...markdownToText(text)].length

/** Where a blurb is written: the text and its length on one side, what the author wrote on the other. */
export function drawBlurb(desk: Workspace, id: string): unknown {
  const { issue } = desk.snapshot
  const pick = issue.picks.find((each) => each.id === id)
  if (!pick) return html`<h2 id="dialog-head">That pick is gone</h2>`
  const draft = desk.draftOf(`blurb:${id}`)
  const text = draft ?? pick.blurb
  const meter = meterOf(text, pick.limit)
  return keyed(
    id,
    html`<h2 id="dialog-head">${drawFlag(pick.section)} <span dir="auto" lang=${pick.language}>${pick.title}</span></h2>
      <p class="about">
        <b dir="auto">${pick.source}</b><span>${titleOf(pick.section)}</span>${pick.authors.map(
          ({ name, org }) => html`<span dir="auto">${org === undefined ? name : `${name}, ${org}`}</span>`,
        )}<span>${drawLink(pick.url, 'Open the original')}</span>
      </p>
      <form
        class="writing"
        @submit=${(event: Event) => {
          event.preventDefault()
          accept(desk, id)
        }}
        @keydown=${(event: KeyboardEvent) => {
          takeKey(desk, pick, event)
        }}
      >
        <div class="ours">
          <label for="blurb-text">Why it matters <span class="badge">${badge(pick, text)}</span></label>
          <textarea
            id="blurb-text"
            class=${pick.unedited === true && draft === undefined ? 'all' : ''}
            rows="7"
            dir="auto"
            autofocus
            aria-describedby="blurb-length"
            .value=${text}
            @input=${(event: Event) => {
              keep(desk, pick, (event.target as HTMLTextAreaElement).value)
            }}
          ></textarea>
          <p id="blurb-meter" class="length ${meter.over ? 'over' : ''}">
            <meter
              min="0"
              max=${pick.limit}
              .value=${Math.min(meter.length, pick.limit)}
              aria-label="Length of the blurb"
            ></meter>
            <span id="blurb-length">${meter.said}</span>
          </p>
          <p class="ends">
            <button type="submit" class="main">Accept, and next</button>
            <button
              type="button"
              @click=${() => {
                desk.closeDialog()
              }}
            >
              Leave
            </button>
            <small>Ctrl Enter accepts, Esc leaves; ${issue.blurbsEdited} of ${issue.picks.length} edited</small>
          </p>
        </div>
        <div class="theirs">
          ${
            pick.alternatives.length === 0
              ? nothing
              : html`<h3>
                    ${offersFacts(pick) ? 'What it states, and beginnings out of the excerpt' : 'Other beginnings, out of the excerpt'}
                  </h3>
                  <ol class="alternatives">
                    ${pick.alternatives.slice(0, 9).map(
                      (other, index) =>
                        html`<li>
                          <button
                            type="button"
                            @click=${() => {
                              take(desk, pick, other)
                            }}
                          >
                            <kbd>Alt ${index + 1}</kbd> <span dir="auto" lang=${pick.language}>${other}</span>
                          </button>
                        </li>`,
                    )}
                  </ol>`
          }
          <h3 id="blurb-excerpt">The excerpt</h3>
          <p
            class="excerpt"
            role="region"
            aria-labelledby="blurb-excerpt"
            tabindex="0"
            dir="auto"
            lang=${pick.language}
            .textContent=${pick.excerpt === '' ? 'The feed gave no text.' : pick.excerpt}
          ></p>
        </div>
      </form>`,
  )
}

function badge(pick: PickView, text: string): string {
  if (text.trim() === '') return 'empty'
  if (pick.unedited !== true || text.trim() !== pick.blurb) return ''
  return pick.blurb === pick.facts ? 'unedited: what it states' : 'unedited: filled in from the excerpt'
}

const offersFacts = ({ facts, alternatives }: PickView) => facts !== undefined && alternatives.includes(facts)

function meterOf(text: string, limit: number) {
  const length = lengthOf(text)
  const over = length > limit
  return { length, over, said: `${length} of ${limit} characters${over ? `, ${length - limit} too many` : ''}` }
}

const textarea = () => document.querySelector<HTMLTextAreaElement>('#blurb-text')

function keep(desk: Workspace, pick: PickView, text: string): void {
  desk.keepDraft(`blurb:${pick.id}`, text === pick.blurb ? undefined : text)
  desk.redraw()
}

function take(desk: Workspace, pick: PickView, text: string): void {
  keep(desk, pick, text)
  textarea()?.focus()
}

function accept(desk: Workspace, id: string): void {
  desk.acceptBlurb(id, textarea()?.value ?? '')
}

function takeKey(desk: Workspace, pick: PickView, event: KeyboardEvent): void {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    accept(desk, pick.id)
    return
  }
  if (!event.altKey || event.ctrlKey || event.metaKey) return
  // On some keyboards Alt makes another sign of a digit: the place of the key counts.
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1]
  const other = digit === undefined ? undefined : pick.alternatives[Number(digit) - 1]
  if (other === undefined) return
  event.preventDefault()
  take(desk, pick, other)
}
