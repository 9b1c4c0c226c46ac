import { isWebUrl } from '../text/web-url.ts'

/**
 * A whole web address of what a person typed or pasted: `kubernetes.io/blog` is on https, `feed:` is how some pages
 * write it, a fragment is not the server's business.
 *
 * @returns undefined for what is no web address
 */
export function readAddress(text: string): string | undefined {
  const plain = text
    .trim()
    .replace(/^feed:(?=https?:)/i, '')
    .replace(/^feed:\/\//i, 'https://')
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(plain) ? plain : `https://${plain}`
  if (!isWebUrl(address)) return undefined
  const url = new URL(address)
  url.hash = ''
  return url.href
}
