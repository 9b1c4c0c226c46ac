import { cutText } from '../../core/text/plain-text.ts'
import type { PickView } from '../protocol.ts'
import type { Asking } from './asking.ts'
import type { Commanding } from './commanding.ts'
import { currentPick, currentStory, type DeskState, findPick, pickKeys } from './desk-state.ts'
import { forgetDraft } from './draft-memory.ts'
import { pickOf } from './snapshot.ts'
import type { Writing } from './writing.ts'

/** Goes from blurb to blurb until none is left that nobody has touched. */
export function createBlurbs(state: DeskState, commanding: Commanding, { closeDialog }: Asking, writing: Writing) {
  const { draw, say, tell, carryOut } = commanding

  function writeBlurb(pick: PickView | undefined): void {
    const first = pick ?? nextUnedited(undefined)
    if (!first) {
      tell(state.shown.issue.picks.length === 0 ? 'There is no pick to write of yet.' : 'Every blurb is edited.')
      return
    }
    state.dialog = { kind: 'blurb', pick: first.id }
    draw()
  }

  /** The next pick behind another whose blurb nobody has touched; from the top where there is none behind it. */
  function nextUnedited(after: string | undefined): PickView | undefined {
    const inOrder = pickKeys(state).flatMap((key) => findPick(state, key) ?? [])
    const at = inOrder.findIndex(({ id }) => id === after)
    return [...inOrder.slice(at + 1), ...inOrder.slice(0, Math.max(0, at))].find(
      ({ unedited, blurb }) => unedited === true || blurb === '',
    )
  }

  function acceptBlurb(id: string, text: string): void {
    const pick = findPick(state, id)
    if (!pick) {
      closeDialog()
      tell('That pick is gone; what you typed is kept until the tab is closed.', 'trouble')
      return
    }
    state.pickKey = id
    const trimmed = text.trim()
    // Facts in words of ours are an editor's once accepted.
    const isSame = trimmed === pick.blurb && !(pick.unedited === true && trimmed === pick.facts)
    if (!isSame) carryOut([{ verb: 'blurb', id, text: trimmed }], '')
    else forgetDraft(state, `blurb:${id}`)
    const isUnedited = findPick(state, id)?.unedited === true
    const next = nextUnedited(id)
    const edited = `${state.shown.issue.blurbsEdited} of ${state.shown.issue.picks.length} edited.`
    const said = isUnedited ? 'Left as it was filled in, and marked so.' : isSame ? 'As it was.' : 'Saved.'
    if (next) {
      state.dialog = { kind: 'blurb', pick: next.id }
      state.pickKey = next.id
      say(`${said} ${edited} Next: ${cutText(next.title, 60)}`)
      draw()
      return
    }
    say(`${said} ${edited}${isUnedited ? '' : ' None is left unedited.'}`)
    state.pane = 'issue'
    closeDialog()
  }

  return {
    acceptBlurb,
    actions: {
      blurb: () => {
        const story = state.pane === 'stories' ? currentStory(state) : undefined
        writeBlurb(story ? pickOf(state.shown.issue, story) : currentPick(state))
      },
      edit: () => {
        const { pickKey } = state
        if (pickKey === 'note') writing.editNote()
        else if (pickKey === 'title' || pickKey === 'subject' || pickKey === 'preheader') writing.editHeading(pickKey)
        else writeBlurb(currentPick(state))
      },
    },
  }
}
