import type { Curation } from '../core/issue/curation.ts'
import { type Command, namedStories } from '../core/issue/command.ts'
import type { RankedStory } from '../core/story/rank-stories.ts'
import { foldSpace } from '../core/text/plain-text.ts'
import type { Result } from '../core/text/problem.ts'
import { type Change, planChange } from './plan-change.ts'
import { draftIssue } from './draft-issue.ts'
import { dropPick, movePick, retitlePick, setPick, writeBlurb } from './edit-pick.ts'
import { judgeStories } from './judge-stories.ts'
import { pickStory } from './pick-story.ts'
import { refreshIssue } from './refresh-issue.ts'
import { mergeStories, splitStory } from './regroup-stories.ts'

/**
 * What a command comes to for the issue at work; nothing is written yet.
 *
 * @param ranked the stories, best first, where they are ranked already
 */
export function planCommand(curation: Curation, command: Command, ranked?: readonly RankedStory[]): Result<Change> {
  switch (command.verb) {
    case 'pick':
      return pickStory(curation, command.id, command)
    case 'drop':
      return dropPick(curation, command.id)
    case 'move':
      return movePick(curation, command.id, command)
    case 'blurb':
      return writeBlurb(curation, command.id, command.text)
    case 'title':
      return retitlePick(curation, command.id, command.text)
    case 'set':
      return setPick(curation, command.id, command.fields)
    case 'head': {
      const { field, text } = command
      return planChange(
        curation,
        [{ verb: 'head', field, text }],
        `${field} of ${curation.issue.key}: ${foldSpace(text)}`,
      )
    }
    case 'note': {
      const verb = command.text.trim() === '' ? 'taken out' : 'written'
      return planChange(curation, [{ verb: 'note', text: command.text }], `note of ${curation.issue.key} ${verb}`)
    }
    case 'skip':
    case 'shortlist':
    case 'clear':
      return judgeStories(curation, namedStories(command), command)
    case 'merge':
      return mergeStories(curation, command.ids)
    case 'split':
      return splitStory(curation, command.id)
    case 'refresh':
      return refreshIssue(curation, command.sections)
    case 'draft':
      return draftIssue(curation, command.count, ranked)
  }
}
