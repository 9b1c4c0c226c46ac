import type { Command } from '../../../src/core/issue/command.ts'
import type { DeskAnswer, DeskView, PickView, StoryView } from '../../../src/desk/protocol.ts'
import { makeIssue, makePick } from '../../builders.ts'

export function makeStoryView(own: Partial<StoryView> = {}): StoryView {
  const id = own.id ?? '0000000001'
  return {
    ...{ id, title: `Light ${id}`, url: `https://harbour.example/${id}`, source: 'Harbour Blog', kind: 'blog' },
    ...{ score: 50, reasons: [], section: 'technical', authors: [], language: 'en', excerpt: '', topics: [] },
    ...{ sourceIds: ['harbour-blog'], tags: [], also: [], related: [], verdict: null, ranIn: null, covered: [] },
    ...{ heldFrom: null, suggestion: null },
    items: [{ id, title: `Light ${id}`, url: `https://harbour.example/${id}`, source: 'Harbour Blog' }],
    ...own,
  }
}

export function makePickView(own: Partial<PickView> = {}): PickView {
  return { ...makePick(), length: 40, limit: 280, alternatives: [], excerpt: '', ...own }
}

export function makeDeskView(own: Partial<DeskView> & { readonly picks?: readonly PickView[] } = {}): DeskView {
  const { picks = [], ...view } = own
  return {
    version: '1',
    issue: {
      ...makeIssue({ status: 'draft' }),
      ...{ file: 'content/issues/2026-W34.md', isNew: false, target: 20, note: '', picks, blurbsEdited: 0, minutes: 1 },
      turn: null,
      blocks: [],
      checks: { errors: 0, warnings: 0 },
    },
    stories: [],
    floods: [],
    editor: 'keeper',
    history: { undo: null, redo: null },
    counts: { candidates: 0, stories: 0, folded: 0, alreadyRan: 0 },
    topics: [],
    sources: [],
    problems: [],
    ...view,
  }
}

export function makeAnswer(own: Partial<DeskAnswer> = {}): DeskAnswer {
  const { issue, history } = makeDeskView()
  return { version: '2', message: 'done', changed: true, issue, history, stories: [], gone: [], ...own }
}

export const skip = (id: string): Command => ({ verb: 'skip', id })
