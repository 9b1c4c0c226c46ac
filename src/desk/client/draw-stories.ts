import { html, nothing, type TemplateResult } from 'lit-html'
import { guard } from 'lit-html/directives/guard.js'
import { live } from 'lit-html/directives/live.js'
import { repeat } from 'lit-html/directives/repeat.js'
import { KINDS } from '../../core/source/source.ts'
import { drawStoryRow, type RowState } from './draw-story.ts'
import { isFiltered, NO_FILTER, type StoryFilter, VERDICT_FILTERS } from './filter.ts'
import { leavesOf, type StoryRow } from './rows.ts'
import { pickOf } from './snapshot.ts'
import type { Workspace } from './workspace.ts'

export function drawStories(desk: Workspace): TemplateResult {
  const { rows, snapshot, filter } = desk
  return html`<section
    class="pane stories ${desk.pane === 'stories' ? 'active' : ''}"
    aria-labelledby="stories-head"
    data-pane="stories"
  >
    <header class="pane-head">
      <h2 id="stories-head">Stories</h2>
      <p class="count">
        ${isFiltered(filter) ? html`<b>${desk.shownCount}</b> of ${snapshot.order.length}` : snapshot.order.length}
      </p>
      ${drawFilter(desk)}
    </header>
    <div class="scroll" id="stories-scroll">
      ${rows.length === 0 ? drawEmpty(desk) : nothing}
      <div
        role="treegrid"
        aria-label="Stories, best first"
        class="list"
        ?hidden=${rows.length === 0}
        @mouseover=${(event: MouseEvent) => {
          desk.hover(rowKey(event))
        }}
        @mouseleave=${() => {
          desk.hover(undefined)
        }}
      >
        ${leavesOf(rows).map(
          ({ from, rows: leaf }) =>
            html`<div role="rowgroup" class="leaf" style="--rows: ${leaf.length}">
              ${repeat(
                leaf,
                ({ key }) => key,
                (row, index) => drawGuarded(desk, row, from + index),
              )}
            </div>`,
        )}
      </div>
    </div>
  </section>`
}

const rowKey = ({ target }: Event) =>
  target instanceof Element ? target.closest<HTMLElement>('[role=row]')?.dataset.key : undefined

/** A row is drawn anew only where something of it is otherwise. */
function drawGuarded(desk: Workspace, row: StoryRow, index: number): unknown {
  const { snapshot, lead } = desk
  const isOpen = desk.isExpanded(row.key)
  const state: RowState = {
    isCurrent: desk.storyKey === row.key,
    isHot: desk.hot === row.key,
    isOpen,
    isLead: lead === row.key,
    section:
      row.kind === 'story' && row.story.verdict === 'picked' ? pickOf(snapshot.issue, row.story)?.section : undefined,
    canJoin: lead !== undefined && lead !== row.key,
    place: index + 1,
    size: desk.rows.length,
  }
  const what = row.kind === 'story' ? row.story : row.stories.map(({ id, verdict }) => `${id}${verdict}`).join()
  const shown = state.isCurrent || state.isHot ? state.canJoin : false
  const related = isOpen ? snapshot.stories : undefined
  return guard(
    [what, state.isCurrent, state.isHot, isOpen, state.isLead, state.section, shown, state.place, state.size, related],
    () => drawStoryRow(row, state, snapshot),
  )
}

function drawFilter(desk: Workspace): TemplateResult {
  const { filter, snapshot } = desk
  const set = (fields: Partial<StoryFilter>) => {
    desk.setFilter({ ...filter, ...fields })
  }
  const valueOf = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value
  const choice = (
    name: 'kind' | 'source' | 'topic' | 'verdict',
    all: string,
    options: readonly { readonly id: string; readonly title: string; readonly count?: number }[],
  ) =>
    html`<select
      aria-label=${all}
      class=${filter[name] === '' ? '' : 'set'}
      .value=${live(filter[name])}
      @change=${(event: Event) => {
        set({ [name]: valueOf(event) })
      }}
    >
      <option value="">${all}</option>
      ${options.map(
        ({ id, title, count }) =>
          html`<option value=${id} ?selected=${filter[name] === id}>
            ${title}${count === undefined ? '' : ` (${count})`}
          </option>`,
      )}
    </select>`
  return html`<form
    class="filter"
    role="search"
    aria-label="Stories"
    @submit=${(event: Event) => {
      event.preventDefault()
    }}
  >
    <input
      type="search"
      id="filter-text"
      aria-label="Words in title, source or text"
      placeholder="Filter  /"
      autocomplete="off"
      spellcheck="false"
      .value=${live(filter.text)}
      @input=${(event: Event) => {
        set({ text: valueOf(event) })
      }}
    />
    ${choice('verdict', 'All verdicts', VERDICT_FILTERS)}
    ${choice(
      'kind',
      'All kinds',
      KINDS.map((id) => ({ id, title: id })),
    )}
    ${choice('source', 'All sources', snapshot.sources)} ${choice('topic', 'All topics', snapshot.topics)}
    ${
      isFiltered(filter)
        ? html`<button
            type="button"
            class="quiet"
            @click=${() => {
              desk.setFilter(NO_FILTER)
            }}
          >
            Show all
          </button>`
        : nothing
    }
  </form>`
}

function drawEmpty(desk: Workspace): TemplateResult {
  return isFiltered(desk.filter)
    ? html`<p class="empty" tabindex="-1">No story is like that. Escape shows all of them.</p>`
    : html`<p class="empty" tabindex="-1">
        Nothing has come in since the last issue. <code>npm run ingest</code> looks for more, and
        <code>npm run curate -- add URL</code> adds a link.
      </p>`
}
