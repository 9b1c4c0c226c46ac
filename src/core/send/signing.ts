import type { Problem } from '../text/problem.ts'

/** The signing of mails that nobody here signs: whoever takes them does, or nobody. */
export const UNSIGNED = 'none'

/**
 * What the mails of a send are signed with (DKIM, RFC 6376), in one text that is compared and kept: `none`, or the name of
 * the DNS record and, after a space, the hash of the public key, for a name may be given to another key.
 *
 * @param key.record `<selector>._domainkey.<domain>`
 * @param key.hash SHA-256 of its public half (SubjectPublicKeyInfo), base64url
 */
export const formatSigning = (key: { readonly record: string; readonly hash: string } | undefined): string =>
  key === undefined ? UNSIGNED : `${key.record} ${key.hash}`

const recordOf = (signing: string): string => signing.split(' ')[0] ?? ''

/** In words, after "mails are". */
export const describeSigning = (signing: string): string =>
  signing === UNSIGNED ? 'not signed here: the mail server has to (DKIM)' : `signed here, as ${recordOf(signing)}`

/**
 * Whether who signs so may send mails of a send: all readers of an issue get it signed alike, unless its operator says
 * otherwise.
 *
 * @param here what would sign, as `formatSigning` has it
 */
export function checkSigning(
  { issue, signing }: { readonly issue: string; readonly signing: string | undefined },
  here: string,
): Problem | undefined {
  if (signing === here) return undefined
  const goOn = `npm run send -- --issue ${issue} --resume`
  const where = `the send of ${issue}`
  if (signing === undefined) {
    return {
      where,
      what: 'an older version began it, and did not write down what its mails are signed with',
      remedy: `End it there, and go on where the key of signatures is set, which writes it down: ${goOn}`,
    }
  }
  return {
    where,
    what: `${describeFrozen(signing)}, and ${describeHere(signing, here)}; so nothing of it goes from here`,
    remedy: `${describeMending(signing)}. Should the rest be signed otherwise, say so where that is set: ${goOn} --sign-anew`,
  }
}

const describeFrozen = (signing: string) =>
  signing === UNSIGNED ? 'its mails are not signed by us' : `its mails are signed as ${recordOf(signing)}`

function describeHere(signing: string, here: string): string {
  if (here === UNSIGNED) return 'no key is set here'
  return recordOf(here) === recordOf(signing)
    ? 'here another key is set by that name'
    : `here the key of ${recordOf(here)} is set`
}

const describeMending = (signing: string) =>
  signing === UNSIGNED
    ? 'Leave the DKIM_ variables out here'
    : 'Set DKIM_KEY_FILE (or DKIM_KEY), DKIM_SELECTOR and DKIM_DOMAIN here as they were where it began'
