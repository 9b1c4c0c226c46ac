import type { Command } from 'commander'
import { tellRetirement } from '../../src/core/source/retire-source.ts'
import type { Source } from '../../src/core/source/source.ts'
import { countNoun } from '../../src/core/text/count-noun.ts'
import {
  addNetworkOptions,
  commonOptions,
  createProgress,
  type NetworkOptions,
  print,
  printJson,
  say,
} from '../../src/io/command-line.ts'
import { CHECK_FAILED } from '../../src/io/exit-code.ts'
import { createFeedReader } from '../../src/io/feed-reader.ts'
import { createFeedClient } from '../../src/io/fetch-feed.ts'
import { displaySource } from '../../src/io/source-files.ts'
import { readUserAgent } from '../../src/io/user-agent.ts'
import { checkSources, type SourceCheck } from '../../src/jobs/check-sources.ts'
import { allSources, chooseSources, sayIfNone } from './known-sources.ts'

/** `check`: whether sources are alive. */
export function addCheckVerb(program: Command): void {
  addNetworkOptions(program.command('check').description('fetch the sources that we follow, and say how each is'))
    .argument('[id...]', 'only these sources')
    .action(async (ids: string[], options: NetworkOptions) => {
      const { content, json, now } = commonOptions(program)
      const sources = chooseSources(allSources(content, now), ids)
      sayIfNone(content, sources)
      const progress = createProgress('feeds', sources.length)
      const fetchFeed = createFeedClient({ ...options, userAgent: readUserAgent(content) })
      const reader = createFeedReader()
      const checks = await checkSources(sources, { fetchFeed, parseFeed: reader.parseFeed }, ({ id }) => {
        progress.step(id)
      })
      reader.close()
      progress.end()
      if (json) printJson(checks)
      else for (const line of formatChecks(checks)) print(line)
      for (const remedy of formatRemedies(checks, sources, content)) say(remedy)
      if (checks.some(({ status }) => status === 'failed')) process.exitCode = CHECK_FAILED
    })
}

function formatChecks(checks: readonly SourceCheck[]): string[] {
  const width = Math.max(0, ...checks.map(({ id }) => id.length))
  return checks.map(({ id, status, entries, newest, movedTo, error, retired }) => {
    if (retired) return `${status}  ${id.padEnd(width)}  not asked: ${tellRetirement(retired)}`
    const found =
      status === 'ok' ? `${countNoun(entries, 'entry', 'entries')}, newest ${newest?.slice(0, 10) ?? 'undated'}` : error
    return `${status.padEnd(7)}  ${id.padEnd(width)}  ${found}${movedTo === undefined ? '' : `; moved to ${movedTo}`}`
  })
}

/** What an editor may do about sources that have moved, or whose feed is gone. Nothing is rewritten silently. */
function formatRemedies(checks: readonly SourceCheck[], sources: readonly Source[], content: string): string[] {
  return checks.flatMap(({ id, status, movedTo }) => {
    const file = displaySource(content, id)
    const site = sources.find((source) => source.id === id)?.site
    if (movedTo !== undefined) return [`${file}: the feed has moved for good; write "url: ${movedTo}"`]
    if (status !== 'failed') return []
    return [
      ...(site === undefined ? [] : [`${file}: to look for its feed, npm run sources -- add ${site} --dry-run`]),
      `${file}: if it has ended, npm run sources -- retire ${id}`,
    ]
  })
}
