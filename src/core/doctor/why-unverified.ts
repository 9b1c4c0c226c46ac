import type { MailView } from './mail-view.ts'

/** Postfix takes 100 KB of headers; a verifier's time grows with the square of these. */
const MOST_HEAD = 128 * 1024
const MOST_HEADER_LINES = 2_000
/** Of 76 characters each, they are more than any server hands on. */
const MOST_LINES = 500_000

/** Why no signature of a mail is verified: it is what no mail server would pass on, and would take minutes. */
export function whyUnverified({ isCut, headerBytes, headerLines, lines }: MailView): string | undefined {
  if (isCut) return 'only its beginning was read'
  if (headerBytes > MOST_HEAD) return `its headers are longer than ${MOST_HEAD / 1024} KB`
  if (headerLines > MOST_HEADER_LINES) return `its headers have more than ${MOST_HEADER_LINES} lines`
  return lines > MOST_LINES ? `it has more than ${MOST_LINES} lines` : undefined
}
