import { type AdvisoryContent, indexAdvisories, type StatedAdvisory } from './advisory-index.ts'
import { summariseAffected } from '../core/advisory/describe-advisory.ts'
import type { SiteContent } from './content.ts'
import { createFeedItem, FEED_ITEMS, renderItemFeed } from './item-feed.ts'
import { cvePath, SECURITY_FEED_PATH, SECURITY_PATH } from './paths.ts'
import { escapeXml, type RssItem } from './rss-channel.ts'
import { fixedWords, severityWords, withoutCves } from './security-page.ts'

const FEED = {
  title: 'Security',
  description: 'Advisories that concern Kubernetes and what stands around it: severity, affected and fixed versions.',
  page: SECURITY_PATH,
  self: SECURITY_FEED_PATH,
}

/** RSS of the newest advisories, each with what it states. */
export function renderSecurityFeed(content: AdvisoryContent & Pick<SiteContent, 'settings'>): string {
  const newest = indexAdvisories(content).advisories.slice(0, FEED_ITEMS)
  return renderItemFeed(
    content.settings,
    FEED,
    newest.map((stated) => createAdvisoryItem(stated, content.settings.url)),
  )
}

function createAdvisoryItem({ item, advisory }: StatedAdvisory, site: string): RssItem {
  const told = createFeedItem(item)
  const affected = summariseAffected(advisory).join('; ')
  const facts = [
    `Severity: ${severityWords(advisory).replace(/^severity /, '')}`,
    `affected: ${affected || 'not stated'}`,
    fixedWords(advisory),
  ].join('; ')
  const pages = advisory.cves.map((cve) => `<a href="${escapeXml(site + cvePath(cve))}">${escapeXml(cve)}</a>`)
  return {
    ...told,
    title: [advisory.cves.join(', '), withoutCves(item.title)].filter(Boolean).join(': '),
    description: `<p>${escapeXml(facts)}. ${pages.join(', ') || 'No CVE number is stated.'}</p>\n${told.description}`,
  }
}
