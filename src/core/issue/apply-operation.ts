import { dayOf } from '../text/moment.ts'
import { dropControls, foldSpace } from '../text/plain-text.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { findNoteEnd } from './issue-body.ts'
import type { Issue, Pick } from './issue.ts'
import { placePick } from './place-pick.ts'
import type { SectionId } from './section.ts'

/** One change to an issue. Positions count from 1 within a section; texts are inline markdown, `note` is markdown. */
export type Operation =
  | { readonly verb: 'pick'; readonly pick: Pick; readonly at?: number | undefined }
  | { readonly verb: 'drop'; readonly id: string }
  | {
      readonly verb: 'move'
      readonly id: string
      readonly section?: SectionId | undefined
      readonly at?: number | undefined
    }
  | { readonly verb: 'blurb'; readonly id: string; readonly text: string }
  | { readonly verb: 'title'; readonly id: string; readonly text: string }
  | { readonly verb: 'head'; readonly field: 'title' | 'subject' | 'preheader'; readonly text: string }
  | { readonly verb: 'note'; readonly text: string }
  | { readonly verb: 'cover'; readonly from: string; readonly to: string }
  | { readonly verb: 'publish'; readonly from: string; readonly at: string; readonly candidates: number }

/** The issue after an operation. Fails, and changes nothing, where the operation makes no sense for this issue. */
export function applyOperation(issue: Issue, operation: Operation): Result<Issue> {
  switch (operation.verb) {
    case 'pick': {
      const { pick, at } = operation
      const known = issue.picks.find(({ id }) => id === pick.id)
      if (known) {
        return failure({
          where: issue.key,
          what: `${known.id} is picked already, in ${known.section}: ${known.title}`,
          remedy: `To put it elsewhere: npm run curate -- move ${known.id} --section S --at N`,
        })
      }
      return success({ ...issue, picks: placePick(issue.picks, pick, at) })
    }
    case 'drop':
      return withPick(issue, operation.id, () =>
        success({ ...issue, picks: issue.picks.filter(({ id }) => id !== operation.id) }),
      )
    case 'move':
      return withPick(issue, operation.id, (pick) => {
        const others = issue.picks.filter(({ id }) => id !== pick.id)
        const moved = { ...pick, section: operation.section ?? pick.section }
        return success({ ...issue, picks: placePick(others, moved, operation.at) })
      })
    case 'blurb':
      return withText(issue, 'blurb', operation.text, (text) =>
        changePick(issue, operation.id, ({ unedited: _filledIn, ...pick }) => ({ ...pick, blurb: text })),
      )
    case 'title':
      return withText(issue, 'title', operation.text, (text) =>
        changePick(issue, operation.id, (pick) => retitle(pick, text)),
      )
    case 'head':
      return withText(issue, operation.field, operation.text, (text) => success({ ...issue, [operation.field]: text }))
    case 'note':
      return replaceNote(issue, operation.text)
    case 'cover':
      return success({ ...issue, covers: { from: operation.from, to: latest(operation.from, operation.to) } })
    case 'publish': {
      const { from, at, candidates } = operation
      const today = dayOf(at)
      return success({
        ...issue,
        status: 'published',
        date: issue.date < today ? today : issue.date,
        covers: { from, to: latest(from, at) },
        candidates,
      })
    }
  }
}

function withPick(issue: Issue, id: string, change: (pick: Pick) => Result<Issue>): Result<Issue> {
  const pick = issue.picks.find((candidate) => candidate.id === id)
  if (pick) return change(pick)
  return failure({ where: issue.key, what: `${id} is not among the picks of this issue` })
}

function changePick(issue: Issue, id: string, change: (pick: Pick) => Pick): Result<Issue> {
  return withPick(issue, id, (found) =>
    success({ ...issue, picks: issue.picks.map((pick) => (pick === found ? change(pick) : pick)) }),
  )
}

function withText(issue: Issue, field: string, raw: string, change: (text: string) => Result<Issue>): Result<Issue> {
  const text = foldSpace(raw)
  return text === ''
    ? failure({ where: issue.key, field, what: 'the text is empty', remedy: 'Say a text' })
    : change(text)
}

/** The first title is kept as the original; going back to it forgets that there was another. */
function retitle({ originalTitle, ...pick }: Pick, title: string): Pick {
  const original = originalTitle ?? pick.title
  return title === original ? { ...pick, title } : { ...pick, title, originalTitle: original }
}

function replaceNote(issue: Issue, raw: string): Result<Issue> {
  const text = dropControls(raw.replaceAll('\r\n', '\n')).trim()
  if (findNoteEnd(text) < text.length) {
    return failure({
      where: issue.key,
      what: 'a note holds no heading that starts with "## ": that begins a section',
      remedy: 'Leave the heading out, or write the section into the file by hand',
    })
  }
  const rest = issue.body.slice(findNoteEnd(issue.body))
  const note = text === '' ? '' : rest === '' ? `${text}\n` : `${text}\n\n`
  return success({ ...issue, body: note + rest })
}

const latest = (one: string, other: string) => (Date.parse(one) > Date.parse(other) ? one : other)
