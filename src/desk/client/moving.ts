import type { Command } from '../../core/issue/command.ts'
import { countNoun } from '../../core/text/count-noun.ts'
import type { Commanding } from './commanding.ts'
import { currentPick, currentStory, type DeskState, type Pane, pickKeys, type PreviewForm } from './desk-state.ts'
import { isFiltered, NO_FILTER, type StoryFilter } from './filter.ts'
import { isWeb } from './is-web.ts'
import { isRowUndecided, nextUndecided } from './rows.ts'
import { admitStories, openFloodOf } from './settle-state.ts'

export type Moving = ReturnType<typeof createMoving>

/** Takes the cursor from row to row and from pane to pane, opens rows, and narrows the list. */
export function createMoving(state: DeskState, commanding: Commanding, open: (url: string) => void) {
  const { draw, say, tell, update, keepOrder, send } = commanding

  const cursorKeys = () => (state.pane === 'stories' ? state.rows.map(({ key }) => key) : pickKeys(state))

  function moveTo(key: string | undefined): void {
    if (key === undefined) return
    if (state.pane === 'stories') state.storyKey = key
    else state.pickKey = key
    state.wantsFocus = true
    draw()
  }

  function step(by: number): void {
    const keys = cursorKeys()
    const at = keys.indexOf((state.pane === 'stories' ? state.storyKey : state.pickKey) ?? '')
    const to = Math.max(0, Math.min(keys.length - 1, at + by))
    if (keys.length === 0) tell('Nothing is here.')
    else if (to === at) tell(by > 0 ? 'This is the last row.' : 'This is the first row.')
    else moveTo(keys[to])
  }

  /** On to what nobody has decided; where all is decided, the cursor stays. */
  function advance(): string {
    const next = nextUndecided(state.rows, state.storyKey)
    if (!next) return isFiltered(state.filter) ? ' Nothing is left open under this filter.' : ' Nothing is left open.'
    state.storyKey = next.key
    state.wantsFocus = true
    return ''
  }

  /** Does something to a story, says it, and goes on. */
  function decide(commands: readonly Command[], said: () => string): void {
    if (send(commands, '')) {
      const rest = advance()
      say(said() + rest)
    }
    draw()
  }

  function toggle(key: string | undefined): void {
    if (key === undefined) return
    if (!state.expanded.delete(key)) state.expanded.add(key)
    state.wantsFocus = true
    update()
  }

  /** The cursor goes to the best of what is left, and back to where it was once all is shown again. */
  function setFilter(next: StoryFilter): void {
    if (!isFiltered(state.filter)) state.storyKeyBefore = state.storyKey
    state.filter = next
    state.admitted = new Set()
    state.seen = new Set()
    keepOrder()
    admitStories(state)
    const { admitted, shown } = state
    const some = `${countNoun(admitted.size, 'story', 'stories')} of ${shown.order.length}.`
    say(isFiltered(next) ? some : 'All stories.')
    if (!isFiltered(next)) state.storyKey = state.storyKeyBefore ?? state.storyKey
    update()
    if (!isFiltered(next)) return
    state.storyKey = (state.rows.find(isRowUndecided) ?? state.rows[0])?.key
    draw()
  }

  function chooseStory(id: string): void {
    state.pane = 'stories'
    state.isPreview = false
    if (!state.admitted.has(id)) setFilter(NO_FILTER)
    openFloodOf(state, id)
    state.storyKey = id
    state.wantsFocus = true
    update()
  }

  /** The cursor goes to a row; with `hasFocus` the row has the focus already. */
  function settle(to: Pane, key: string, hasFocus = false): void {
    const isSame = state.pane === to && key === (to === 'stories' ? state.storyKey : state.pickKey)
    if (isSame && hasFocus) return
    state.pane = to
    if (to === 'stories') state.storyKey = key
    else state.pickKey = key
    state.wantsFocus = !hasFocus
    draw()
  }

  function hover(key: string | undefined): void {
    if (key === state.hot) return
    state.hot = key
    draw()
  }

  function showForm(form: PreviewForm): void {
    state.form = form
    draw()
  }

  /** From the stories to the page, from there to the mail, and back. */
  function preview(): void {
    if (state.isPreview && state.form === 'page') {
      state.form = 'mail'
      tell('The mail of the issue; v or Escape brings the stories back.')
    } else if (state.isPreview) closePreview()
    else {
      Object.assign(state, {
        isPreview: true,
        form: 'page',
        pane: 'issue',
        wantsFocus: true,
      } satisfies Partial<DeskState>)
      tell('The page of the issue; v shows the mail, Escape brings the stories back.')
    }
  }

  function closePreview(): void {
    Object.assign(state, { isPreview: false, pane: 'stories', wantsFocus: true } satisfies Partial<DeskState>)
    tell('The stories.')
  }

  return {
    ...{ moveTo, decide, toggle, setFilter, chooseStory, settle, hover, showForm },
    actions: {
      next: () => {
        step(1)
      },
      previous: () => {
        step(-1)
      },
      pageDown: () => {
        step(10)
      },
      pageUp: () => {
        step(-10)
      },
      first: () => {
        moveTo(cursorKeys()[0])
      },
      last: () => {
        moveTo(cursorKeys().at(-1))
      },
      nextOpen: () => {
        const rest = advance()
        if (rest) say(rest.trim())
        draw()
      },
      expand: () => {
        toggle(state.storyKey)
      },
      openLink: () => {
        const url = state.pane === 'stories' ? currentStory(state)?.url : currentPick(state)?.url
        if (url === undefined || !isWeb(url)) tell('This row has no link.')
        else {
          open(url)
          tell('Opened in a new tab.')
        }
      },
      filter: () => {
        document.getElementById('filter-text')?.focus()
      },
      preview,
      escape: () => {
        if (state.lead !== undefined) {
          state.lead = undefined
          tell('Merging has ended.')
        } else if (state.isPreview) closePreview()
        else if (isFiltered(state.filter)) setFilter(NO_FILTER)
        else tell('')
        state.wantsFocus = true
        draw()
      },
    },
  }
}
