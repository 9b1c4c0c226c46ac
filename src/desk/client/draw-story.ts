import { cutText } from '../../core/text/plain-text.ts'
import { html, nothing, type TemplateResult } from 'lit-html'
import { formatDay } from '../../core/text/moment.ts'
import { countNoun } from '../../core/text/count-noun.ts'
import type { StoryView } from '../protocol.ts'
import { drawFlag } from './draw-flag.ts'
import { drawLink } from './draw-link.ts'
import type { StoryRow } from './rows.ts'
import { titleOf } from './section-letters.ts'
import { pickOf, type Snapshot } from './snapshot.ts'

/** How a row stands: what is drawn of it follows from this and its story alone. */
export interface RowState {
  readonly isCurrent: boolean
  /** The pointer is on it. */
  readonly isHot: boolean
  readonly isOpen: boolean
  readonly isLead: boolean
  /** Section of its pick. */
  readonly section: StoryView['section'] | undefined
  /** Whether a merge is under way, with another story in the lead. */
  readonly canJoin: boolean
  /** Place in the list, from 1, and how many there are. */
  readonly place: number
  readonly size: number
}

/** How many reasons stand in a row; all of them stand in its details. */
const CHIPS = 3
/** Characters of an excerpt that two lines of a row may take: more than fit, so that the style may cut them. */
const GLANCE = 400

export function drawStoryRow(row: StoryRow, state: RowState, snapshot: Snapshot): TemplateResult {
  const story = row.kind === 'story' ? row.story : undefined
  const verdict = row.kind === 'story' ? row.story.verdict : floodVerdict(row.stories)
  const classes = [
    'row',
    row.kind,
    row.level === 2 && 'inner',
    state.isCurrent && 'current',
    state.isOpen && 'open',
    state.isLead && 'lead',
    verdict !== null && 'decided',
    verdict === 'picked' && 'is-picked',
    verdict === 'skip' && 'is-skipped',
    story !== undefined && story.ranIn !== null && verdict === null && 'ran',
  ]
  const { key } = row
  const hasButtons = state.isCurrent || state.isHot
  return html`<div
    role="row"
    class=${classes.filter(Boolean).join(' ')}
    id="row-${key}"
    data-key=${key}
    tabindex=${state.isCurrent ? 0 : -1}
    aria-level=${row.level}
    aria-posinset=${state.place}
    aria-setsize=${state.size}
    aria-expanded=${state.isOpen}
    aria-labelledby="t-${key} m-${key} v-${key}"
    aria-describedby=${state.isOpen && story !== undefined ? `x-${key}` : nothing}
  >
    <div role="gridcell" class="mast">
      ${story ? drawFlag(state.section ?? story.section, state.section === undefined ? 'furled' : '') : nothing}
    </div>
    ${row.kind === 'story' ? drawWords(row.story, key, state.isCurrent && !state.isOpen) : drawFloodWords(row, snapshot)}
    <div role="gridcell" class="said">
      <span id="v-${key}"
        >${row.kind === 'story' ? drawSaid(row.story, state, snapshot.editor) : floodSaid(row.stories)}</span
      >
      ${hasButtons ? drawButtons(row, state) : nothing}
    </div>
    ${state.isOpen && story ? drawDetails(story, state, snapshot) : nothing}
  </div>`
}

function drawWords(story: StoryView, key: string, isRead: boolean): TemplateResult {
  const chips = story.reasons.slice(0, CHIPS)
  return html`<div role="gridcell" class="words">
    ${drawLink(story.url, story.title, { id: `t-${key}`, language: story.language, className: 'title' })}
    <p class="about" id="m-${key}">
      <b dir="auto">${story.source}</b>${chips.map((chip) => html`<span>${chip}</span>`)}${
        story.minutes === undefined ? nothing : html`<span>${story.minutes} min</span>`
      }${story.language.startsWith('en') ? nothing : html`<span>in ${story.language}</span>`}${story.heldFrom === null ? nothing : html`<span class="held">held over from ${story.heldFrom}</span>`}${story.suggestion === null ? nothing : html`<span class="held">suggested by a reader</span>`}${drawCoveredChip(story)}
    </p>
    ${
      isRead && story.excerpt !== ''
        ? html`<p
            class="glance"
            lang=${story.language}
            dir="auto"
            .textContent=${story.excerpt.slice(0, GLANCE).replace(/\s+/g, ' ')}
          ></p>`
        : nothing
    }
  </div>`
}

