import { type Command, namedStories } from '../../core/issue/command.ts'
import { placePick } from '../../core/issue/place-pick.ts'
import { blurbLimit } from '../../core/issue/section.ts'
import { DESK_SECTIONS } from './desk-sections.ts'
import { markdownToText } from '../../core/text/markdown-text.ts'
import type { IssueView, PickView, StoryVerdict, StoryView } from '../protocol.ts'
import { pickOf, type Snapshot, storyOfPick } from './snapshot.ts'

/**
 * The desk as commands will leave it, so that it can be shown before the server has answered. What only the server
 * knows (the blurb of a new pick, what a draft fills in, how a split falls out) is left as it is until then.
 */
export function predict(snapshot: Snapshot, commands: readonly Command[]): Snapshot {
  if (commands.length === 0) return snapshot
  return commands.reduce<Draft>(predictOne, { ...snapshot, stories: new Map(snapshot.stories) })
}

/** A snapshot whose stories are ours to change: many commands may wait, and there are a thousand stories. */
type Draft = Omit<Snapshot, 'stories'> & { readonly stories: Map<string, StoryView> }

function predictOne(snapshot: Draft, command: Command): Draft {
  const { issue } = snapshot
  switch (command.verb) {
    case 'pick': {
      const story = snapshot.stories.get(command.id)
      if (!story || pickOf(issue, story)) return snapshot
      const pick = pickFrom(story, command.section ?? story.section, command.again)
      return withPicks(
        judged(snapshot, story, 'picked'),
        placePick(issue.picks, pick, command.at, DESK_SECTIONS) as PickView[],
      )
    }
    case 'drop': {
      const story = storyOfPick(snapshot, command.id)
      return withPicks(story ? judged(snapshot, story, null) : snapshot, without(issue.picks, command.id))
    }
    case 'move': {
      const pick = issue.picks.find(({ id }) => id === command.id)
      if (!pick) return snapshot
      const section = command.section ?? pick.section
      const moved = { ...pick, section, limit: blurbLimit(section, DESK_SECTIONS) }
      const rest = without(issue.picks, command.id)
      return withPicks(snapshot, placePick(rest, moved, command.at, DESK_SECTIONS) as PickView[])
    }
    case 'blurb': {
      const pick = issue.picks.find(({ id }) => id === command.id)
      // What stands in the excerpt stays marked, also where an editor chose it.
      const isOurs =
        !pick ||
        command.text === pick.facts ||
        (command.text !== pick.blurb && !pick.alternatives.includes(command.text))
      const length = [...markdownToText(command.text)].length
      const unedited = isOurs ? undefined : pick.unedited
      return withPick(snapshot, command.id, { blurb: command.text, length, unedited })
    }
    case 'title':
      return withPick(snapshot, command.id, { title: command.text })
    case 'set':
      return snapshot
    case 'head':
      return { ...snapshot, issue: { ...issue, [command.field]: command.text } }
    case 'note':
      return { ...snapshot, issue: { ...issue, note: command.text } }
    case 'skip':
    case 'shortlist':
    case 'clear':
      return namedStories(command).reduce((draft, id) => predictVerdict(draft, id, command), snapshot)
    case 'merge':
      return merged(snapshot, command.ids)
    case 'split':
    case 'refresh':
    case 'draft':
      return snapshot
  }
}

function predictVerdict(
  snapshot: Draft,
  id: string,
  command: Extract<Command, { verb: 'skip' | 'shortlist' | 'clear' }>,
): Draft {
  const story = snapshot.stories.get(id)
  if (!story) return snapshot
  const pick = pickOf(snapshot.issue, story)
  if (command.verb === 'clear') return judged(snapshot, story, story.verdict === 'picked' ? 'picked' : null)
  const after = judged(snapshot, story, command.verb, command.verb === 'skip' ? command.reason : undefined)
  return pick ? withPicks(after, without(snapshot.issue.picks, pick.id)) : after
}

const without = (picks: readonly PickView[], id: string) => picks.filter((pick) => pick.id !== id)

function withPicks(snapshot: Draft, picks: readonly PickView[]): Draft {
  const blurbsEdited = picks.filter(({ blurb, unedited }) => blurb !== '' && unedited !== true).length
  const issue: IssueView = { ...snapshot.issue, picks, blurbsEdited }
  return { ...snapshot, issue }
}

function withPick(snapshot: Draft, id: string, fields: Partial<PickView>): Draft {
  return withPicks(
    snapshot,
    snapshot.issue.picks.map((pick) => (pick.id === id ? { ...pick, ...fields } : pick)),
  )
}

function judged(snapshot: Draft, story: StoryView, verdict: StoryVerdict | null, reason?: string): Draft {
  snapshot.stories.set(story.id, { ...story, verdict, reason, by: undefined })
  return snapshot
}

function pickFrom(story: StoryView, section: PickView['section'], again?: string): PickView {
  return {
    id: story.id,
    section,
    title: story.title,
    url: story.url,
    source: story.source,
    authors: story.authors.map((name) => ({ name })),
    published: story.published,
    kind: story.kind,
    minutes: story.minutes,
    access: 'free',
    language: story.language,
    ai: 'unknown',
    blurb: '',
    unedited: true,
    also: [...story.also],
    again,
    length: 0,
    limit: blurbLimit(section, DESK_SECTIONS),
    alternatives: [],
    excerpt: story.excerpt,
  }
}

function merged(snapshot: Draft, ids: readonly string[]): Draft {
  const [first, ...others] = ids.flatMap((id) => snapshot.stories.get(id) ?? [])
  if (!first || others.length === 0) return snapshot
  const gone = new Set(others.map(({ id }) => id))
  const stories = new Map([...snapshot.stories].filter(([id]) => !gone.has(id)))
  const all = [first, ...others]
  stories.set(first.id, {
    ...first,
    items: all.flatMap(({ items }) => items),
    also: [...first.also, ...others.flatMap(({ source, url, also }) => [{ source, url }, ...also])],
    related: first.related.filter(({ id }) => !gone.has(id)),
    verdict: all.find(({ verdict }) => verdict === 'picked')?.verdict ?? first.verdict,
  })
  const counts = { ...snapshot.counts, stories: snapshot.counts.stories - others.length }
  return { ...snapshot, stories, order: snapshot.order.filter((id) => !gone.has(id)), counts }
}
