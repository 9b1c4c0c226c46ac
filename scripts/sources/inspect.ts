import { styleText } from 'node:util'
import type { Command } from 'commander'
import type { TagReason } from '../../src/core/item/tags.ts'
import { countNoun } from '../../src/core/text/count-noun.ts'
import { cutText } from '../../src/core/text/plain-text.ts'
import { take } from '../../src/core/text/problem.ts'
import { isOfKubernetes } from '../../src/core/text/site-settings.ts'
import { addNetworkOptions, commonOptions, type NetworkOptions, print, sayProblems } from '../../src/io/command-line.ts'
import { FAILED } from '../../src/io/exit-code.ts'
import { createFeedReader } from '../../src/io/feed-reader.ts'
import { createFeedClient } from '../../src/io/fetch-feed.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { readTopics } from '../../src/io/topic-files.ts'
import { readUserAgent } from '../../src/io/user-agent.ts'
import { inspectFeed, type Inspection } from '../../src/jobs/inspect-feed.ts'

/** `inspect`: what is read in a feed, source or not. */
export function addInspectVerb(program: Command): void {
  addNetworkOptions(
    program.command('inspect').description('fetch feeds by their addresses, and print what is read in them'),
  )
    .argument('<url...>', 'addresses of feeds')
    .action(async (urls: string[], options: NetworkOptions) => {
      const { content, json } = commonOptions(program)
      const fetchFeed = createFeedClient({ ...options, userAgent: readUserAgent(content) })
      const topics = readTopics(content)
      sayProblems(topics.problems, 'warning')
      const kubernetes = isOfKubernetes(take(readSiteSettings(content)))
      const reader = createFeedReader({ topics: topics.entries, kubernetes })
      const ports = { fetchFeed, parseFeed: reader.explainFeed }
      const inspections = await Promise.all(urls.map((url) => inspectFeed(url, ports)))
      reader.close()
      for (const inspection of inspections) print(json ? JSON.stringify(inspection) : formatInspection(inspection))
      if (inspections.every(({ ok }) => !ok)) process.exitCode = FAILED
    })
}

function formatInspection(inspection: Inspection): string {
  if (!inspection.ok) return `failed  ${inspection.error}`
  const { feed, entries, url } = inspection
  const lines = entries.map(
    ({ published, title, link, tags }) =>
      `  ${published?.slice(0, 10) ?? 'undated   '}  ${title}\n              ${link ?? '(no link)'}${formatTags(tags)}`,
  )
  return [`${feed.title || '(no title)'}  ${url}`, `  ${countNoun(entries.length, 'entry', 'entries')}`, ...lines].join(
    '\n',
  )
}

/** Of an address the host and its end, which tells it from others. */
function shorten(words: string): string {
  const [, host = '', end = ''] = /^https?:\/\/(?:www\.)?([^/]+)\/.*?([^/]{1,40}\/?)$/.exec(words) ?? []
  return host === '' ? cutText(words, 40) : `${host} … ${end}`
}

/** Each tag with the words that made it so, in a line of its own. */
function formatTags(tags: readonly TagReason[]): string {
  if (tags.length === 0) return ''
  const reasons = tags.map(({ tag, words }) => {
    const others = words.filter((each) => each.toLowerCase() !== tag.toLowerCase())
    return others.length === 0 ? tag : `${tag} (${others.slice(0, 3).map(shorten).join(', ')})`
  })
  return `\n              ${styleText('dim', reasons.join(' · '))}`
}