/** In a row only a proposal: a project is covered every other week. A story that ran itself says that already. */
function drawCoveredChip({ covered, ranIn }: StoryView) {
  const [first] = covered
  if (first?.kind !== 'kep' || ranIn !== null) return nothing
  return html`<span>${cutText(first.name, 48)} last in #${first.number}, ${first.ago}</span>`
}

function drawFloodWords(
  { key, flood, stories }: Extract<StoryRow, { kind: 'flood' }>,
  { sources }: Snapshot,
): TemplateResult {
  const source = sources.find(({ id }) => id === flood.source)?.title ?? flood.source
  const day = formatDay(flood.day, { year: false })
  return html`<div role="gridcell" class="words">
    <span class="title" id="t-${key}" dir="auto">${stories.length} of ${source} on ${day}</span>
    <p class="about" id="m-${key}">
      <span dir="auto"
        >${stories
          .slice(0, 3)
          .map(({ title }) => title)
          .join(' · ')}
        …</span
      >
    </p>
  </div>`
}

/** What is said of a story, in a word or two. */
function drawSaid(story: StoryView, { section, isLead }: RowState, editor: string) {
  const by = story.by === undefined || story.by === editor ? '' : ` by ${story.by}`
  const ran = story.ranIn === null ? '' : `ran in #${story.ranIn.number}`
  const said =
    story.verdict === 'picked'
      ? html`<b
            >${section === undefined ? 'picked' : html`<span class="unseen">picked into </span>${titleOf(section)}`}</b
          >${by}`
      : story.verdict === 'skip'
        ? html`skipped${by}`
        : story.verdict === 'shortlist'
          ? html`<b>shortlisted</b>${by}`
          : nothing
  return html`${isLead ? html`<b class="leads">leads</b>${said === nothing && ran === '' ? '' : ', '}` : nothing}${said}${
    ran === '' ? nothing : html`<span class="ran">${said === nothing ? '' : ', '}${ran}</span>`
  }`
}

function floodVerdict(stories: readonly StoryView[]) {
  return stories.every(({ verdict }) => verdict !== null) ? (stories[0]?.verdict ?? null) : null
}

function floodSaid(stories: readonly StoryView[]): string {
  const open = stories.filter(({ verdict }) => verdict === null).length
  const picked = stories.filter(({ verdict }) => verdict === 'picked').length
  const parts = [open === 0 ? 'all decided' : `${open} open`, picked > 0 && `${picked} picked`]
  return parts.filter(Boolean).join(', ')
}

function drawButtons(row: StoryRow, { isOpen, canJoin, isLead }: RowState): TemplateResult {
  const button = (action: string, text: string, name = text) =>
    html`<button type="button" tabindex="-1" data-do=${action} aria-label=${name}>${text}</button>`
  const isPicked = row.kind === 'story' && row.story.verdict === 'picked'
  return html`<span class="buttons"
    >${
      row.kind === 'flood'
        ? html`${button('skip', 'Skip all')}`
        : html`${isPicked ? button('pickInto', 'Move', 'Move to another section') : button('pick', 'Pick')}${button('skip', 'Skip')}${button('shortlist', 'Later', 'Later: shortlist')}`
    }${canJoin && !isLead && row.kind === 'story' ? button('merge', 'Join', 'Join the marked story') : nothing}${button('expand', isOpen ? 'Less' : 'More', isOpen ? 'Less: close the details' : 'More: open the details')}</span
  >`
}

