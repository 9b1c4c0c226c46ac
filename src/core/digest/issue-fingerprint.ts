import { Parser } from 'htmlparser2'
import type { Issue } from '../issue/issue.ts'
import { fingerprint } from '../text/fingerprint.ts'
import type { SiteSettings } from '../text/site-settings.ts'
import { assembleDigest } from './assemble-digest.ts'

/** The name of the `<meta>` by which the page of an issue says what it was built of. */
export const FINGERPRINT_NAME = 'issue-fingerprint'

/**
 * What stands for all that an issue says, 16 hexadecimal digits: its page carries it, and a mail that is made of the same
 * words has the same. What is said to one reader (why they get it, how they leave) is not in it.
 *
 * @param issue as it is told (`readToldIssue`)
 */
export function fingerprintIssue(issue: Issue, settings: SiteSettings): string {
  const { draft, subject, preheader, title, facts, url, note, sections, asides, corrections, credits } = assembleDigest(
    issue,
    settings,
  )
  const words = { draft, subject, preheader, title, facts, url, note, sections, asides, corrections, credits }
  return fingerprint(JSON.stringify(words), 16)
}

/** Elements that a head may have (HTML, 13.2.6.4.4); any other begins the body. */
const OF_HEAD = new Set(['html', 'head', 'title', 'base', 'link', 'meta', 'style', 'script', 'noscript', 'template'])
/** Of these, those whose content a browser leaves alone. */
const INERT = new Set(['noscript', 'template'])

/** The fingerprint that a page carries in its head; undefined for a page that has none, or several that differ. */
export function readFingerprint(html: string): string | undefined {
  const found = new Set<string | undefined>()
  let inert = 0
  const parser = new Parser({
    onopentag(name, { name: meta, content }) {
      if (INERT.has(name)) inert += 1
      if (inert > 0) return
      if (name === 'meta' && meta === FINGERPRINT_NAME) found.add(content)
      if (!OF_HEAD.has(name)) parser.pause()
    },
    onclosetag(name) {
      if (INERT.has(name)) inert -= 1
    },
  })
  parser.write(html)
  const [first] = found
  return found.size === 1 && first !== undefined && /^[0-9a-f]{16}$/.test(first) ? first : undefined
}
