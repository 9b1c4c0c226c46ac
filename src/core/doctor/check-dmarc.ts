import { type DnsAnswer, formatTxtRecord } from './dns-answer.ts'
import { createTeller, type Finding } from './finding.ts'
import { type AlignmentMode, organisationalDomain } from './mail-domain.ts'
import { parseTagList } from './tag-list.ts'

/** How a domain wants its mail to be judged, as far as it says so. */
export interface DmarcPolicy {
  readonly dkim: AlignmentMode
  readonly spf: AlignmentMode
}

const POLICIES = ['none', 'quarantine', 'reject']
const RELAXED: DmarcPolicy = { dkim: 'relaxed', spf: 'relaxed' }

const tell = createTeller('dns')

/** The names at which a domain's policy may stand, the nearest first. */
export const dmarcNames = (domain: string): string[] =>
  [...new Set([domain, organisationalDomain(domain)])].map((each) => `_dmarc.${each}`)

/**
 * The policy of the domain in From (RFC 7489 sections 6.3 and 6.6.3).
 *
 * @param answers those for `dmarcNames`, in that order
 */
export function checkDmarc(
  domain: string,
  answers: readonly DnsAnswer[],
): { readonly findings: readonly Finding[]; readonly policy: DmarcPolicy } {
  const names = dmarcNames(domain)
  const [own = `_dmarc.${domain}`] = names
  const start = formatTxtRecord(own, `v=DMARC1; p=none; rua=mailto:dmarc@${domain}`)
  const alone = (...findings: Finding[]) => ({ findings, policy: RELAXED })
  for (const [index, answer] of answers.entries()) {
    const where = names[index] ?? own
    if (answer.outcome === 'unreached')
      return alone(tell('unknown', 'dmarc', `The DMARC policy could not be looked up (${answer.reason})`, { where }))
    const records =
      answer.outcome === 'found' ? answer.records.filter((text) => /^v\s*=\s*DMARC1\s*(;|$)/i.test(text)) : []
    if (records.length === 0) continue
    if (records.length > 1) {
      const what = `There are ${records.length} DMARC policies, and so none counts`
      return alone(tell('error', 'dmarc', what, { where, remedy: 'Publish one of them alone' }))
    }
    return readPolicy(records[0] ?? '', { where, start, isOwn: where === own })
  }
  const what = 'There is no DMARC policy; Gmail and Yahoo ask everybody for one who sends to many'
  return alone(tell('error', 'dmarc', what, { where: own, remedy: `Publish ${start}` }))
}

function readPolicy(
  record: string,
  { where, start, isOwn }: { readonly where: string; readonly start: string; readonly isOwn: boolean },
) {
  const tags = parseTagList(record)
  const stated = tags?.get('p')?.toLowerCase()
  if (tags === undefined || stated === undefined || !POLICIES.includes(stated)) {
    const what = 'The DMARC policy cannot be read: it needs p=none, p=quarantine or p=reject'
    return { findings: [tell('error', 'dmarc', what, { where, remedy: `Publish ${start}` })], policy: RELAXED }
  }
  const mode = (tag: string): AlignmentMode => (tags.get(tag)?.toLowerCase() === 's' ? 'strict' : 'relaxed')
  const policy = { dkim: mode('adkim'), spf: mode('aspf') }
  const applied = (isOwn ? undefined : tags.get('sp')?.toLowerCase()) ?? stated
  const isTest = tags.get('t')?.toLowerCase() === 'y' || tags.get('pct') === '0'
  const findings = [
    applied === 'none' || isTest
      ? tell('warning', 'dmarc', 'The DMARC policy asks for nothing: who forges our name is not held back', {
          where,
          remedy: 'When the reports show that all our mail passes, say p=quarantine in it, and then p=reject',
        })
      : tell('ok', 'dmarc', `The DMARC policy is ${applied}`, { where }),
    tags.has('rua')
      ? tell('ok', 'dmarc-reports', 'Receivers send reports of what they saw', { where })
      : tell('warning', 'dmarc-reports', 'Nobody is told what receivers saw: the DMARC policy names no mailbox', {
          where,
          remedy: `Add rua=mailto: with a mailbox of yours to it`,
        }),
  ]
  return { findings, policy }
}
