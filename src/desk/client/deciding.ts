import type { Command } from '../../core/issue/command.ts'
import type { SectionId } from '../../core/issue/section.ts'
import { countNoun } from '../../core/text/count-noun.ts'
import { cutText } from '../../core/text/plain-text.ts'
import type { StoryView } from '../protocol.ts'
import type { Asking } from './asking.ts'
import type { Commanding } from './commanding.ts'
import { currentStory, type DeskState, floodSource, howBack, progress, storyRow } from './desk-state.ts'
import type { Moving } from './moving.ts'
import type { StoryRow } from './rows.ts'
import { titleOf } from './section-letters.ts'
import { pickOf } from './snapshot.ts'

export type Deciding = ReturnType<typeof createDeciding>

/** Says of stories what becomes of them: picked, skipped, shortlisted, open again, merged, split. */
export function createDeciding(
  state: DeskState,
  { tell, carryOut }: Commanding,
  { decide }: Moving,
  { askForm }: Asking,
) {
  const back = () => howBack(state)

  function pickInto(story: StoryView, section: SectionId | undefined): void {
    const { ranIn } = story
    const place = section === undefined ? {} : { section }
    const run = (again?: string) => {
      const command: Command = { verb: 'pick', id: story.id, ...place, ...(again ? { again } : {}) }
      const title = titleOf(section ?? story.section)
      decide([command], () => `Picked into ${title}, ${progress(state)}.${back()}`)
    }
    if (!ranIn) {
      run()
      return
    }
    askForm({
      heading: `This ran in #${ranIn.number}`,
      about: story.title,
      submit: 'Pick again',
      draft: `again:${story.id}`,
      fields: [
        {
          ...{ name: 'again', label: 'Why does it run again?', value: '', lines: 1, isRequired: true },
          hint: 'Readers see it: “Again, because …”',
        },
      ],
      done: ({ again = '' }) => {
        run(again)
      },
    })
  }

  function skip(row: StoryRow | undefined, reason?: string): void {
    if (!row) return
    const because = reason ? { reason } : {}
    if (row.kind === 'flood') {
      const ids = row.stories.filter(({ verdict }) => verdict === null).map(({ id }) => id)
      if (ids.length === 0) {
        tell('All of these are decided already.')
        return
      }
      state.expanded.delete(row.key)
      const said = `Skipped ${countNoun(ids.length, 'story', 'stories')} of ${floodSource(state, row.flood)}.`
      decide([{ verb: 'skip', ids, ...because }], () => said + back())
      return
    }
    const { id, title, verdict } = row.story
    if (verdict === 'skip' && row.story.reason === reason) {
      tell('It is skipped already; c takes the verdict back.')
      return
    }
    const dropped = verdict === 'picked' ? ', and dropped from the issue' : ''
    decide([{ verb: 'skip', id, ...because }], () => `Skipped${dropped}: “${cutText(title, 60)}”.${back()}`)
  }

  function skipBecause(row: StoryRow): void {
    askForm({
      heading: 'Skip, because …',
      about: row.kind === 'story' ? row.story.title : `${row.stories.length} of ${floodSource(state, row.flood)}`,
      submit: 'Skip',
      draft: `skip:${row.key}`,
      fields: [
        {
          ...{ name: 'reason', label: 'Why not?', value: '', lines: 1 },
          hint: 'It is shown beside the story on the page of the other candidates.',
        },
      ],
      done: ({ reason = '' }) => {
        skip(row, reason === '' ? undefined : reason)
      },
    })
  }

  function merge(ids: readonly string[]): void {
    const titles = ids.map((id) => state.shown.stories.get(id)?.title ?? id)
    const picked = ids.filter((id) => state.shown.stories.get(id)?.verdict === 'picked')
    if (picked.length > 1) {
      tell('Both are picked. Drop one of them first, and then merge.', 'trouble')
      return
    }
    state.storyKey = ids[0]
    state.wantsFocus = true
    carryOut([{ verb: 'merge', ids: [...ids] }], `Merged into “${cutText(titles[0] ?? '', 50)}”.${back()}`)
  }

  return {
    ...{ pickInto, merge },
    actions: {
      pick: () => {
        const story = currentStory(state)
        if (!story) tell('This row is a flood: Space opens it, x skips all of it.')
        else if (pickOf(state.shown.issue, story)) tell('It is picked already; P moves it into another section.')
        else pickInto(story, undefined)
      },
      skip: () => {
        skip(storyRow(state))
      },
      skipBecause: () => {
        const row = storyRow(state)
        if (row) skipBecause(row)
      },
      shortlist: () => {
        const story = currentStory(state)
        if (!story) tell('This row is a flood: Space opens it.')
        else if (story.verdict === 'shortlist') tell('It is on the shortlist already; c takes it off.')
        else decide([{ verb: 'shortlist', id: story.id }], () => `Shortlisted: “${cutText(story.title, 60)}”.${back()}`)
      },
      clear: () => {
        const story = currentStory(state)
        if (!story) return
        if (story.verdict === 'picked') tell('It is picked: drop it in the issue, or skip it with x.')
        else if (story.verdict === null) tell('Nobody has said anything of it.')
        else carryOut([{ verb: 'clear', id: story.id }], `Open again: “${cutText(story.title, 60)}”.${back()}`)
      },
      merge: () => {
        const story = currentStory(state)
        if (!story) {
          tell('A flood cannot be merged; open it with Space.')
        } else if (state.lead === undefined || !state.shown.stories.has(state.lead)) {
          state.lead = story.id
          tell('This one leads. Go to another and press m to merge it in; Escape ends.')
        } else if (state.lead === story.id) {
          state.lead = undefined
          tell('Merging has ended.')
        } else merge([state.lead, story.id])
      },
      split: () => {
        const story = currentStory(state)
        if (!story || story.items.length < 2) tell('It is of one item, and cannot be split.')
        else carryOut([{ verb: 'split', id: story.id }], `Splitting “${cutText(story.title, 50)}” …`)
      },
    },
  }
}
