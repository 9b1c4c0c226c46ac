import type { CheckCounts } from '../core/issue/check-issue.ts'
import type { Command } from '../core/issue/command.ts'
import type { Issue, Pick } from '../core/issue/issue.ts'
import type { SectionId } from '../core/issue/section.ts'
import type { Kind } from '../core/source/source.ts'

/**
 * What desk and browser say to each other, as JSON over HTTP below `/desk/api/`. Every request carries the token of the
 * run as `Authorization: Bearer <token>`; what changes something is a POST with `Content-Type: application/json`. An
 * answer other than 200 is a `Refusal`. All texts are text, never markup, unless it says markdown.
 *
 * | request                | takes           | gives         |
 * | ---------------------- | --------------- | ------------- |
 * | `GET state`            |                 | `DeskView`    |
 * | `POST do`              | `DeskRequest`   | `DeskAnswer`  |
 * | `POST undo`, `POST redo` | `{ since? }`  | `DeskAnswer`  |
 * | `POST check`           | `{ links: boolean }` | `readonly Check[]` |
 * | `GET mail`             |                 | the mail of the issue as it stands, as HTML |
 * | `GET mail-text`        |                 | the same as plain text |
 * | `GET changes?since=VERSION` |            | waits up to 25 s for a change made elsewhere, then `{ version }` |
 */
export interface DeskRequest {
  readonly command: Command
  /** The version that the asker has; the answer then also holds what was changed elsewhere since. So for undo and redo. */
  readonly since?: string | undefined
}

/** All that the desk shows. */
export interface DeskView {
  /** Changes when anything on the disk does. */
  readonly version: string
  readonly issue: IssueView
  /** Best first, with variety; the order does not change while the desk is open, but for stories that are new. */
  readonly stories: readonly StoryView[]
  /** More than ten stories of one source on one day: one row, shown in place of its first story. */
  readonly floods: readonly {
    readonly id: string
    readonly source: string
    readonly day: string
    readonly stories: readonly string[]
  }[]
  readonly editor: string
  readonly history: HistoryView
  /** Numbers for the head of the desk. */
  readonly counts: {
    readonly candidates: number
    readonly stories: number
    readonly folded: number
    readonly alreadyRan: number
  }
  /** Topics and sources that occur among the stories, by title, with how many stories have them: for the filters. */
  readonly topics: readonly { readonly id: string; readonly title: string; readonly count: number }[]
  readonly sources: readonly { readonly id: string; readonly title: string; readonly count: number }[]
  /** What could not be read, a paragraph each; all else is there. */
  readonly problems: readonly string[]
}

export interface IssueView extends Omit<Issue, 'picks'> {
  /** Path of its file, as a person would look it up. */
  readonly file: string
  readonly isNew: boolean
  /** Whose turn it is, in words; null of a special issue, and where there is no rota. */
  readonly turn: string | null
  /** How many picks it is to have. */
  readonly target: number
  /** The editor's note: the body before its first section. Markdown. */
  readonly note: string
  /** Words that stand in sections, before their picks; and those that an editor took out. */
  readonly blocks: readonly BlockView[]
  readonly picks: readonly PickView[]
  readonly blurbsEdited: number
  readonly minutes: number
  /** Of the checks that ask no network. */
  readonly checks: CheckCounts
}

/** What stands under the heading of a section. */
export interface BlockView {
  readonly section: SectionId
  /** Whose words they are: the program's, an editor's, or nobody's since an editor took those of the program out. */
  readonly standing: 'generated' | 'edited' | 'dropped'
  /** As text; none of what is dropped. */
  readonly lines: readonly string[]
}

export interface PickView extends Pick {
  /** Characters of the blurb's plain text, and how many are allowed. */
  readonly length: number
  readonly limit: number
  /** A blurb of what it states, in words of ours, where it is an advisory or a release. */
  readonly facts?: string | undefined
  /** Other blurbs: of facts, then those out of the excerpt (its later sentences, say), shortest first; markdown, all within the limit. */
  readonly alternatives: readonly string[]
  /** The excerpt of its item, as text. */
  readonly excerpt: string
}

export type StoryVerdict = 'picked' | 'skip' | 'shortlist'

export interface StoryView {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly source: string
  readonly kind: Kind
  /** As the item has it; absent where undated. */
  readonly published?: string | undefined
  readonly score: number
  readonly reasons: readonly string[]
  /** The section that suits it. */
  readonly section: SectionId
  readonly authors: readonly string[]
  readonly minutes?: number | undefined
  readonly language: string
  readonly excerpt: string
  /** Ids of topics and sources, for the filters. */
  readonly topics: readonly string[]
  readonly sourceIds: readonly string[]
  /** Names of SIGs, KEPs, CVEs and versions that it is about. */
  readonly tags: readonly string[]
  readonly items: readonly {
    readonly id: string
    readonly title: string
    readonly url: string
    readonly source: string
  }[]
  readonly also: readonly { readonly source: string; readonly url: string }[]
  readonly related: readonly { readonly id: string; readonly title: string; readonly similarity: number }[]
  readonly verdict: StoryVerdict | null
  /** Who said so, where it was another editor. */
  readonly by?: string | undefined
  /** Why it was skipped. */
  readonly reason?: string | undefined
  /** The earlier issue that ran it. */
  readonly ranIn: { readonly key: string; readonly number: number } | null
  /** Enhancement proposals, then projects, that it is about and that an earlier issue covered lately: `3 weeks ago`. */
  readonly covered: readonly {
    readonly kind: 'kep' | 'project'
    readonly name: string
    readonly number: number
    readonly ago: string
  }[]
  /** The issue that it was shortlisted for and did not run in. */
  readonly heldFrom: string | null
  /** What a reader said who suggested it. */
  readonly suggestion: string | null
}

export interface HistoryView {
  /** What undo and redo would take back or do again, in words; null where there is nothing. */
  readonly undo: string | null
  readonly redo: string | null
}

/** What became of a command. */
export interface DeskAnswer {
  readonly version: string
  /** In words, for the status line and for a screen reader. */
  readonly message: string
  readonly changed: boolean
  readonly issue: IssueView
  readonly history: HistoryView
  /** Stories that are otherwise than before; of a merge or split, all that came and went. */
  readonly stories: readonly StoryView[]
  /** Ids of stories that are gone. */
  readonly gone: readonly string[]
  /** Where stories came or went: all of them in their order, the floods, and the numbers. */
  readonly order?: readonly string[]
  readonly floods?: DeskView['floods']
  readonly counts?: DeskView['counts']
}

/** What, where, why, what to do: a paragraph each. */
export interface Refusal {
  readonly problems: readonly string[]
}
