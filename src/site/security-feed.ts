import { type AdvisoryContent, indexAdvisories, type StatedAdvisory } from './advisory-index.ts'
import { summariseAffected } from '../core/advisory/describe-advisory.ts'
import { type SiteSettings, subjectOf } from '../core/text/site-settings.ts'
import type { SiteContent } from './site-content.ts'
import { createFeedItem, FEED_ITEMS, renderItemFeed } from './item-feed.ts'
import { cvePath, SECURITY_FEED_PATH, SECURITY_PATH } from './paths.ts'
import { escapeXml, type RssItem } from './rss-channel.ts'
import { fixedWords, severityWords, withoutCves } from './security-page.ts'

const feedOf = (settings: SiteSettings) => ({
  title: 'Security',
  description: `Advisories that concern ${subjectOf(settings)} and what stands around it: severity, affected and fixed versions.`,
  page: SECURITY_PATH,
  self: SECURITY_FEED_PATH,
})

/** RSS of the newest advisories, each with what it states. */
export function renderSecurityFeed(content: AdvisoryContent & Pick<SiteContent, 'settings'>): string {
  const newest = indexAdvisories(content).advisories.slice(0, FEED_ITEMS)
  return renderItemFeed(
    content.settings,
    feedOf(content.settings),
    newest.map((stated) => createAdvisoryItem(stated, content.settings)),
  )
}

function createAdvisoryItem({ item, advisory }: StatedAdvisory, settings: SiteSettings): RssItem {
  const site = settings.url
  const told = createFeedItem(item, settings)
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
