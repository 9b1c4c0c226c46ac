import type { FetchFeed } from '../jobs/ports.ts'
import { type AddressGuard, createAddressGuard } from './address-guard.ts'
import { createFetchFeed } from './fetch-feed.ts'
import { createPoliteLanes } from './polite-lanes.ts'

/** All addresses there are. */
const EVERYWHERE = ['0.0.0.0/0', '::/0']

/**
 * Gets a page of our own site. Where that is, its operator says: on an intranet or on this machine, too. Where it sends us
 * on to, the site says, and that is in the open. Each page is asked for anew: a host that asked for a pause has had it by
 * then.
 */
export const createPageClient =
  (userAgent: string): FetchFeed =>
  (url, validators) =>
    createFetchFeed({ guard: createOwnGuard(url), lanes: createPoliteLanes(1), userAgent, canOpen: false })(
      url,
      validators,
    )

/** Lets through to the host of an address wherever it is, and to others in public networks. */
function createOwnGuard(url: string): AddressGuard {
  const own = URL.parse(url)?.hostname.replace(/^\[|\]$/g, '')
  const [anywhere, open] = [createAddressGuard(EVERYWHERE), createAddressGuard([])]
  return {
    allows: (address) => (address === own ? anywhere : open).allows(address),
    lookup: (host, ...rest) => {
      ;(host === own ? anywhere : open).lookup(host, ...rest)
    },
  }
}
