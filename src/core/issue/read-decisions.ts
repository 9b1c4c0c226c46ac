import type { StoryEdit } from '../story/story.ts'
import { changeEdits, changeVerdicts } from './apply-operation.ts'
import type { Verdict } from './curation-state.ts'
import { type DecisionLog, inOrderOfTime } from './decision-log.ts'

/** What editors said of stories, all logs together. */
export interface Decisions {
  readonly verdicts: ReadonlyMap<string, Verdict>
  /** The issue at which an item was shortlisted that still is, by the id of the item. */
  readonly shortlistedAt: ReadonlyMap<string, string>
  readonly edits: readonly StoryEdit[]
}

/** The later decision wins, whoever made it. */
export function readDecisions(logs: readonly DecisionLog[]): Decisions {
  const verdicts = new Map<string, Verdict>()
  const shortlistedAt = new Map<string, string>()
  let edits: readonly StoryEdit[] = []
  for (const { issue, editor, operation } of inOrderOfTime(logs)) {
    switch (operation.verb) {
      case 'skip':
      case 'shortlist':
      case 'clear': {
        const changed = changeVerdicts(new Map(), operation, editor)
        for (const id of operation.ids) {
          const verdict = changed.get(id)
          if (verdict === undefined) verdicts.delete(id)
          else verdicts.set(id, verdict)
          if (verdict?.verdict === 'shortlist') shortlistedAt.set(id, issue)
          else shortlistedAt.delete(id)
        }
        break
      }
      case 'merge':
      case 'split':
      case 'forget':
        edits = changeEdits(edits, operation)
        break
      default:
      // What changes the issue is in its file.
    }
  }
  return { verdicts, shortlistedAt, edits }
}
