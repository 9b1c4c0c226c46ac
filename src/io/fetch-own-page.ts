import type { FetchFeed } from '../jobs/ports.ts'
import { createFeedClient } from './fetch-feed.ts'

/** All addresses there are: where our own site is, its operator says, on an intranet or on this machine too. */
const EVERYWHERE = ['0.0.0.0/0', '::/0']

/** Gets a page of our own site. Each is asked for anew: a host that asked for a pause has had it by then. */
export const createPageClient =
  (userAgent: string): FetchFeed =>
  (url, validators) =>
    createFeedClient({ allowNetwork: EVERYWHERE, concurrency: 1, userAgent })(url, validators)
