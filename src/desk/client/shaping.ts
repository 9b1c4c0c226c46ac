import type { Command } from '../../core/issue/command.ts'
import type { GeneratedSectionId } from '../../core/issue/generated-sections.ts'
import { type SectionId, sectionTitle } from '../../core/issue/section.ts'
import { DESK_SECTIONS } from './desk-sections.ts'
import { cutText } from '../../core/text/plain-text.ts'
import type { PickView } from '../protocol.ts'
import type { Asking } from './asking.ts'
import type { Commanding } from './commanding.ts'
import type { Deciding } from './deciding.ts'
import { currentPick, currentStory, type DeskState, howBack, pickKeys, progress } from './desk-state.ts'
import { pickOf } from './snapshot.ts'

/** Puts the picks of the issue where they belong: in order, into sections, out of it, and up to the target. */
export function createShaping(
  state: DeskState,
  { tell, carryOut }: Commanding,
  { askSection }: Asking,
  { pickInto }: Deciding,
) {
  const inSection = (section: SectionId) => state.shown.issue.picks.filter((pick) => pick.section === section)

  function reorder(by: -1 | 1): void {
    const pick = currentPick(state)
    if (!pick) {
      tell('Only picks can be moved.')
      return
    }
    const own = inSection(pick.section)
    const at = own.indexOf(pick)
    if (own[at + by]) {
      move(pick, pick.section, at + by + 1)
      return
    }
    const used = DESK_SECTIONS.map(({ id }) => id).filter((id) => inSection(id).length > 0)
    const into = used[used.indexOf(pick.section) + by]
    if (into === undefined) tell(`It stands ${by < 0 ? 'first' : 'last'} already; P moves it into another section.`)
    else move(pick, into, by > 0 ? 1 : inSection(into).length + 1)
  }

  /** `at` counts from 1 within the section; without it the pick goes to the end. */
  function move(pick: PickView, section: SectionId, at?: number): void {
    state.pickKey = pick.id
    state.wantsFocus = true
    const others = inSection(section).filter(({ id }) => id !== pick.id).length
    const place = Math.min(at ?? others + 1, others + 1)
    const goes = section === pick.section ? {} : { section }
    const command: Command = { verb: 'move', id: pick.id, ...goes, ...(at === undefined ? {} : { at: place }) }
    carryOut(
      [goes.section === undefined && at === undefined ? { ...command, at: place } : command],
      `Moved to ${sectionTitle(section, DESK_SECTIONS)}, ${place} of ${others + 1}: “${cutText(pick.title, 50)}”.${howBack(state)}`,
    )
  }

  function drop(pick: PickView): void {
    const keys = pickKeys(state)
    const at = keys.indexOf(pick.id)
    state.pickKey = keys[at + 1] ?? keys[at - 1]
    state.wantsFocus = true
    const said = `Dropped “${cutText(pick.title, 50)}”, ${progress(state, -1)}.${howBack(state)}`
    carryOut([{ verb: 'drop', id: pick.id }], said)
  }

  function placePick(pick: PickView): void {
    askSection(pick.title, pick.section, (section) => {
      move(pick, section)
    })
  }

  function placeStory(): void {
    const story = currentStory(state)
    if (!story) {
      tell('This row is a flood: Space opens it.')
      return
    }
    const pick = pickOf(state.shown.issue, story)
    askSection(story.title, pick?.section ?? story.section, (section) => {
      if (pick) move(pick, section)
      else pickInto(story, section)
    })
  }

  /** Writes one section of the program anew, whoever wrote it last; without it all that no editor has touched. */
  function refresh(section?: GeneratedSectionId): void {
    carryOut([{ verb: 'refresh', sections: section === undefined ? [] : [section] }], 'Writing it anew …')
  }

  return {
    move,
    refresh,
    actions: {
      pickInto: () => {
        const pick = currentPick(state)
        if (state.pane === 'stories') placeStory()
        else if (pick) placePick(pick)
        else tell('Only picks stand in a section.')
      },
      moveUp: () => {
        reorder(-1)
      },
      moveDown: () => {
        reorder(1)
      },
      drop: () => {
        const pick = currentPick(state)
        if (pick) drop(pick)
        else tell('Only picks can be dropped.')
      },
      fill: () => {
        const { picks, target } = state.shown.issue
        if (picks.length >= target) tell(`There are ${picks.length} picks, and ${target} are wanted.`)
        else carryOut([{ verb: 'draft', count: target }], 'Filling up from the ranking …')
      },
      refresh: () => {
        refresh()
      },
    },
  }
}
