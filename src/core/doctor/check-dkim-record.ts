import { type DnsAnswer, formatTxtRecord } from './dns-answer.ts'
import { createTeller, type Finding } from './finding.ts'
import { fromBase64, readRsaKey } from './public-key.ts'
import { parseTagList } from './tag-list.ts'

/** Whose signature mails have. */
export interface DkimIdentity {
  readonly domain: string
  readonly selector: string
  /** The public half of the key that signs, SubjectPublicKeyInfo in base64. */
  readonly publicKey: string
}

/** Bits of a key of RSA below which one is too weak: what receivers advise, and RFC 8301 section 3.2 with them. */
export const LEAST_KEY_BITS = 2048

const tell = createTeller('dns')

/** Where the public key of a selector is published. */
export const dkimRecordName = ({ domain, selector }: Pick<DkimIdentity, 'domain' | 'selector'>): string =>
  `${selector}._domainkey.${domain}`

/** What is published of a key (RFC 6376 section 3.6.1), beside the key that signs here: one finding. */
export function checkDkimRecord(identity: DkimIdentity, answer: DnsAnswer): Finding {
  const where = dkimRecordName(identity)
  const remedy = `Publish ${formatTxtRecord(where, `v=DKIM1; k=rsa; p=${identity.publicKey}`)}`
  const say = (level: 'ok' | 'warning' | 'error' | 'unknown', what: string) =>
    tell(level, 'dkim-record', what, { where, remedy: level === 'unknown' ? undefined : remedy })
  if (answer.outcome === 'unreached') return say('unknown', `The DKIM key could not be looked up (${answer.reason})`)
  if (answer.outcome === 'none') return say('error', 'No DKIM key is published, so no signature can be verified')
  if (answer.records.length > 1)
    return say('error', `${answer.records.length} records stand where one DKIM key must stand alone`)
  const tags = parseTagList(answer.records[0] ?? '')
  if (tags === undefined) return say('error', 'The record of the DKIM key cannot be read as tags with values')
  const [version, type, hashes] = [tags.get('v'), (tags.get('k') ?? 'rsa').toLowerCase(), tags.get('h')]
  if (version !== undefined && (version !== 'DKIM1' || [...tags.keys()][0] !== 'v'))
    return say('error', 'The record of the DKIM key does not begin with v=DKIM1')
  if (type !== 'rsa') return say('error', `The record has a key of the kind ${type}, mails are signed with one of RSA`)
  if (hashes !== undefined && !parts(hashes).includes('sha256'))
    return say('error', `The record allows ${hashes} alone, mails are signed with sha256`)
  const services = parts(tags.get('s') ?? '*')
  if (!services.includes('*') && !services.includes('email')) return say('error', 'The record is not for mail (s=)')
  const key = tags.get('p')
  if (key === undefined) return say('error', 'The record has no key (p=)')
  if (key.replace(/\s+/g, '') === '') return say('error', 'The key was revoked: p= is empty')
  const bytes = fromBase64(key)
  const published = bytes && readRsaKey(bytes)
  if (published === undefined) return say('error', 'What the record has as p= is no public key of RSA')
  if (published.bits < LEAST_KEY_BITS)
    return say('error', `The published key has ${published.bits} bits, and less than ${LEAST_KEY_BITS} are too few`)
  const own = fromBase64(identity.publicKey)
  if (published.modulus !== (own && readRsaKey(own))?.modulus)
    return say('error', 'The published key is another than the one that signs here, so every signature would be broken')
  if (parts(tags.get('t') ?? '').includes('y'))
    return say('warning', 'The record says that signing is a test (t=y), so receivers may treat mails as unsigned')
  return say('ok', `The DKIM key is published and is ours, RSA with ${published.bits} bits`)
}

const parts = (text: string): string[] =>
  text
    .split(':')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '')
