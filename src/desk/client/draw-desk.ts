import { html, nothing, type TemplateResult } from 'lit-html'
import { countNoun } from '../../core/text/count-noun.ts'
import { DESK_HOIST } from './desk-sections.ts'
import { drawDialog } from './draw-dialog.ts'
import { drawIssue } from './draw-issue.ts'
import { drawStories } from './draw-stories.ts'
import type { Workspace } from './workspace.ts'

/** What the desk is drawn with besides what it knows. */
export interface Surroundings {
  readonly theme: 'light' | 'dark'
  readonly switchTheme: () => void
  readonly drawPreview: (desk: Workspace) => TemplateResult
}

export function drawDesk(desk: Workspace, { theme, switchTheme, drawPreview }: Surroundings): TemplateResult {
  return html`<div class="desk ${desk.isPreview ? 'previewing' : ''}">
    ${drawHead(desk, theme, switchTheme)}
    <nav class="panes-nav" aria-label="Panes">
      <a href="#stories-head">Stories <small>${desk.snapshot.order.length}</small></a>
      <a href="#issue-head"
        >Issue <small>${desk.snapshot.issue.picks.length} of ${desk.snapshot.issue.target}</small></a
      >
    </nav>
    <main class="panes">${desk.isPreview ? drawPreview(desk) : drawStories(desk)} ${drawIssue(desk)}</main>
    <footer class="foot">
      <p id="status" role="status" class=${desk.status.tone}>${desk.status.text}</p>
      ${desk.hasShortcuts ? drawHints(desk) : html`<p class="hints">Shortcuts are off.</p>`}
    </footer>
    ${drawDialog(desk)}
  </div>`
}

function drawHead(desk: Workspace, theme: 'light' | 'dark', switchTheme: () => void): TemplateResult {
  const { issue, counts, problems, history } = desk.snapshot
  const { errors, warnings } = issue.checks
  const week = issue.slug ?? issue.weeks.join(' and ')
  const button = (text: string, key: string, act: () => void, isOff = false) =>
    html`<button type="button" ?disabled=${isOff} @click=${act}>
      ${text}${desk.hasShortcuts && key !== '' ? html` <kbd aria-hidden="true">${key}</kbd>` : nothing}
    </button>`
  return html`<header class="desk-head">
    <h1>
      <span class="hoist" aria-hidden="true"
        >${DESK_HOIST.map((id) => html`<svg class="flag ${id === 'B' ? 'swallowtail' : ''}"><use href="#flag-${id}"></use></svg>`)}</span
      >
      No. ${issue.number} <small>${week}</small>
    </h1>
    ${issue.turn === null ? nothing : html`<p class="turn"><span class="unseen">On the rota: </span><span dir="auto">${issue.turn}</span></p>`}
    <p class="numbers">
      ${drawNumber(counts.candidates, 'candidate', 'candidates', 'pool')}${drawNumber(counts.stories, 'story', 'stories')}${
        counts.folded > 0 ? html`<span><b>${counts.folded}</b> folded</span>` : nothing
      }${counts.alreadyRan > 0 ? html`<span><b>${counts.alreadyRan}</b> already ran</span>` : nothing}${
        issue.picks.length > 0
          ? html`<span><b>${issue.blurbsEdited}</b> of ${countNoun(issue.picks.length, 'blurb')} edited</span>`
          : nothing
      }${drawNumber(errors, 'error', 'errors', errors > 0 ? 'bad' : '')}${
        warnings > 0 ? html`<span>${countNoun(warnings, 'warning')}</span>` : nothing
      }
    </p>
    <div class="tools" role="group" aria-label="Desk">
      ${button('Undo', 'z', desk.actions.undo, history.undo === null && desk.waiting === 0)}
      ${button('Redo', 'Z', desk.actions.redo, history.redo === null)} ${button('Check', 'g', desk.actions.check)}
      ${button(!desk.isPreview ? 'Preview' : desk.form === 'page' ? 'Mail' : 'Stories', 'v', desk.actions.preview)}
      ${button('Written?', 'w', desk.actions.written)} ${button('Keys', '?', desk.actions.help)}
      ${button(theme === 'dark' ? 'Light' : 'Dark', '', switchTheme)}
    </div>
    ${
      desk.line === 'open'
        ? nothing
        : html`<p class="trouble">
            ${
              desk.line === 'shut'
                ? 'This desk belongs to an earlier run. Open the address that the terminal prints now; what you typed stays in this tab.'
                : `The server does not answer. ${countNoun(desk.waiting, 'change')} wait and will be sent again.`
            }
          </p>`
    }
    ${problems.map((problem) => html`<p class="trouble" dir="auto">${problem}</p>`)}
  </header>`
}

/** `12 candidates`: the number stands out. */
function drawNumber(count: number, noun: string, plural = `${noun}s`, tone = ''): TemplateResult {
  return html`<span class=${tone}><b>${count}</b> ${count === 1 ? noun : plural}</span>`
}

const HINTS: Readonly<Record<'stories' | 'issue', readonly (readonly [string, string])[]>> = {
  stories: [
    ['p', 'pick'],
    ['x', 'skip'],
    ['s', 'shortlist'],
    ['Space', 'open'],
    ['Tab', 'issue'],
    ['?', 'all keys'],
  ],
  issue: [
    ['b', 'blurb'],
    ['Alt ↑↓', 'reorder'],
    ['P', 'section'],
    ['d', 'drop'],
    ['Shift Tab', 'stories'],
    ['?', 'all keys'],
  ],
}

function drawHints(desk: Workspace): TemplateResult {
  return html`<p class="hints" aria-hidden="true">
    ${HINTS[desk.pane].map(([key, what]) => html`<span><kbd>${key}</kbd> ${what}</span>`)}
  </p>`
}
