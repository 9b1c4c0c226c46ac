import type { Check } from '../../core/issue/check.ts'
import type { Command } from '../../core/issue/command.ts'
import { SECTION_IDS, type SectionId } from '../../core/issue/section.ts'
import { countNoun } from '../../core/text/count-noun.ts'
import { cutText } from '../../core/text/plain-text.ts'
import type { DeskAnswer, DeskView, PickView, StoryView } from '../protocol.ts'
import { createQueue } from './command-queue.ts'
import type { Connection } from './connection.ts'
import type { Dialog, Field } from './dialogs.ts'
import { isFiltered, matchesFilter, NO_FILTER, type StoryFilter } from './filter.ts'
import type { Action } from './keymap.ts'
import { isWeb } from './is-web.ts'
import { recall, remember } from './memory.ts'
import { predict } from './predict.ts'
import { HEAD_ROWS, type HeadRow, issueRows, isRowUndecided, nextUndecided, type StoryRow, storyRows } from './rows.ts'
import { sectionOf } from './section-letters.ts'
import { applyAnswer, pickOf, type Snapshot, snapshotOf, storyOfPick } from './snapshot.ts'

export type Pane = 'stories' | 'issue'

/** What the status line says; trouble stands out. */
export interface Status {
  readonly text: string
  readonly tone: 'plain' | 'trouble'
}

export type Workspace = ReturnType<typeof createWorkspace>

/** Verbs whose outcome only the server knows. */
const TELLS: ReadonlySet<Command['verb']> = new Set(['draft', 'split', 'merge', 'set'])

/**
 * All that the desk knows and can do, without drawing any of it. `draw` is called whenever something is otherwise;
 * `focus` says that the row of the cursor shall have the focus after that.
 */
