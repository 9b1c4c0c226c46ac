import { DESK_SECTIONS } from './desk-sections.ts'
import { countNoun } from '../../core/text/count-noun.ts'
import type { DeskView, PickView, StoryView } from '../protocol.ts'
import type { Dialog } from './dialogs.ts'
import { NO_FILTER, type StoryFilter } from './filter.ts'
import { recall } from './memory.ts'
import { issueRows, type StoryRow } from './rows.ts'
import { type Snapshot, snapshotOf } from './snapshot.ts'

export type Pane = 'stories' | 'issue'

export const PREVIEW_FORMS = ['page', 'mail', 'text'] as const
export type PreviewForm = (typeof PREVIEW_FORMS)[number]

/** What the status line says; trouble stands out. */
export interface Status {
  readonly text: string
  readonly tone: 'plain' | 'trouble'
}

/** All that the desk knows. The rooms of the workspace change it, and whatever draws reads it. */
export interface DeskState {
  /** As the server said last, and with what it has not answered yet on top. */
  confirmed: Snapshot
  shown: Snapshot
  pane: Pane
  storyKey: string | undefined
  pickKey: string | undefined
  /** The row that the pointer is on. */
  hot: string | undefined
  /** The story that others are merged into. */
  lead: string | undefined
  filter: StoryFilter
  /** Where the cursor stood before the list was filtered. */
  storyKeyBefore: string | undefined
  isPreview: boolean
  /** What the preview shows. */
  form: PreviewForm
  /** Whether the row of the cursor is to have the focus once all is drawn. */
  wantsFocus: boolean
  dialog: Dialog | undefined
  status: Status
  hasShortcuts: boolean
  readonly expanded: Set<string>
  /** Stories that the filter let through, and those of them that were looked at: what is decided stays in its place. */
  admitted: Set<string>
  seen: Set<string>
  rows: readonly StoryRow[]
  /** Keys of the rows as they were before the last change. */
  lastOrder: readonly string[]
}

export function createDeskState(view: DeskView): DeskState {
  const confirmed = snapshotOf(view)
  return {
    confirmed,
    shown: confirmed,
    pane: 'stories',
    storyKey: undefined,
    pickKey: undefined,
    hot: undefined,
    lead: undefined,
    filter: NO_FILTER,
    storyKeyBefore: undefined,
    isPreview: false,
    form: 'page',
    wantsFocus: true,
    dialog: undefined,
    status: { text: openingWords(view), tone: 'plain' },
    hasShortcuts: recall('always', 'shortcuts') !== 'off',
    expanded: new Set(),
    admitted: new Set(),
    seen: new Set(),
    rows: [],
    lastOrder: [],
  }
}

/** What the status line says before anything is done. */
function openingWords({ stories, issue }: DeskView): string {
  const picks = issue.picks.length === 0 ? '' : `, ${issue.picks.length} of ${issue.target} picked`
  return stories.length === 0
    ? 'The pool is empty.'
    : `${countNoun(stories.length, 'story', 'stories')}, best first${picks}.`
}

export const pickKeys = ({ shown }: DeskState): readonly string[] =>
  issueRows(
    shown.issue.picks,
    DESK_SECTIONS.map(({ id }) => id),
  )

export const storyRow = ({ rows, storyKey }: DeskState): StoryRow | undefined =>
  rows.find(({ key }) => key === storyKey)

/** The story under the cursor; none where a flood is. */
export function currentStory(state: DeskState): StoryView | undefined {
  const row = storyRow(state)
  return row?.kind === 'story' ? row.story : undefined
}

export const findPick = ({ shown }: DeskState, id: string | undefined): PickView | undefined =>
  shown.issue.picks.find((pick) => pick.id === id)

export const currentPick = (state: DeskState): PickView | undefined => findPick(state, state.pickKey)

export const floodSource = ({ shown }: DeskState, { source }: Snapshot['floods'][number]): string =>
  shown.sources.find(({ id }) => id === source)?.title ?? source

/** How many picks there are of how many, in words; `more` are on their way. */
export const progress = ({ shown }: DeskState, more = 0): string =>
  `${shown.issue.picks.length + more} of ${shown.issue.target}`

/** How to take back what was just said; a sentence to add, or nothing where keys are no shortcuts. */
export const howBack = ({ hasShortcuts }: DeskState): string => (hasShortcuts ? ' z takes it back.' : '')
