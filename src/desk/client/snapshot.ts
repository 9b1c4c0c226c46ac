import type { DeskAnswer, DeskView, IssueView, PickView, StoryView } from '../protocol.ts'

/** What the desk shows, with stories by their ids: as the server has it, or as it will be once all commands are done. */
export interface Snapshot extends Omit<DeskView, 'stories'> {
  /** Ids of stories, in the order of the list. */
  readonly order: readonly string[]
  readonly stories: ReadonlyMap<string, StoryView>
}

export function snapshotOf({ stories, ...view }: DeskView): Snapshot {
  return { ...view, order: stories.map(({ id }) => id), stories: new Map(stories.map((story) => [story.id, story])) }
}

/** The desk after an answer, which may tell of more than the command that it answers. */
export function applyAnswer(snapshot: Snapshot, answer: DeskAnswer): Snapshot {
  const { version, issue, history } = answer
  const stories = new Map(snapshot.stories)
  for (const id of answer.gone) stories.delete(id)
  for (const story of answer.stories) stories.set(story.id, story)
  return {
    ...snapshot,
    ...{ version, issue, history, stories },
    order: answer.order ?? orderAfter(snapshot, answer),
    floods: answer.floods ?? snapshot.floods,
    counts: answer.counts ?? snapshot.counts,
  }
}

/** Where an answer says no order of its own, what is new stands behind the first of the stories that changed. */
function orderAfter({ order }: Snapshot, { gone, stories }: DeskAnswer): readonly string[] {
  const known = new Set(order)
  const added = stories.flatMap(({ id }) => (known.has(id) ? [] : [id]))
  if (added.length === 0 && gone.length === 0) return order
  const left = new Set(gone)
  const touched = new Set([...gone, ...stories.map(({ id }) => id)])
  const at = order.findIndex((id) => touched.has(id))
  const place = at === -1 ? order.length : at + 1
  return [...order.slice(0, place), ...added, ...order.slice(place)].filter((id) => !left.has(id))
}

/** The pick of a story, which may be any of its items. */
export function pickOf(issue: IssueView, story: Pick<StoryView, 'id' | 'items'>): PickView | undefined {
  return issue.picks.find(({ id }) => id === story.id || story.items.some((item) => item.id === id))
}

export function storyOfPick(snapshot: Snapshot, pickId: string): StoryView | undefined {
  const own = snapshot.stories.get(pickId)
  if (own) return own
  for (const story of snapshot.stories.values()) if (story.items.some(({ id }) => id === pickId)) return story
  return undefined
}

/** A story is open while nobody has said anything of it, and no earlier issue ran it. */
export function isUndecided(story: StoryView): boolean {
  return story.verdict === null && story.ranIn === null
}
