import { assembleDigest } from '../core/digest/assemble-digest.ts'
import { renderHtml } from '../core/digest/render-html.ts'
import { renderText } from '../core/digest/render-text.ts'
import type { Check } from '../core/issue/check.ts'
import type { Command } from '../core/issue/command.ts'
import { type Curation, openCuration } from '../core/issue/curation.ts'
import type { CurationState } from '../core/issue/curation-state.ts'
import { describeChange } from '../core/issue/describe-change.ts'
import { countPool } from '../core/issue/count-pool.ts'
import type { Occasion } from '../core/issue/open-issue.ts'
import { rankCuration } from '../core/issue/rank-curation.ts'
import { readHistory } from '../core/issue/history.ts'
import { nameEditors } from '../core/issue/name-editors.ts'
import { blurbLimit, sectionsOf } from '../core/issue/section.ts'
import { withToldCorrections } from '../core/issue/told-corrections.ts'
import { createVerdictReader } from '../core/issue/story-verdict.ts'
import { turnWords } from '../core/rota/describe-rota.ts'
import { occasionOfRota } from '../core/rota/occasion-of-rota.ts'
import { turnsOfIssue } from '../core/rota/plan-turns.ts'
import { hasTurns } from '../core/rota/rota.ts'
import { isEqual } from '../core/text/is-equal.ts'
import type { Item } from '../core/item/item.ts'
import { findFloods } from '../core/story/find-floods.ts'
import { findRelated } from '../core/story/find-related.ts'
import type { RankedStory } from '../core/story/rank-stories.ts'
import type { Story } from '../core/story/story.ts'
import { ADDED_BY_HAND } from '../core/source/source.ts'
import { compareText } from '../core/text/compare-text.ts'
import { formatProblem, type Problem, type Result, success } from '../core/text/problem.ts'
import { readPeople } from '../io/author-files.ts'
import { displayPath } from '../io/content-folder.ts'
import { fileProblem } from '../io/file-problem.ts'
import { withCurateLock } from '../io/curate-lock.ts'
import { writeCommit } from '../io/curation-files.ts'
import { issueFile } from '../io/issue-files.ts'
import { rotaFacts } from '../io/rota-file.ts'
import { readSections, readSiteSettings } from '../io/site-settings-file.ts'
import { findPick } from '../jobs/edit-pick.ts'
import { planCommand } from '../jobs/plan-command.ts'
import { type Commit, planCommit, type Stored } from '../jobs/plan-commit.ts'
import { redoChange, undoChange } from '../jobs/undo-changes.ts'
import { createDeskFiles, type Supply, type Work } from './desk-files.ts'
import type { DeskAnswer, DeskView, HistoryView, IssueView, StoryView } from './protocol.ts'
import { itemToQuote, openings, viewIssue } from './view-issue.ts'
import { type StoryFacts, storyFacts, type StoryStanding, storyStanding } from './view-story.ts'

export interface DeskOptions {
  /** The content folder, and the folder for what is not in git; absolute. */
  readonly content: string
  readonly state: string
  readonly editor: string
  /** Key of the issue at work; by default the open one, or else a new one. */
  readonly issue?: string | undefined
  readonly now: () => Date
  /** Tells this run's versions from those of another. */
  readonly run: string
}

/** Checks of an issue, those included that ask the network where `links` says so. */
export type CheckDesk = (curation: Curation, links: boolean) => Promise<readonly Check[]>

/** The desk without its HTTP: every method reads what changed on the disk first, and says what it could not do. */
export interface DeskSession {
  readonly view: () => Result<DeskView>
  /** `since`: the version that the asker has, so that the answer holds all that they do not know yet. */
  readonly carryOut: (command: Command, since?: string) => Result<DeskAnswer>
  readonly undo: (since?: string) => Result<DeskAnswer>
  readonly redo: (since?: string) => Result<DeskAnswer>
  readonly curation: () => Result<Curation>
  readonly mail: (form: 'html' | 'text') => Result<string>
  readonly version: () => string
  /** Looks whether something on the disk has changed, and tells those who wait for it. */
  readonly refresh: () => void
  /** Calls once, when the version is another than `since`; at once where it is. Returns what calls it off. */
  readonly onChange: (since: string, call: (version: string) => void) => () => void
}

