import { hasToken } from './answer.ts'

/**
 * Whether a browser sent a form that stands on a foreign page. The app has no cookies, so such a form could do no more
 * than its owner could; it is refused all the same, so that a page cannot sign its visitors' networks up.
 *
 * Programs, which send no `Origin`, come through. So does `Origin: null` where the path holds a token: our own pages
 * there send no referrer, and then browsers do not say where a form stood (Fetch, "append a request Origin header").
 *
 * @param siteUrl where the site lives, which may not be where the app does
 */
export function isForeignForm(request: Request, siteUrl: string): boolean {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  if (origin === null) return site === 'cross-site'
  if (origin === 'null') return hasToken(request) ? site === 'cross-site' : site !== 'same-origin'
  if (!URL.canParse(origin)) return true
  const { host } = new URL(origin)
  return host !== new URL(siteUrl).host && host !== request.headers.get('host') && host !== new URL(request.url).host
}
