import { curateCommand } from '../core/issue/check.ts'
import type { Curation } from '../core/issue/curation.ts'
import { matchStory } from '../core/issue/match-story.ts'
import type { Operation } from '../core/issue/operation.ts'
import { coverageOf } from '../core/story/carriers.ts'
import { foldItems } from '../core/story/fold-items.ts'
import type { Story, StoryEdit } from '../core/story/story.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { failure, type Result } from '../core/text/problem.ts'
import { type Change, nothing, planChange } from './plan-change.ts'

/** Makes one story of several, the first named leading. */
export function mergeStories(curation: Curation, starts: readonly string[]): Result<Change> {
  const found: Story[] = []
  for (const start of starts) {
    const story = matchStory(curation, start)
    if (!story.ok) return story
    if (!curation.stories.includes(story.value)) {
      const { id, lead } = story.value
      const what = `${id} is no candidate of ${curation.issue.key}, and would be merged into nothing: ${lead.title}`
      const remedy = `Merge what \`${curateCommand(curation)} list\` shows; what is no candidate can be picked as it is`
      return failure({ where: start, what, remedy })
    }
    if (!found.some(({ id }) => id === story.value.id)) found.push(story.value)
  }
  const [first, ...others] = found
  if (first === undefined || others.length === 0) {
    return nothing(`${first?.id ?? starts.join(', ')} is one story already`)
  }
  const picked = found.filter((story) => pickOf(curation, story) !== undefined)
  if (picked.length > 1) {
    const ids = picked.map(({ id }) => id).join(' and ')
    const remedy = `Drop all but one of them first: ${curateCommand(curation)} drop ${picked[1]?.id}`
    return failure({ where: curation.issue.key, what: `${ids} are picked, each by itself`, remedy })
  }
  const edit: StoryEdit = { verb: 'merge', ids: found.map(({ id }) => id) }
  const titles = others.map(({ lead }) => lead.title).join('; ')
  return planChange(curation, withCoverage(curation, edit), `merged into ${first.id}, ${first.lead.title}: ${titles}`)
}

/** Says that each item of a story stands alone. */
export function splitStory(curation: Curation, start: string): Result<Change> {
  const found = matchStory(curation, start)
  if (!found.ok) return found
  const { id, items, lead } = found.value
  if (items.length === 1) return nothing(`${id} is of one item, and cannot be split: ${lead.title}`)
  const edit: StoryEdit = { verb: 'split', ids: items.map((item) => item.id) }
  return planChange(
    curation,
    withCoverage(curation, edit),
    `split ${id} into ${countNoun(items.length, 'story', 'stories')}: ${lead.title}`,
  )
}

const pickOf = ({ issue }: Curation, { items }: Story) =>
  issue.picks.find(({ id }) => items.some((item) => item.id === id))

/** What is "also covered by" follows, where the story is picked. */
function withCoverage(curation: Curation, edit: StoryEdit): Operation[] {
  const { pool, sources, edits, stories } = curation
  const operation: Operation = { verb: edit.verb, ids: [...edit.ids] }
  const isTouched = (story: Story) => story.items.some(({ id }) => edit.ids.includes(id))
  const before = stories.filter(isTouched)
  const after = foldItems(pool, { sources, edits: [...edits, edit] }).filter(isTouched)
  return [
    operation,
    ...curation.issue.picks.flatMap(({ id }): Operation[] => {
      const was = before.find(({ items }) => items.some((item) => item.id === id))
      const is = after.find(({ items }) => items.some((item) => item.id === id))
      if (was === undefined || is === undefined) return []
      const own = { ...is, lead: is.items.find((item) => item.id === id) ?? is.lead }
      return [{ verb: 'set', id, fields: { also: coverageOf(own, sources) } }]
    }),
  ]
}
