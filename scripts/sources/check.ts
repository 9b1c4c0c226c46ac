import path from 'node:path'
import type { Command } from 'commander'
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
import { displayPath } from '../../src/io/content-folder.ts'
import { CHECK_FAILED } from '../../src/io/exit-code.ts'
import { createFeedReader } from '../../src/io/feed-reader.ts'
import { createFeedClient } from '../../src/io/fetch-feed.ts'
import { readUserAgent } from '../../src/io/user-agent.ts'
import { checkSources, type SourceCheck } from '../../src/jobs/check-sources.ts'
import { allSources, chooseSources, sayIfNone } from './known-sources.ts'

/** `check`: whether sources are alive. */
export function addCheckVerb(program: Command): void {
  addNetworkOptions(program.command('check').description('fetch sources, and say how each is'))
    .argument('[id...]', 'only these sources')
    .action(async (ids: string[], options: NetworkOptions) => {
      const { content, json } = commonOptions(program)
      const sources = chooseSources(allSources(content), ids)
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
  return checks.map(({ id, status, entries, newest, movedTo, error }) => {
    const found =
      status === 'ok' ? `${countNoun(entries, 'entry', 'entries')}, newest ${newest?.slice(0, 10) ?? 'undated'}` : error
    return `${status.padEnd(6)}  ${id.padEnd(width)}  ${found}${movedTo === undefined ? '' : `; moved to ${movedTo}`}`
  })
}

/** What an editor may do about sources that have moved, or whose feed is gone. Nothing is rewritten silently. */
function formatRemedies(checks: readonly SourceCheck[], sources: readonly Source[], content: string): string[] {
  return checks.flatMap(({ id, status, movedTo }) => {
    const file = displayPath(path.join(content, 'sources', `${id}.yml`))
    const site = sources.find((source) => source.id === id)?.site
    if (movedTo !== undefined) return [`${file}: the feed has moved for good; write "url: ${movedTo}"`]
    if (status === 'ok' || site === undefined) return []
    return [`${file}: to look for its feed, npm run sources -- add ${site} --dry-run`]
  })
}
