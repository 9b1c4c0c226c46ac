/** Addresses of the site's own pages, from its root. */
export const RIVER_PATH = '/river/'
export const SOURCES_PATH = '/sources/'
export const FEED_PATH = '/rss.xml'

export const issuePath = (key: string): string => `/issues/${key}/`
export const candidatesPath = (key: string, page = 1): string =>
  `/issues/${key}/candidates/${page === 1 ? '' : `${page}/`}`
export const riverPath = (page: number): string => (page === 1 ? RIVER_PATH : `${RIVER_PATH}${page}/`)
export const sourcePath = (id: string): string => `${SOURCES_PATH}${id}/`
export const sourceFeedPath = (id: string): string => `${sourcePath(id)}rss.xml`
