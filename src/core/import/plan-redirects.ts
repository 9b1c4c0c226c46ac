import { decodeUri } from '../text/decode-uri.ts'
import type { Redirect } from './redirects-file.ts'

/** An old address that gets no redirect, and why: a sentence without a full stop. */
export interface UnledAddress {
  readonly from: string
  readonly why: string
}

/** Pages and files of this site that stand directly below its root; `tests/core/import` holds that none is missing. */
const OWN =
  'about app archive authors case-studies catch-up corrections editorial-policy events feeds flags issues keys keps kinds latest ' +
  'posts privacy projects pagefind releases river search security series sigs sitemap sources subscribe suggest takedown topics v'
const OWN_FOLDERS = new Set(OWN.split(' '))
const DAY = /^\/\d{4}(?:\/\d{2}(?:\/\d{2}(?:\/\d+)?)?)?$/

const plain = (path: string) => decodeUri(path).replace(/(?<=.)\/$/, '')

/** Whether a page of this site has, or may one day have, an address: a file that is there goes before any redirect. */
export function isOwnAddress(path: string, keys: ReadonlySet<string>): boolean {
  const bare = plain(path)
  if (bare === '/' || DAY.test(bare)) return true
  const [, first = '', second, ...rest] = bare.split('/')
  if (second === undefined)
    return OWN_FOLDERS.has(first) || /^[\w-]+\.(?:xml|json|txt|ics|opml|css|png|svg)$/.test(first)
  // Pages of the app are for it alone: the host hides that folder.
  if (first === 'app') return true
  return first === 'issues' && (keys.has(second) || keys.has(second.replace(/\.txt$/, ''))) && rest.length <= 1
}

/**
 * Which old addresses lead where: each once, to a page of an issue, and never from a page of ours, so that no redirect
 * leads to another.
 *
 * @param pages old addresses, and the page that each leads to; the first of two has it
 * @param taken addresses that other redirects of the site speak for
 * @param keys of all issues
 */
export function planRedirects(
  pages: readonly { readonly addresses: readonly string[]; readonly to: string }[],
  taken: ReadonlySet<string>,
  keys: ReadonlySet<string>,
): { readonly redirects: readonly Redirect[]; readonly unled: readonly UnledAddress[] } {
  const redirects = new Map<string, Redirect>()
  const unled: UnledAddress[] = []
  const others = new Set([...taken].map(plain))
  for (const { addresses, to } of pages) {
    for (const from of addresses) {
      const key = plain(from)
      const there = redirects.get(key)
      const miss = (why: string) => unled.push({ from, why })
      if (key === plain(to) || there?.to === to) continue
      if (there !== undefined) miss(`it is the old address of two issues, and leads to ${there.to}`)
      else if (isOwnAddress(from, keys)) miss('a page of this site has that address')
      else if (others.has(key)) miss('another redirect speaks for that address')
      else if (/[*:?#\s]|\/\.\.?(?:\/|$)/.test(from.replaceAll(' ', '%20')))
        miss('a redirect cannot name it: it holds a * : ? or #')
      else redirects.set(key, { from: encodePath(from), to })
    }
  }
  return { redirects: [...redirects.values()], unled }
}

/** As a browser asks for it. */
const encodePath = (path: string) => new URL(`https://nowhere.invalid${path}`).pathname
