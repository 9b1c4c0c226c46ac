import { sectionsOf } from '../core/issue/section.ts'
import { hoistOf, isOfKubernetes } from '../core/text/site-settings.ts'
import { indexAdvisories } from './advisory-index.ts'
import { listKindPages } from './kind-page.ts'
import { viewSeries } from './series-view.ts'
import type { SiteContent } from './site-content.ts'

/** Parts of the site that not every publication has: one that is closed has no page, and no link leads there. */
export interface Rooms {
  readonly topics: boolean
  /** Posts and case studies; their feed is one. */
  readonly posts: boolean
  readonly caseStudies: boolean
  readonly series: boolean
  readonly authors: boolean
  readonly kinds: boolean
  readonly sigs: boolean
  readonly keps: boolean
  readonly projects: boolean
  readonly releases: boolean
  readonly security: boolean
  readonly events: boolean
  /** One calendar at least has something in it. */
  readonly calendar: boolean
  readonly flags: boolean
}

const known = new WeakMap<SiteContent, Rooms>()

/** Which of them are open. */
export function openRooms(content: SiteContent): Rooms {
  const rooms = known.get(content) ?? look(content)
  known.set(content, rooms)
  return rooms
}

/**
 * What people write by hand is open once there is something in it. What comes in by itself about Kubernetes, a publication
 * about that has from its first day.
 */
function look(content: SiteContent): Rooms {
  const { settings, events, releases, topics, posts, caseStudies, people } = content
  const { advisories, cves } = indexAdvisories(content)
  const kubernetes = isOfKubernetes(settings)
  return {
    topics: topics.size > 0,
    posts: posts.length + caseStudies.length > 0,
    caseStudies: caseStudies.length > 0,
    series: [...viewSeries(content).values()].some(({ written }) => written > 0),
    authors: people.size > 0,
    kinds: listKindPages(content).length > 0,
    sigs: kubernetes,
    keps: kubernetes,
    projects: kubernetes,
    releases: kubernetes,
    security: kubernetes || advisories.length + cves.size > 0,
    events: kubernetes || events.length > 0,
    calendar: (kubernetes && releases.length > 0) || events.length > 0,
    flags: hoistOf(settings).length > 0 || sectionsOf(settings).some(({ flag }) => flag !== undefined),
  }
}

/** What a page answers that there is not: a build writes no file of it. (Of 404, Astro would write the page that says so.) */
export const closed = (): Response => new Response(null, { status: 410 })
