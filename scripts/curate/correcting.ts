import type { Command } from 'commander'
import { findNewestPublished } from '../../src/core/issue/open-issue.ts'
import { correctIssue } from '../../src/jobs/correct-issue.ts'
import { writing, type WriteOptions } from './verbs.ts'
import type { Desk } from './work.ts'

/** The verb for what readers have already: correct. It is about the newest published issue, where none is named. */
export function addCorrectingVerb(program: Command, { open, change }: Desk): void {
  writing(program, 'correct', 'add a dated correction to what is published')
    .argument('<id>', 'of a pick; or `issue`, for the issue as a whole')
    .argument('<text...>', 'what was wrong and what is right, inline markdown')
    .action((id: string, words: string[], options: WriteOptions) => {
      const newest = findNewestPublished(open().curation.issues)
      if (program.opts<{ issue?: string }>().issue === undefined && newest) program.setOptionValue('issue', newest.key)
      change(({ curation }) => correctIssue(curation, id, words.join(' ')), options)
    })
}
