import type { DeskView } from '../protocol.ts'
import { createAsking } from './asking.ts'
import { createBlurbs } from './blurbs.ts'
import { createChecking } from './checking.ts'
import { createCommanding } from './commanding.ts'
import type { Connection } from './connection.ts'
import { createDeciding } from './deciding.ts'
import { createDeskState } from './desk-state.ts'
import { keepDraft, recallDraft } from './draft-memory.ts'
import { createFollowing } from './following.ts'
import type { Action } from './keymap.ts'
import { createMoving } from './moving.ts'
import { createShaping } from './shaping.ts'
import { storyOfPick } from './snapshot.ts'
import { createWriting } from './writing.ts'

export type Workspace = ReturnType<typeof createWorkspace>

/** All that the desk knows and can do, without drawing any of it. `draw` is called whenever something is otherwise. */
export function createWorkspace(
  view: DeskView,
  connection: Connection,
  draw: () => void,
  open: (url: string) => void = (url) => window.open(url, '_blank', 'noopener,noreferrer'),
) {
  const state = createDeskState(view)
  const commanding = createCommanding(state, connection, draw, () => {
    void following.fetchAgain()
  })
  const following = createFollowing(state, connection, commanding)
  const moving = createMoving(state, commanding, open)
  const asking = createAsking(state, commanding)
  const deciding = createDeciding(state, commanding, moving, asking)
  const shaping = createShaping(state, commanding, asking, deciding)
  const writing = createWriting(state, commanding, asking)
  const blurbs = createBlurbs(state, commanding, asking, writing)
  const checking = createChecking(state, commanding, connection, { moving, asking, writing })
  const actions: Readonly<Record<Exclude<Action, 'inward' | 'outward'>, () => void>> = {
    ...moving.actions,
    ...deciding.actions,
    ...shaping.actions,
    ...writing.actions,
    ...blurbs.actions,
    ...checking.actions,
    ...commanding.actions,
    ...asking.actions,
  }
  commanding.settle()

  return {
    actions,
    get snapshot() {
      return state.shown
    },
    get rows() {
      return state.rows
    },
    get pane() {
      return state.pane
    },
    get storyKey() {
      return state.storyKey
    },
    get pickKey() {
      return state.pickKey
    },
    get hot() {
      return state.hot
    },
    get lead() {
      return state.lead
    },
    get filter() {
      return state.filter
    },
    get shownCount() {
      return state.admitted.size
    },
    get status() {
      return state.status
    },
    get dialog() {
      return state.dialog
    },
    get isPreview() {
      return state.isPreview
    },
    get form() {
      return state.form
    },
    get hasShortcuts() {
      return state.hasShortcuts
    },
    get waiting() {
      return commanding.line() === 'open' ? 0 : commanding.size()
    },
    get line() {
      return commanding.line()
    },
    isExpanded: (key: string) => state.expanded.has(key),
    /** Whether the row of the cursor is to have the focus; asking takes the wish away. */
    takeFocus: () => {
      const wanted = state.wantsFocus
      state.wantsFocus = false
      return wanted
    },
    redraw: draw,
    tell: commanding.tell,
    follow: following.follow,
    toggle: moving.toggle,
    setFilter: moving.setFilter,
    chooseStory: moving.chooseStory,
    settle: moving.settle,
    hover: moving.hover,
    showForm: moving.showForm,
    merge: deciding.merge,
    move: shaping.move,
    refresh: shaping.refresh,
    acceptBlurb: blurbs.acceptBlurb,
    submitForm: asking.submitForm,
    closeDialog: asking.closeDialog,
    pointAt: asking.pointAt,
    chooseSection: asking.chooseSection,
    setShortcuts: asking.setShortcuts,
    goToCheck: checking.goToCheck,
    pointAtCheck: checking.pointAtCheck,
    storyOfPick: (id: string) => storyOfPick(state.shown, id),
    draftOf: (name: string) => recallDraft(state, name),
    keepDraft: (name: string, text: string | undefined) => {
      keepDraft(state, name, text)
    },
  }
}
