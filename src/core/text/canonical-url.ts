/**
 * Parameters that say where a reader came from, not what is read: those that analytics and mail programs add, as
 * their own documentation names them.
 */
const TRACKING = [
  /^((utm|mtm|pk|piwik|matomo|hsa|itm|oly|vero|trk|ns|wt|sc)_|wt\.)/i,
  /^(fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|yclid|ttclid|igshid|igsh|mibextid|li_fat_id|epik|srsltid|gad_source|gad_campaignid|s_kwcid|_openstat)$/i,
  /^(mc_cid|mc_eid|mkt_tok|hsctatracking|_hsenc|_hsmi|__hssc|__hstc|__hsfp|ss_email_id|sb_referer_host|_bhlid|wickedid|__s)$/i,
  /^(trk|trkcampaign|at_medium|at_campaign|ref_src|ref_url|cmpid|campaign_id|campaignid|ncid|s_cid|icid|guccounter|guce_referrer|_ga|_gl|__twitter_impression)$/i,
]

/** Characters of an address; sitemaps.org allows 2,048, and what is longer was not made to be followed. */
const LONGEST = 2_048

/**
 * A web address without tracking parameters, password and default port, its host in lower case; the fragment is kept.
 *
 * @returns undefined for what is no web address, or is over 2,048 characters long
 */
export function cleanUrl(url: string, base?: string): string | undefined {
  if (url.length > LONGEST) return undefined
  const parsed = URL.parse(url.trim(), base)
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.hostname === '') return undefined
  parsed.username = ''
  parsed.password = ''
  removeParameters(parsed, (name, value) => isTracking(name) || isOrigin(parsed, name, value))
  return parsed.href
}

/**
 * The key by which two links are one: as `cleanUrl`, and without scheme, `www.`, the mobile and AMP forms of host and
 * path, the trailing slash and the fragment; parameters in order of their names. Not for a reader: it may not resolve.
 */
export function canonicalUrl(url: string, base?: string): string | undefined {
  const cleaned = cleanUrl(url, base)
  if (cleaned === undefined) return undefined
  const parsed = new URL(cleaned)
  const host = parsed.hostname.replace(/^(www\d?|m|mobile|amp)\.(?=[^.]+\.[^.]+)/, '').replace(/\.$/, '')
  const path = decodePath(parsed.pathname)
    .replace(/\/{2,}/g, '/')
    .replace(/\/(index\.(html?|php)|default\.aspx?)$/i, '/')
    .replace(/\/amp\/?$|\.amp(?=\.html$)|\.amp$/i, '')
    .replace(/\/+$/, '')
  removeParameters(parsed, (name, value) => /^(amp|outputtype)$/i.test(name) && /^(|1|true|amp)$/i.test(value))
  parsed.searchParams.sort()
  const port = parsed.port === '' || parsed.port === '80' || parsed.port === '443' ? '' : `:${parsed.port}`
  return `${host}${port}${path}${parsed.search}`
}

/** Whether a link carries a parameter that tracks; the check of an issue asks. */
export function hasTracking(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && [...parsed.searchParams.keys()].some(isTracking)
}

const isTracking = (name: string) => TRACKING.some((pattern) => pattern.test(name))

/** `ref=` the site's own host, and the `source=` that feeds and author pages of blog hosts add. */
function isOrigin(url: URL, name: string, value: string): boolean {
  if (/^ref$/i.test(name)) return url.hostname.endsWith(value.toLowerCase()) && value.includes('.')
  return /^source$/i.test(name) && /^(rss|feed|author-feed)\b|^[a-z_]+-{2,}/i.test(value)
}

function removeParameters(url: URL, unwanted: (name: string, value: string) => boolean): void {
  const gone = [...url.searchParams].filter(([name, value]) => unwanted(name, value)).map(([name]) => name)
  for (const name of gone) url.searchParams.delete(name)
}

function decodePath(path: string): string {
  try {
    return encodeURI(decodeURI(path))
  } catch {
    return path
  }
}
