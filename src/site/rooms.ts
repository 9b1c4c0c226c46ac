import { sectionsOf } from '../core/issue/section.ts'
import { hoistOf, isOfKubernetes } from '../core/text/site-settings.ts'
import { indexAdvisories } from './advisory-index.ts'
import type { SiteContent } from './site-content.ts'

/** Parts of the site that not every publication has: one that is closed has no page, and no link leads there. */
export interface Rooms {
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

/** What a publication about Kubernetes has, it has from its first day, when there is nothing in it yet. */
function look(content: SiteContent): Rooms {
  const { settings, events } = content
  const { advisories, cves } = indexAdvisories(content)
  const kubernetes = isOfKubernetes(settings)
  return {
    sigs: kubernetes,
    keps: kubernetes,
    projects: kubernetes,
    releases: kubernetes,
    security: kubernetes || advisories.length + cves.size > 0,
    events: kubernetes || events.length > 0,
    calendar: kubernetes || events.length > 0,
    flags: hoistOf(settings).length > 0 || sectionsOf(settings).some(({ flag }) => flag !== undefined),
  }
}

/** What a page answers that there is not: a build writes no file of it. (Of 404, Astro would write the page that says so.) */
export const closed = (): Response => new Response(null, { status: 410 })