export function createWorkspace(
  view: DeskView,
  connection: Connection,
  draw: () => void,
  open: (url: string) => void = (url) => window.open(url, '_blank', 'noopener,noreferrer'),
) {
  let confirmed = snapshotOf(view)
  let shown = confirmed
  let pane: Pane = 'stories'
  let storyKey: string | undefined
  let pickKey: string | undefined
  let hot: string | undefined
  let lead: string | undefined
  let filter: StoryFilter = NO_FILTER
  let isPreview = false
  let isAway = false
  let wantsFocus = true
  let dialog: Dialog | undefined
  let onDialogDone: ((values: Readonly<Record<string, string>>) => void) | undefined
  let onSection: ((section: SectionId) => void) | undefined
  let status: Status = { text: openingWords(view), tone: 'plain' }
  let hasShortcuts = recall('always', 'shortcuts') !== 'off'
  const expanded = new Set<string>()
  /** Stories that the filter let through, and those of them that were looked at: what is decided stays in its place. */
  let admitted = new Set<string>()
  let seen = new Set<string>()
  let rows: readonly StoryRow[] = []
  let lastOrder: readonly string[] = []

  const queue = createQueue(connection, {
    version: () => confirmed.version,
    answered: (answer, turn, command) => {
      confirmed = applyAnswer(confirmed, answer)
      if (command?.verb === 'blurb') forgetDraft(`blurb:${command.id}`)
      if (turn !== 'do') followTurn(answer)
      else if (command && TELLS.has(command.verb)) say(sentence(answer.message))
      update()
    },
    refused: (problems, command) => {
      const what = command ? 'That was refused, and is as it was. ' : ''
      say(what + problems.join(' '), 'trouble')
      update()
    },
    uncertain: (turn) => {
      say(`The desk's server could not be reached: look whether the ${turn} was done.`, 'trouble')
      refetch()
    },
    changed: update,
  })

  // ── What is shown ──

  /** Makes anew what is shown: what the server said, and on top what it has not answered yet. */
  function settle(): void {
    shown = predict(confirmed, queue.pending())
    admit()
    rows = storyRows(shown, admitted, expanded)
    keepCursors()
  }

  function update(): void {
    settle()
    draw()
  }

  function admit(): void {
    for (const id of shown.order) {
      if (seen.has(id)) continue
      seen.add(id)
      const story = shown.stories.get(id)
      if (story && matchesFilter(story, filter)) admitted.add(id)
    }
  }

  function keepCursors(): void {
    const keys = pickKeys()
    // Until the editor goes there, the cursor of the issue stands on the first pick, as soon as there is one.
    const isIdle = pane === 'stories' && HEAD_ROWS.some((row) => row === pickKey)
    if (pickKey === undefined || !keys.includes(pickKey) || isIdle) pickKey = keys[HEAD_ROWS.length] ?? keys[0]
    if (storyKey !== undefined && rows.some(({ key }) => key === storyKey)) return
    storyKey = storyKey === undefined ? (rows.find(isRowUndecided) ?? rows[0])?.key : nearest(storyKey)
  }

  /** The row that stands where one went: the story that took it in, or the next in the order. */
  function nearest(key: string): string | undefined {
    const taker = rows.find((row) => row.kind === 'story' && row.story.items.some(({ id }) => id === key))
    if (taker) return taker.key
    const at = lastOrder.indexOf(key)
    const left = new Set(rows.map((row) => row.key))
    return lastOrder.slice(at + 1).find((each) => left.has(each)) ?? rows.at(-1)?.key
  }

  const pickKeys = () => issueRows(shown.issue.picks, SECTION_IDS)
  const storyRow = () => rows.find(({ key }) => key === storyKey)
  const currentPick = (): PickView | undefined => shown.issue.picks.find(({ id }) => id === pickKey)
  const currentStory = (): StoryView | undefined => {
    const row = storyRow()
    return row?.kind === 'story' ? row.story : undefined
  }
  const floodSource = ({ source }: Snapshot['floods'][number]) =>
    shown.sources.find(({ id }) => id === source)?.title ?? source
  const progress = (after = 0) => `${shown.issue.picks.length + after} of ${shown.issue.target}`
  const back = () => (hasShortcuts ? ' z takes it back.' : '')

  function say(text: string, tone: Status['tone'] = 'plain'): void {
    status = { text, tone }
  }

  function tell(text: string, tone: Status['tone'] = 'plain'): void {
    say(text, tone)
    draw()
  }

  function followTurn(answer: DeskAnswer): void {
    say(sentence(answer.message))
    const touched = answer.stories.find(({ id }) => admitted.has(id) || !seen.has(id))
    const picks = new Set(confirmed.issue.picks.map(({ id }) => id))
    if (pane === 'stories' && touched) {
      storyKey = touched.id
      openFloodOf(touched.id)
      wantsFocus = true
    } else if (pane === 'issue') {
      const returned = answer.stories.flatMap(({ items }) => items).find(({ id }) => picks.has(id))
      if (returned) pickKey = returned.id
      wantsFocus = true
    }
  }

  function openFloodOf(id: string): void {
    const flood = shown.floods.find(({ stories }) => stories.includes(id))
    if (flood && !rows.some(({ key }) => key === id)) expanded.add(`flood-${flood.id}`)
  }

  /** Gives commands to the server, and says so; false where it would not hear them. */
  function send(commands: readonly Command[], said: string): boolean {
    if (queue.line() === 'shut') {
      say('This desk belongs to an earlier run: open the address that the terminal prints now.', 'trouble')
      return false
    }
    lastOrder = rows.map(({ key }) => key)
    say(said)
    queue.add(commands)
    settle()
    return true
  }

  function carryOut(commands: readonly Command[], said: string): void {
    send(commands, said)
    draw()
  }

  // ── Moving ──

  function moveTo(key: string | undefined): void {
    if (key === undefined) return
    if (pane === 'stories') storyKey = key
    else pickKey = key
    wantsFocus = true
    draw()
  }

  function step(by: number): void {
    const keys = pane === 'stories' ? rows.map(({ key }) => key) : pickKeys()
    const at = keys.indexOf((pane === 'stories' ? storyKey : pickKey) ?? '')
    const to = Math.max(0, Math.min(keys.length - 1, at + by))
    if (keys.length === 0) tell('Nothing is here.')
    else if (to === at) tell(by > 0 ? 'This is the last row.' : 'This is the first row.')
    else moveTo(keys[to])
  }

  /** On to what nobody has decided; where all is decided, the cursor stays. */
  function advance(): string {
    const next = nextUndecided(rows, storyKey)
    if (!next) return isFiltered(filter) ? ' Nothing is left open under this filter.' : ' Nothing is left open.'
    storyKey = next.key
    wantsFocus = true
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

  // ── Deciding ──

  function pickInto(story: StoryView, section: SectionId | undefined): void {
    const { ranIn } = story
    const place = section === undefined ? {} : { section }
    const run = (again?: string) => {
      const command: Command = { verb: 'pick', id: story.id, ...place, ...(again ? { again } : {}) }
      const title = sectionOf(section ?? story.section).title
      decide([command], () => `Picked into ${title}, ${progress()}.${back()}`)
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
      expanded.delete(row.key)
      const said = `Skipped ${countNoun(ids.length, 'story', 'stories')} of ${floodSource(row.flood)}.`
      decide(
        ids.map((id) => ({ verb: 'skip', id, ...because })),
        () => said + back(),
      )
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

  function merge(ids: readonly string[]): void {
    const titles = ids.map((id) => shown.stories.get(id)?.title ?? id)
    const picked = ids.filter((id) => shown.stories.get(id)?.verdict === 'picked')
    if (picked.length > 1) {
      tell('Both are picked. Drop one of them first, and then merge.', 'trouble')
      return
    }
    storyKey = ids[0]
    wantsFocus = true
    carryOut([{ verb: 'merge', ids: [...ids] }], `Merged into “${cutText(titles[0] ?? '', 50)}”.${back()}`)
  }

  // ── Shaping ──

  function reorder(by: -1 | 1): void {
    const pick = currentPick()
    if (!pick) {
      tell('Only picks can be moved.')
      return
    }
    const own = shown.issue.picks.filter(({ section }) => section === pick.section)
    const at = own.indexOf(pick)
    if (own[at + by]) {
      move(pick, pick.section, at + by + 1)
      return
    }
    const used = SECTION_IDS.filter((id) => shown.issue.picks.some(({ section }) => section === id))
    const into = used[used.indexOf(pick.section) + by]
    if (into === undefined) tell(`It stands ${by < 0 ? 'first' : 'last'} already; P moves it into another section.`)
    else move(pick, into, by > 0 ? 1 : shown.issue.picks.filter(({ section }) => section === into).length + 1)
  }

  function move(pick: PickView, section: SectionId, at?: number): void {
    pickKey = pick.id
    wantsFocus = true
    const others = shown.issue.picks.filter((each) => each.section === section && each.id !== pick.id).length
    const place = Math.min(at ?? others + 1, others + 1)
    const goes = section === pick.section ? {} : { section }
    const command: Command = { verb: 'move', id: pick.id, ...goes, ...(at === undefined ? {} : { at: place }) }
    carryOut(
      [goes.section === undefined && at === undefined ? { ...command, at: place } : command],
      `Moved to ${sectionOf(section).title}, ${place} of ${others + 1}: “${cutText(pick.title, 50)}”.${back()}`,
    )
  }

  function drop(pick: PickView | undefined): void {
    if (!pick) {
      tell('Only picks can be dropped.')
      return
    }
    const keys = pickKeys()
    const at = keys.indexOf(pick.id)
    pickKey = keys[at + 1] ?? keys[at - 1]
    wantsFocus = true
    carryOut([{ verb: 'drop', id: pick.id }], `Dropped “${cutText(pick.title, 50)}”, ${progress(-1)}.${back()}`)
  }

  function chooseSection(title: string, suggested: SectionId, done: (section: SectionId) => void): void {
    onSection = done
    dialog = { kind: 'sections', title, suggested, chosen: suggested }
    draw()
  }

  // ── Writing ──

  const draftName = (name: string) => `draft:${shown.issue.key}:${name}`
  function forgetDraft(name: string): void {
    remember('tab', draftName(name), undefined)
  }

  function askForm({
    done,
    ...form
  }: {
    readonly heading: string
    readonly about?: string
    readonly submit: string
    readonly draft: string
    readonly fields: readonly Field[]
    readonly done: (values: Readonly<Record<string, string>>) => void
  }): void {
    const fields = form.fields.map((field) => ({
      ...field,
      value: recall('tab', draftName(`${form.draft}:${field.name}`)) ?? field.value,
    }))
    onDialogDone = done
    dialog = { kind: 'form', ...form, fields }
    draw()
  }

  const headField = (name: Exclude<HeadRow, 'note'>, label: string, hint: string): Field => {
    return { name, label, hint, value: shown.issue[name], lines: 1 }
  }

  function editHeading(first: Exclude<HeadRow, 'note'> = 'title'): void {
    const fields = [
      headField('title', 'Title of the issue', 'What the week was about, in at most ten words'),
      headField('subject', 'Subject of the mail', 'Often the title; forty characters are sure to be seen'),
      headField('preheader', 'Preheader', 'What mail programs show after the subject: say something new'),
    ]
    askForm({
      heading: 'Title and mail',
      submit: 'Save',
      draft: 'head',
      fields: [...fields].sort((a, b) => Number(b.name === first) - Number(a.name === first)),
      done: (values) => {
        const commands = fields.flatMap(({ name, value }): Command[] => {
          const text = values[name] ?? value
          return text === value ? [] : [{ verb: 'head', field: name as Exclude<HeadRow, 'note'>, text }]
        })
        if (commands.length === 0) tell('Nothing was changed.')
        else carryOut(commands, `Saved: ${commands.map((each) => 'field' in each && each.field).join(', ')}.${back()}`)
      },
    })
  }

  function editNote(): void {
    const { note } = shown.issue
    askForm({
      heading: "Editor's note",
      submit: 'Save',
      draft: 'note',
      fields: [
        {
          ...{ name: 'note', label: 'What the week was about, in a paragraph or two', value: note, lines: 12 },
          hint: 'Markdown. Empty takes it out.',
        },
      ],
      done: ({ note: text = '' }) => {
        if (text === note) tell('Nothing was changed.')
        else
          carryOut([{ verb: 'note', text }], `${text.trim() === '' ? 'Took the note out' : 'Saved the note'}.${back()}`)
      },
    })
  }

  function editPickText(name: 'rename' | 'again', pick: PickView): void {
    const isTitle = name === 'rename'
    askForm({
      heading: isTitle ? 'Title of the pick' : 'Why it runs again',
      about: isTitle ? `Originally: ${pick.originalTitle ?? pick.title}` : pick.title,
      submit: 'Save',
      draft: `${name}:${pick.id}`,
      fields: [
        {
          ...{ name, label: isTitle ? 'Title' : 'Reason', lines: isTitle ? 2 : 1 },
          value: isTitle ? pick.title : (pick.again ?? ''),
          isRequired: isTitle,
        },
      ],
      done: (values) => {
        const text = values[name] ?? ''
        if (isTitle) carryOut([{ verb: 'title', id: pick.id, text }], `Renamed.${back()}`)
        else carryOut([{ verb: 'set', id: pick.id, fields: { again: text === '' ? null : text } }], 'Saved.')
      },
    })
  }

  function writeBlurb(pick: PickView | undefined): void {
    const first = pick ?? nextUnedited(undefined)
    if (!first) {
      tell(shown.issue.picks.length === 0 ? 'There is no pick to write of yet.' : 'Every blurb is edited.')
      return
    }
    dialog = { kind: 'blurb', pick: first.id }
    draw()
  }

  /** The next pick behind another whose blurb nobody has touched; from the top where there is none behind it. */
  function nextUnedited(after: string | undefined): PickView | undefined {
    const inOrder = pickKeys().flatMap((key) => shown.issue.picks.find(({ id }) => id === key) ?? [])
    const at = inOrder.findIndex(({ id }) => id === after)
    return [...inOrder.slice(at + 1), ...inOrder.slice(0, Math.max(0, at))].find(
      ({ unedited, blurb }) => unedited === true || blurb === '',
    )
  }

  function acceptBlurb(id: string, text: string): void {
    const pick = shown.issue.picks.find((each) => each.id === id)
    if (!pick) {
      closeDialog()
      tell('That pick is gone; what you typed is kept until the tab is closed.', 'trouble')
      return
    }
    pickKey = id
    const trimmed = text.trim()
    const isSame = trimmed === pick.blurb
    if (!isSame) carryOut([{ verb: 'blurb', id, text: trimmed }], '')
    else forgetDraft(`blurb:${id}`)
    const after = shown.issue.picks.find((each) => each.id === id)
    const next = nextUnedited(id)
    const edited = `${shown.issue.blurbsEdited} of ${shown.issue.picks.length} edited.`
    const said =
      after?.unedited === true ? 'Left as it was filled in, and marked so.' : isSame ? 'As it was.' : 'Saved.'
    if (next) {
      dialog = { kind: 'blurb', pick: next.id }
      pickKey = next.id
      say(`${said} ${edited} Next: ${cutText(next.title, 60)}`)
      draw()
      return
    }
    say(`${said} ${edited}${after?.unedited === true ? '' : ' None is left unedited.'}`)
    pane = 'issue'
    closeDialog()
  }

  // ── Dialogs ──

  function closeDialog(): void {
    if (!dialog) return
    dialog = undefined
    onDialogDone = undefined
    onSection = undefined
    wantsFocus = true
    draw()
  }

  function submitForm(values: Readonly<Record<string, string>>): void {
    if (dialog?.kind !== 'form') return
    const { fields, draft } = dialog
    const empty = fields.find(({ name, isRequired }) => isRequired && (values[name] ?? '').trim() === '')
    if (empty) {
      tell(`“${empty.label}” is empty: write something, or leave with Escape.`, 'trouble')
      return
    }
    const done = onDialogDone
    for (const { name } of fields) forgetDraft(`${draft}:${name}`)
    closeDialog()
    done?.(Object.fromEntries(Object.entries(values).map(([name, text]) => [name, text.trim()])))
  }

  async function runChecks(): Promise<void> {
    dialog = { kind: 'checks', checks: undefined, links: 'asking', at: 0 }
    draw()
    await queue.settled()
    const quick = await connection.check(false)
    if (dialog?.kind !== 'checks') return
    if (quick.outcome !== 'ok') {
      closeDialog()
      tell(quick.outcome === 'refused' ? quick.problems.join(' ') : 'The server cannot be reached just now.', 'trouble')
      return
    }
    dialog = { ...dialog, checks: quick.value }
    draw()
    const whole = await connection.check(true)
    if (dialog?.kind !== 'checks') return
    if (whole.outcome === 'ok') dialog = { ...dialog, checks: whole.value, links: 'asked' }
    else dialog = { ...dialog, links: 'failed' }
    draw()
  }

  /** Where what a check found can be mended: its text, or its pick. */
  function goToCheck({ check, pick }: Check): void {
    closeDialog()
    pane = 'issue'
    moveTo(pick ?? HEAD_ROWS.find((row) => check.startsWith(row)) ?? 'title')
    if (check === 'title' || check === 'subject' || check === 'preheader') editHeading(check)
  }

  // ── Keeping up with the disk ──

  async function follow(): Promise<void> {
    for (;;) {
      const reply = await connection.changes(confirmed.version)
      if (reply.outcome === 'refused' && reply.status !== 409) return
      if (reply.outcome === 'unreached') await new Promise((resolve) => setTimeout(resolve, 2000))
      else queue.retry()
      await queue.settled()
      if (reply.outcome !== 'ok' || reply.value.version !== confirmed.version) await fetchAgain()
    }
  }

  async function fetchAgain(): Promise<void> {
    const reply = await connection.state()
    if (reply.outcome === 'unreached') {
      if (isAway) return
      isAway = true
      tell("The desk's server does not answer. It is asked again and again; nothing is lost.", 'trouble')
      return
    }
    if (reply.outcome === 'refused') {
      tell(reply.problems.join(' '), 'trouble')
      await new Promise((resolve) => setTimeout(resolve, 1000))
      return
    }
    if (isAway) say('The server answers again.')
    isAway = false
    confirmed = snapshotOf(reply.value)
    update()
  }
  const refetch = () => {
    void fetchAgain()
  }

  const whole: Readonly<Record<Action, () => void>> = {
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
      moveTo(pane === 'stories' ? rows[0]?.key : pickKeys()[0])
    },
    last: () => {
      moveTo(pane === 'stories' ? rows.at(-1)?.key : pickKeys().at(-1))
    },
    nextOpen: () => {
      const rest = advance()
      if (rest) say(rest.trim())
      draw()
    },
    inward: () => undefined,
    outward: () => undefined,
    pick: () => {
      const story = currentStory()
      if (!story) tell('This row is a flood: Space opens it, x skips all of it.')
      else if (pickOf(shown.issue, story)) tell('It is picked already; P moves it into another section.')
      else pickInto(story, undefined)
    },
    pickInto: () => {
      if (pane === 'issue') {
        const pick = currentPick()
        if (!pick) tell('Only picks stand in a section.')
        else
          chooseSection(pick.title, pick.section, (section) => {
            move(pick, section)
          })
        return
      }
      const story = currentStory()
      if (!story) {
        tell('This row is a flood: Space opens it.')
        return
      }
      const pick = pickOf(shown.issue, story)
      chooseSection(story.title, pick?.section ?? story.section, (section) => {
        if (pick) move(pick, section)
        else pickInto(story, section)
      })
    },
    skip: () => {
      skip(storyRow())
    },
    skipBecause: () => {
      const row = storyRow()
      if (!row) return
      askForm({
        heading: 'Skip, because …',
        about: row.kind === 'story' ? row.story.title : `${row.stories.length} of ${floodSource(row.flood)}`,
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
    },
    shortlist: () => {
      const story = currentStory()
      if (!story) tell('This row is a flood: Space opens it.')
      else if (story.verdict === 'shortlist') tell('It is on the shortlist already; c takes it off.')
      else decide([{ verb: 'shortlist', id: story.id }], () => `Shortlisted: “${cutText(story.title, 60)}”.${back()}`)
    },
    clear: () => {
      const story = currentStory()
      if (!story) return
      if (story.verdict === 'picked') tell('It is picked: drop it in the issue, or skip it with x.')
      else if (story.verdict === null) tell('Nobody has said anything of it.')
      else carryOut([{ verb: 'clear', id: story.id }], `Open again: “${cutText(story.title, 60)}”.${back()}`)
    },
    openLink: () => {
      const url = pane === 'stories' ? currentStory()?.url : currentPick()?.url
      if (url === undefined || !isWeb(url)) tell('This row has no link.')
      else {
        open(url)
        tell('Opened in a new tab.')
      }
    },
    expand: () => {
      toggle(storyKey)
    },
    merge: () => {
      const story = currentStory()
      if (!story) {
        tell('A flood cannot be merged; open it with Space.')
      } else if (lead === undefined || !shown.stories.has(lead)) {
        lead = story.id
        tell('This one leads. Go to another and press m to merge it in; Escape ends.')
      } else if (lead === story.id) {
        lead = undefined
        tell('Merging has ended.')
      } else merge([lead, story.id])
    },
    split: () => {
      const story = currentStory()
      if (!story || story.items.length < 2) tell('It is of one item, and cannot be split.')
      else carryOut([{ verb: 'split', id: story.id }], `Splitting “${cutText(story.title, 50)}” …`)
    },
    filter: () => {
      document.getElementById('filter-text')?.focus()
    },
    escape: () => {
      if (lead !== undefined) {
        lead = undefined
        tell('Merging has ended.')
      } else if (isPreview) whole.preview()
      else if (isFiltered(filter)) setFilter(NO_FILTER)
      else tell('')
      wantsFocus = true
      draw()
    },
    moveUp: () => {
      reorder(-1)
    },
    moveDown: () => {
      reorder(1)
    },
    drop: () => {
      drop(currentPick())
    },
    blurb: () => {
      const story = pane === 'stories' ? currentStory() : undefined
      writeBlurb(story ? pickOf(shown.issue, story) : currentPick())
    },
    edit: () => {
      if (pickKey === 'note') editNote()
      else if (pickKey === 'title' || pickKey === 'subject' || pickKey === 'preheader') editHeading(pickKey)
      else writeBlurb(currentPick())
    },
    rename: () => {
      const pick = currentPick()
      if (pick) editPickText('rename', pick)
      else tell('t writes the title of the issue.')
    },
    again: () => {
      const pick = currentPick()
      if (pick) editPickText('again', pick)
      else tell('Only a pick can run again.')
    },
    undo: () => {
      turn('undo')
    },
    redo: () => {
      turn('redo')
    },
    fill: () => {
      const { picks, target } = shown.issue
      if (picks.length >= target) tell(`There are ${picks.length} picks, and ${target} are wanted.`)
      else carryOut([{ verb: 'draft', count: target }], 'Filling up from the ranking …')
    },
    heading: () => {
      editHeading()
    },
    note: editNote,
    check: () => {
      void runChecks()
    },
    written: () => {
      if (queue.size() > 0) tell('Writing …')
      void queue.settled().then(() => {
        const { file, isNew, picks } = shown.issue
        const what = isNew
          ? 'The issue has no file yet: the first pick begins it.'
          : `All is written: ${file}, ${countNoun(picks.length, 'pick')}. To publish it: npm run curate -- publish`
        tell(what)
      })
    },
    preview: () => {
      isPreview = !isPreview
      if (isPreview) pane = 'issue'
      else pane = 'stories'
      wantsFocus = true
      tell(isPreview ? 'Page and mail of the issue; v or Escape brings the stories back.' : 'The stories.')
    },
    help: () => {
      dialog = { kind: 'help' }
      draw()
    },
  }

  function turn(direction: 'undo' | 'redo'): void {
    const what = confirmed.history[direction]
    if (what === null && queue.size() === 0) {
      tell(`There is nothing to ${direction}.`)
      return
    }
    lastOrder = rows.map(({ key }) => key)
    say(direction === 'undo' ? 'Taking it back …' : 'Doing it again …')
    queue.turn(direction)
    draw()
  }

  function toggle(key: string | undefined): void {
    if (key === undefined) return
    if (!expanded.delete(key)) expanded.add(key)
    wantsFocus = true
    update()
  }

  function setFilter(next: StoryFilter): void {
    filter = next
    admitted = new Set()
    seen = new Set()
    lastOrder = rows.map(({ key }) => key)
    admit()
    const count = admitted.size
    say(isFiltered(filter) ? `${countNoun(count, 'story', 'stories')} of ${shown.order.length}.` : 'All stories.')
    update()
  }

  settle()

  return {
    actions: whole,
    get snapshot(): Snapshot {
      return shown
    },
    get rows() {
      return rows
    },
    get pane() {
      return pane
    },
    get storyKey() {
      return storyKey
    },
    get pickKey() {
      return pickKey
    },
    get hot() {
      return hot
    },
    get lead() {
      return lead
    },
    get filter() {
      return filter
    },
    get shownCount() {
      return admitted.size
    },
    get status() {
      return status
    },
    get dialog() {
      return dialog
    },
    get isPreview() {
      return isPreview
    },
    get hasShortcuts() {
      return hasShortcuts
    },
    get waiting() {
      return queue.line() === 'open' ? 0 : queue.size()
    },
    get line() {
      return queue.line()
    },
    isExpanded: (key: string) => expanded.has(key),
    /** Whether the row of the cursor is to have the focus; asking takes the wish away. */
    takeFocus: () => {
      const wanted = wantsFocus
      wantsFocus = false
      return wanted
    },
    follow,
    toggle,
    setFilter,
    merge,
    move,
    acceptBlurb,
    submitForm,
    closeDialog,
    goToCheck,
    tell,
    redraw: draw,
    chooseStory: (id: string) => {
      pane = 'stories'
      isPreview = false
      if (!admitted.has(id)) setFilter(NO_FILTER)
      openFloodOf(id)
      storyKey = id
      wantsFocus = true
      update()
    },
    storyOfPick: (id: string) => storyOfPick(shown, id),
    /** The cursor goes to a row; with `hasFocus` the row has the focus already. */
    settle: (to: Pane, key: string, hasFocus = false) => {
      const isSame = pane === to && key === (to === 'stories' ? storyKey : pickKey)
      if (isSame && hasFocus) return
      pane = to
      if (to === 'stories') storyKey = key
      else pickKey = key
      wantsFocus = !hasFocus
      draw()
    },
    hover: (key: string | undefined) => {
      if (key === hot) return
      hot = key
      draw()
    },
    pointAt: (section: SectionId) => {
      if (dialog?.kind !== 'sections') return
      dialog = { ...dialog, chosen: section }
      draw()
    },
    chooseSection: (section: SectionId) => {
      const done = onSection
      closeDialog()
      done?.(section)
    },
    pointAtCheck: (at: number) => {
      if (dialog?.kind !== 'checks') return
      dialog = { ...dialog, at }
      draw()
    },
    draftOf: (name: string) => recall('tab', draftName(name)),
    keepDraft: (name: string, text: string | undefined) => {
      remember('tab', draftName(name), text)
    },
    setShortcuts: (on: boolean) => {
      hasShortcuts = on
      remember('always', 'shortcuts', on ? undefined : 'off')
      tell(on ? 'Shortcuts are on.' : 'Shortcuts are off; arrows, Tab, Enter and buttons do everything.')
    },
  }
}

/** What the status line says before anything is done. */
function openingWords({ stories, issue }: DeskView): string {
  const picks = issue.picks.length === 0 ? '' : `, ${issue.picks.length} of ${issue.target} picked`
  return stories.length === 0
    ? 'The pool is empty.'
    : `${countNoun(stories.length, 'story', 'stories')}, best first${picks}.`
}

const sentence = (text: string) => {
  const trimmed = text.trim()
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`
}