/** All that was made of one state of the disk. */
interface Opened {
  readonly supply: Supply
  readonly work: Work
  readonly curation: Curation
  readonly facts: Facts
  readonly standings: ReadonlyMap<string, StoryStanding>
  readonly openedAt: Date
}

/** Stories in the order of the desk, with what is known of them whatever editors say. */
interface Facts {
  readonly stories: readonly Story[]
  readonly order: readonly string[]
  readonly ranked: ReadonlyMap<string, RankedStory>
  readonly views: ReadonlyMap<string, StoryFacts>
  readonly floods: DeskView['floods']
}

/** What whoever has a version knows of stories. */
type Known = Pick<Opened, 'facts' | 'standings'>

const NOTHING_KNOWN: Known = {
  facts: { stories: [], order: [], ranked: new Map(), views: new Map(), floods: [] },
  standings: new Map(),
}

/** So many versions back, an answer still holds only what changed since; before, everything. */
const REMEMBERED = 200

export function createDeskSession(options: DeskOptions): DeskSession {
  const { content, state, editor, run } = options
  const files = createDeskFiles(content)
  const waiting = new Set<{ readonly since: string; readonly call: (version: string) => void }>()
  const past = new Map<string, Known>()
  let count = 0
  let opened: Opened | undefined
  let trouble: readonly Problem[] | undefined
  let itemsById: { readonly items: readonly Item[]; readonly byId: ReadonlyMap<string, Item> } | undefined
  const version = () => `${run}-${count}`

  const sections = readSections(content)

  /** What stands on the disk; ingest's part of it as it was seen last, unless it is to `look`. */
  function read(look = false): Result<Opened> {
    const supply = files.supply(look)
    const work = files.work()
    const now = options.now()
    if (work.broken.length > 0) return fail(work.broken)
    const isSame = opened?.supply === supply && opened.work === work && !trouble
    if (opened && isSame && !isLater(now, opened.openedAt)) {
      return success({ ...opened, curation: { ...opened.curation, now } })
    }
    const { sources, items, almanac } = supply
    const { issues, logs } = work
    const occasionOf = (weeks?: readonly string[]): Occasion =>
      hasTurns(supply.rota.rota) ? occasionOfRota(rotaFacts(supply.rota, issues), now, weeks) : { weeks }
    const curation = openCuration(
      { sources, items, issues, logs, almanac, sections, occasionOf, now },
      options.issue,
      opened?.curation,
    )
    if (!curation.ok) return fail(curation.problems)
    const { value } = curation
    const isFolded = opened?.facts.stories === value.stories
    const facts = opened && isFolded ? opened.facts : gatherFacts(value, opened?.facts)
    const standings = isSame && isFolded && opened ? opened.standings : standingsOf(value, editor)
    opened = { supply, work, curation: value, facts, standings, openedAt: now }
    trouble = undefined
    if (!isSame || !isFolded) turnVersion()
    return success(opened)
  }

  function fail(problems: readonly Problem[]): Result<never> {
    const isNews = JSON.stringify(problems) !== JSON.stringify(trouble)
    trouble = problems
    if (isNews) turnVersion()
    return { ok: false, problems }
  }

  function turnVersion(): void {
    count += 1
    if (opened && !trouble) past.set(version(), opened)
    for (const old of past.keys()) if (past.size > REMEMBERED) past.delete(old)
    for (const waiter of [...waiting]) {
      waiting.delete(waiter)
      waiter.call(version())
    }
  }

  const findItem = ({ items }: Supply, id: string) => {
    if (itemsById?.items !== items) itemsById = { items, byId: new Map(items.map((item) => [item.id, item])) }
    return itemsById.byId.get(id)
  }

  const fileOf = (key: string) => displayPath(issueFile(content, key))

  function issueView({ supply, curation }: Opened): IssueView {
    const [turn] = turnsOfIssue(rotaFacts(supply.rota, curation.issues), curation.issue)
    return viewIssue(curation, (id) => findItem(supply, id), {
      file: fileOf(curation.issue.key),
      turn: turn === undefined ? null : turnWords(turn),
    })
  }

  const storedOf = ({ work, curation: { issue } }: Opened): Stored => ({
    text: work.texts.get(issue.key),
    log: work.logs.find((log) => log.issue === issue.key && log.editor === editor)?.entries ?? [],
    where: fileOf(issue.key),
  })

  const titleOf = (at: Opened) => (id: string) =>
    findItem(at.supply, id)?.title ?? at.curation.issue.picks.find((pick) => pick.id === id)?.title

  function historyView(at: Opened): HistoryView {
    const { done, undone } = readHistory(storedOf(at).log)
    const words = (step: (typeof done)[number] | undefined) =>
      step === undefined ? null : describeChange(step.entry, titleOf(at), sectionsOf(at.curation.issue))
    return { undo: words(done.at(-1)), redo: words(undone.at(-1)) }
  }

  const storyView = ({ facts, standings }: Opened, id: string): StoryView[] => {
    const view = facts.views.get(id)
    const standing = standings.get(id)
    return view && standing ? [{ ...view, ...standing }] : []
  }

  /** What whoever has a version does not know yet; without one, all that a command itself changed. */
  function answer(message: string, changed: boolean, before: Opened, since: string | undefined): DeskAnswer {
    const at = opened ?? before
    const had = since === undefined ? before : (past.get(since) ?? NOTHING_KNOWN)
    const isRegrouped = had.facts !== at.facts
    const stories = at.facts.order.filter(
      (id) =>
        !isEqual(had.standings.get(id), at.standings.get(id)) ||
        (isRegrouped && !isEqual(had.facts.views.get(id), at.facts.views.get(id))),
    )
    return {
      version: version(),
      message,
      changed,
      issue: issueView(at),
      history: historyView(at),
      stories: stories.flatMap((id) => storyView(at, id)),
      gone: had.facts.order.filter((id) => !at.facts.views.has(id)),
      ...(isRegrouped ? { order: at.facts.order, floods: at.facts.floods, counts: countPool(at.curation) } : {}),
    }
  }

  /** Plans on what stands on the disk, writes, and reads again; alone, whoever else is at work on the issue. */
  function change(
    plan: (at: Opened, stored: Stored) => Result<{ readonly commit: Commit | undefined; readonly message: string }>,
    since: string | undefined,
  ): Result<DeskAnswer> {
    return withCurateLock(state, () => {
      const before = read()
      if (!before.ok) return before
      const planned = plan(before.value, storedOf(before.value))
      if (!planned.ok) return planned
      const { commit, message } = planned.value
      const key = before.value.curation.issue.key
      const isChange = commit?.entry !== undefined
      if (isChange) {
        writeCommit(content, { key, editor, commit })
        const after = read()
        if (!after.ok) return after
      }
      return success(answer(message, isChange, before.value, since))
    })
  }

  return {
    version,
    view() {
      const at = read(true)
      if (!at.ok) return at
      const { supply, work, facts } = at.value
      const stories = facts.order.flatMap((id) => storyView(at.value, id))
      return success({
        version: version(),
        issue: issueView(at.value),
        stories,
        floods: facts.floods,
        editor,
        history: historyView(at.value),
        counts: countPool(at.value.curation),
        topics: countTitles(
          stories.flatMap(({ topics }) => topics),
          (id) => supply.topics.get(id) ?? id,
        ),
        sources: countTitles(
          stories.flatMap(({ sourceIds }) => sourceIds),
          (id) => (id === ADDED_BY_HAND ? 'Added by an editor' : (supply.sources.get(id)?.title ?? id)),
        ),
        problems: [...supply.problems, ...work.problems].map(formatProblem),
      })
    },
    carryOut: (command, since) =>
      change(({ supply, curation, facts }, stored) => {
        const planned = planCommand(
          curation,
          keepUnedited(command, curation, (id) => itemToQuote(curation, id, (each) => findItem(supply, each))),
          rankedIn(facts),
        )
        if (!planned.ok) return planned
        const { value } = planned
        if (value.outcome === 'nothing') return success({ commit: undefined, message: value.message })
        const commit = planCommit(stateOf(curation), value.state, value.operations, stored, { now: curation.now })
        if (!commit.ok) return commit
        const isSo = commit.value.entry === undefined
        return success({ commit: commit.value, message: isSo ? `${curation.issue.key} is so already` : value.message })
      }, since),
    undo: (since) => change((at, stored) => turn(undoChange, at, stored), since),
    redo: (since) => change((at, stored) => turn(redoChange, at, stored), since),
    curation() {
      const at = read()
      return at.ok ? success(at.value.curation) : at
    },
    mail(form) {
      const at = read()
      if (!at.ok) return at
      const settings = readSiteSettings(content)
      if (!settings.ok) return settings
      const { issue, issues } = at.value.curation
      const told = nameEditors(withToldCorrections(issue, issues), readPeople(content))
      const digest = assembleDigest(told, settings.value)
      return success(form === 'html' ? renderHtml(digest) : renderText(digest))
    },
    refresh() {
      try {
        read(true)
      } catch (error) {
        // Nobody asked, so nobody can be told: whoever waits asks now, and is.
        const problem = fileProblem(error)
        fail([problem ?? { where: displayPath(content), what: 'this cannot be read just now' }])
      }
    },
    onChange(since, call) {
      if (since !== version()) {
        call(version())
        return () => undefined
      }
      const waiter = { since, call }
      waiting.add(waiter)
      return () => waiting.delete(waiter)
    },
  }

  function turn(direction: typeof undoChange, at: Opened, stored: Stored) {
    const turned = direction(stateOf(at.curation), stored, { now: at.curation.now, titleOf: titleOf(at) })
    if (!turned.ok) return turned
    const { value } = turned
    return success({ commit: value.outcome === 'turned' ? value.commit : undefined, message: value.message })
  }
}