function drawDetails(story: StoryView, { isLead }: RowState, snapshot: Snapshot): TemplateResult {
  const related = story.related.flatMap(({ id, similarity }) => {
    const other = snapshot.stories.get(id)
    return other ? [{ other, similarity }] : []
  })
  const published = story.published === undefined ? 'undated' : formatDay(story.published)
  const isPicked = pickOf(snapshot.issue, story) !== undefined
  const button = (action: string, text: string) =>
    html`<button type="button" tabindex="-1" data-do=${action}>${text}</button>`
  return html`<div role="gridcell" class="details">
    ${
      story.excerpt === ''
        ? html`<p class="excerpt none" id="x-${story.id}">The feed gave no text.</p>`
        : html`<p
            class="excerpt"
            id="x-${story.id}"
            lang=${story.language}
            dir="auto"
            .textContent=${story.excerpt}
          ></p>`
    }
    <dl>
      <div>
        <dt>From</dt>
        <dd>${[published, story.kind, ...story.authors].map((fact) => html`<span dir="auto">${fact}</span>`)}</dd>
      </div>
      <div>
        <dt>Ranked</dt>
        <dd>${[...story.reasons, `score ${story.score}`].map((reason) => html`<span>${reason}</span>`)}</dd>
      </div>
      ${
        story.tags.length === 0
          ? nothing
          : html`<div>
              <dt>About</dt>
              <dd>${story.tags.map((tag) => html`<span>${tag}</span>`)}</dd>
            </div>`
      }
      ${
        story.covered.length === 0
          ? nothing
          : html`<div>
              <dt>Covered</dt>
              <dd>
                ${story.covered.map((each) => html`<span>${each.name} last in #${each.number}, ${each.ago}</span>`)}
              </dd>
            </div>`
      }
      ${
        story.reason === undefined
          ? nothing
          : html`<div>
              <dt>Skipped</dt>
              <dd dir="auto">because ${story.reason}</dd>
            </div>`
      }
      ${
        story.suggestion === null
          ? nothing
          : html`<div>
              <dt>A reader</dt>
              <dd dir="auto">${story.suggestion === '' ? 'suggested it' : story.suggestion}</dd>
            </div>`
      }
      ${
        story.also.length === 0
          ? nothing
          : html`<div>
              <dt>Also in</dt>
              <dd>${story.also.map(({ source, url }) => html`<span>${drawLink(url, source)}</span>`)}</dd>
            </div>`
      }
      ${
        story.items.length < 2
          ? nothing
          : html`<div>
              <dt>${countNoun(story.items.length, 'item')}</dt>
              <dd>
                <ul>
                  ${story.items.map(
                    ({ title, url, source }) =>
                      html`<li>${drawLink(url, title)} <small dir="auto">${source}</small></li>`,
                  )}
                </ul>
              </dd>
            </div>`
      }
      ${
        related.length === 0
          ? nothing
          : html`<div>
              <dt>Related?</dt>
              <dd>
                <ul>
                  ${related.map(
                    ({ other }) =>
                      html`<li>
                        ${drawLink(other.url, other.title)} <small dir="auto">${other.source}</small>
                        <button type="button" tabindex="-1" data-do="take" data-other=${other.id}>Merge it in</button>
                      </li>`,
                  )}
                </ul>
              </dd>
            </div>`
      }
    </dl>
    <p class="more">
      ${button('pickInto', isPicked ? 'Move to a section …' : 'Pick into …')}
      ${button('skipBecause', 'Skip, because …')} ${button('openLink', 'Open')}
      ${button('merge', isLead ? 'End merging' : 'Merge …')}
      ${story.items.length > 1 ? button('split', 'Split') : nothing}
      ${story.verdict === 'skip' || story.verdict === 'shortlist' ? button('clear', 'Open again') : nothing}
    </p>
  </div>`
}
