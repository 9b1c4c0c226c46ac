import fs from 'node:fs'
import type { Command } from 'commander'
import { pastWeeks } from '../../src/core/issue/rank-curation.ts'
import { ExpectedError, take } from '../../src/core/text/problem.ts'
import { commonOptions, print, printJson, say } from '../../src/io/command-line.ts'
import { writeFileAtomic } from '../../src/io/atomic-file.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { evaluateGold, evaluateHistory, formatEvaluation } from '../../src/jobs/evaluate-ranking.ts'
import { usage } from './verbs.ts'
import type { Desk } from './work.ts'

/** `eval`: how well the ranking would have done. */
export function addEvaluatingVerb(program: Command, { open }: Desk): void {
  program
    .command('eval')
    .description('how well the ranking would have done, week by week, learning from earlier weeks alone')
    .option('--gold <file>', 'measure on what somebody else picked, instead of on the issues published here')
    .option('--out <file>', 'write the score of each candidate of the gold file there, as JSON')
    .addHelpText(
      'after',
      `
A gold file is JSON: a list of weeks, the oldest first, each like
  { "week": "2026-11-20", "pool": [CANDIDATE, …], "picked": ["id of a candidate", …] }
A candidate is a link, or a release of a repository:
  { "id": "…", "title": "…", "url": "https://…" }
  { "id": "…", "repo": "owner/name", "release": "v1.2.3", "date": "2026-11-18", "notes_chars": 900, "notes_excerpt": "…" }
Scores are written as { "WEEK ID": number }, a higher number for a better candidate.

Examples:
  npm run curate -- eval
  npm run curate -- eval --gold picks.json --out scores.json`,
    )
    .action(({ gold, out }: { gold?: string; out?: string }) => {
      if (out !== undefined && gold === undefined) throw usage('--out', out, 'It goes with --gold FILE')
      const { json } = commonOptions(program)
      const evaluated = gold === undefined ? undefined : take(evaluateGold(readGoldFile(gold), gold))
      const report = evaluated?.report ?? evaluateOwn(open)
      if (evaluated && out !== undefined) {
        writeFileAtomic(out, `${JSON.stringify(evaluated.scores)}\n`)
        say(`The scores are in ${displayPath(out)}.`)
      }
      if (json) printJson(report)
      else for (const line of formatEvaluation(report)) print(line)
    })
}

function readGoldFile(file: string): string {
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new ExpectedError(
      { where: `--gold ${file}`, what: 'there is no such file', remedy: 'Name one that is there' },
      USAGE,
    )
  }
  return fs.readFileSync(file, 'utf8')
}

function evaluateOwn(open: Desk['open']) {
  const { curation } = open()
  return take(evaluateHistory(pastWeeks(curation, curation.issues), curation.sources))
}