/** What stands in an excerpt stays marked as unedited, also where an editor chose it; facts in words of ours need not. */
function keepUnedited(command: Command, curation: Curation, itemOf: (id: string) => Item | undefined): Command {
  if (command.verb !== 'blurb') return command
  const pick = findPick(curation, command.id)
  if (!pick.ok) return command
  const text = command.text.trim()
  const isOurs = openings(itemOf(pick.value.id), blurbLimit(pick.value.section, sectionsOf(curation.issue))).includes(
    text,
  )
  return isOurs ? { verb: 'set', id: command.id, fields: { blurb: text, unedited: true } } : command
}

const stateOf = ({ issue, verdicts, edits }: Curation): CurationState => ({ issue, verdicts, edits })

function standingsOf(curation: Curation, editor: string): ReadonlyMap<string, StoryStanding> {
  const verdictOf = createVerdictReader(curation)
  return new Map(curation.stories.map((story) => [story.id, storyStanding(story, curation, verdictOf(story), editor)]))
}

/** An item may be in the pool by now that was not; a minute late is early enough. */
const isLater = (now: Date, before: Date) => now.getTime() - before.getTime() > 60_000 || now < before

/** Ranks the stories; those that were there before keep their order, and new ones come where their score would be. */
function gatherFacts(curation: Curation, before: Facts | undefined): Facts {
  const ranked = rankCuration(curation)
  const byId = new Map(ranked.map((story) => [story.id, story]))
  const related = findRelated(curation.stories, { sources: curation.sources })
  const relatedTo = (id: string) =>
    (related.get(id) ?? []).map((other) => ({ ...other, title: byId.get(other.id)?.lead.title ?? other.id }))
  const order = before === undefined ? ranked.map(({ id }) => id) : keepOrder(before, ranked)
  return {
    stories: curation.stories,
    order,
    ranked: byId,
    views: new Map(ranked.map((story) => [story.id, storyFacts(story, curation, relatedTo(story.id))])),
    floods: findFloods(
      order.flatMap((id) => byId.get(id) ?? []),
      curation.sources,
    ).map(({ stories, ...flood }) => ({ ...flood, stories: stories.map(({ id }) => id) })),
  }
}

const rankedIn = ({ order, ranked }: Facts) => order.flatMap((id) => ranked.get(id) ?? [])

function keepOrder(before: Facts, ranked: readonly RankedStory[]): string[] {
  const left = new Map(ranked.map((story) => [story.id, story]))
  const order = before.order.flatMap((id) => {
    // What was folded into this story and no longer is stands where it stood.
    const own = before.ranked.get(id)?.items.map((item) => item.id) ?? [id]
    return own.filter((item) => left.delete(item))
  })
  const scores = new Map(ranked.map(({ id, score }) => [id, score]))
  for (const { id, score } of left.values()) {
    const place = order.findIndex((other) => (scores.get(other) ?? 0) < score)
    order.splice(place === -1 ? order.length : place, 0, id)
  }
  return order
}

function countTitles(ids: readonly string[], titleOf: (id: string) => string): DeskView['topics'] {
  return [...Map.groupBy(ids, (id) => id)]
    .map(([id, all]) => ({ id, title: titleOf(id), count: all.length }))
    .sort((a, b) => b.count - a.count || compareText(a.title, b.title))
}
