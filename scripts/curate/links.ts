import { type Command, Option } from 'commander'
import { countNoun } from '../../src/core/text/count-noun.ts'
import { ExpectedError } from '../../src/core/text/problem.ts'
import { createLinkClient } from '../../src/io/ask-link.ts'
import {
  allowNetworkOption,
  commonOptions,
  createProgress,
  parseCount,
  print,
  printJson,
} from '../../src/io/command-line.ts'
import { CHECK_FAILED } from '../../src/io/exit-code.ts'
import { createLinkMemory } from '../../src/io/link-memory.ts'
import { readUserAgent } from '../../src/io/user-agent.ts'
import { type ArchiveLinkReport, checkArchiveLinks, type FoundLink } from '../../src/jobs/check-archive-links.ts'
import { formatArchiveLinks, formatArchiveReport } from '../../src/jobs/format-archive-links.ts'
import type { Desk } from './work.ts'

interface LinksOptions {
  readonly limit: number
  readonly markdown?: boolean
  readonly allowNetwork: readonly string[]
}

/** `links`: which links of all that was published are gone. */
export function addLinksVerb(program: Command, desk: Desk): void {
  program
    .command('links')
    .description('which links of the published issues are gone; goes on where the last run ended')
    .option('--limit <n>', 'how many are asked for, at most', parseCount(0), 500)
    .addOption(new Option('--markdown', 'the report as markdown, for an issue of a forge').conflicts('json'))
    .addOption(allowNetworkOption())
    .action(async ({ limit, markdown = false, allowNetwork }: LinksOptions) => {
      const { content, state, now, json } = commonOptions(program)
      const { issues } = desk.open({ poolAlone: true }).curation
      const report = await checkArchiveLinks(
        { issues, now, limit },
        {
          askLink: createLinkClient({ allowNetwork, userAgent: readUserAgent(content) }),
          memory: createLinkMemory(state, 'archive-links.json'),
          startProgress: (total) => createProgress('Links', total),
        },
      )
      if (report.isOffline) {
        const what = `nobody answered, of ${countNoun(report.asked, 'link')}, so nothing is known of them`
        throw new ExpectedError({ where: 'links', what, remedy: 'Run it again with a network' })
      }
      if (json) printJson(reportData(report))
      else if (!markdown) for (const line of formatArchiveLinks(report)) print(line)
      else if (report.gone.length + report.lost.length > 0) print(formatArchiveReport(report).trimEnd())
      if (report.gone.length + report.lost.length > 0) process.exitCode = CHECK_FAILED
    })
}

function reportData({ gone, lost, ...counts }: ArchiveLinkReport) {
  const data = ({ address, issue, link, answer, since }: FoundLink) => ({
    ...{ url: address, issue: issue.key, place: link.place, pick: link.pick?.id ?? null },
    ...{ outcome: answer.outcome, since },
  })
  const { links, asked, waiting, doubtful } = counts
  return { links, asked, waiting, doubtful, gone: gone.map(data), lost: lost.map(data) }
}
