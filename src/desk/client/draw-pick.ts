import { html, nothing, type TemplateResult } from 'lit-html'
import type { PickView } from '../protocol.ts'
import { drawLink } from './draw-link.ts'
import { titleOf } from './section-letters.ts'

export function drawPick(
  pick: PickView,
  { isCurrent, place, size }: { readonly isCurrent: boolean; readonly place: number; readonly size: number },
): TemplateResult {
  const { id } = pick
  const isOver = pick.length > pick.limit
  const state = pick.blurb === '' ? 'no blurb' : pick.unedited === true ? 'unedited' : 'edited'
  const button = (action: string, text: string, name: string) =>
    html`<button type="button" tabindex="-1" data-do=${action} aria-label=${name}>${text}</button>`
  return html`<div
    role="row"
    class="row pick ${isCurrent ? 'current' : ''} ${state === 'edited' ? '' : 'rough'}"
    id="issue-${id}"
    data-key=${id}
    draggable="true"
    tabindex=${isCurrent ? 0 : -1}
    aria-labelledby="pt-${id} pp-${id} pm-${id} pb-${id}"
  >
    <div role="gridcell" class="place" id="pp-${id}" aria-label="${place} of ${size} in ${titleOf(pick.section)}">
      ${place}
    </div>
    <div role="gridcell" class="words">
      ${drawLink(pick.url, pick.title, { id: `pt-${id}`, language: pick.language, className: 'title' })}
      <p class="about" id="pm-${id}">
        <b dir="auto">${pick.source}</b
        >${pick.minutes === undefined ? nothing : html`<span>${pick.minutes} min</span>`}<span
          class="state ${isOver ? 'over' : ''}"
          >${state}${pick.blurb === '' ? '' : `, ${pick.length} of ${pick.limit}`}</span
        >${pick.access === 'free' ? nothing : html`<span>${pick.access}</span>`}${
          pick.again === undefined ? nothing : html`<span dir="auto">again, because ${pick.again}</span>`
        }
      </p>
      <p class="blurb" id="pb-${id}" dir="auto">${pick.blurb}</p>
    </div>
    <div role="gridcell" class="do">
      ${
        isCurrent
          ? html`${button('moveUp', '↑', `Move up, from ${place} of ${size} in ${titleOf(pick.section)}`)}
            ${button('moveDown', '↓', `Move down, from ${place} of ${size} in ${titleOf(pick.section)}`)}
            ${button('pickInto', 'Section', 'Section: move to another')} ${button('edit', 'Blurb', 'Blurb: write it')}
            ${button('rename', 'Title', 'Title: rewrite it')} ${button('drop', 'Drop', 'Drop the pick')}`
          : nothing
      }
    </div>
  </div>`
}
