/** Addresses of the site's own pages, from its root. */
export const RIVER_PATH = '/river/'
export const FEED_PATH = '/rss.xml'

export const issuePath = (key: string): string => `/issues/${key}/`
export const candidatesPath = (key: string): string => `/issues/${key}/candidates/`
export const riverPath = (page: number): string => (page === 1 ? RIVER_PATH : `${RIVER_PATH}${page}/`)
