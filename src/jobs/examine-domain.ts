import { checkMailExchange, checkSiteAddress } from '../core/doctor/check-addresses.ts'
import { checkDkimRecord, type DkimIdentity, dkimRecordName } from '../core/doctor/check-dkim-record.ts'
import { checkDmarc, type DmarcPolicy, dmarcNames } from '../core/doctor/check-dmarc.ts'
import { checkSpfReading, checkSpfRecord, checkSpfServer, type SpfVerdict } from '../core/doctor/check-spf.ts'
import type { DnsAnswer, DnsType } from '../core/doctor/dns-answer.ts'
import type { Finding } from '../core/doctor/finding.ts'
import { domainOf } from '../core/doctor/mail-domain.ts'
import { readSpf, type SpfReading } from '../core/doctor/spf-record.ts'
import { isLoopbackHost } from '../core/text/loopback-host.ts'

export interface DomainPorts {
  /** Never rejects. */
  readonly lookUp: (name: string, type: DnsType) => Promise<DnsAnswer>
  /** What a receiver makes of mail from a sender that comes from an address. */
  readonly verifySender: (sender: string, address: string) => Promise<SpfVerdict>
}

export interface DomainExamination {
  readonly findings: readonly Finding[]
  readonly policy: DmarcPolicy
}

/** What the DNS says of whoever sends: SPF, DKIM, DMARC, where mail comes back to, and the site. */
export async function examineDomain(
  setup: {
    /** Addresses in From and in the envelope, and the one that answers go to. */
    readonly from: string
    readonly envelope: string
    readonly replyTo: string | undefined
    readonly dkim: DkimIdentity | undefined
    /** The mail server. */
    readonly host: string | undefined
    readonly site: string
  },
  ports: DomainPorts,
): Promise<DomainExamination> {
  const { from, envelope, replyTo, dkim, host, site } = setup
  const { lookUp } = ports
  const [shown, returned] = [domainOf(from), domainOf(envelope)]
  const siteHost = new URL(site).hostname
  const [spf, key, dmarc, exchanges, address] = await Promise.all([
    examineSpf(envelope, host, ports),
    dkim && lookUp(dkimRecordName(dkim), 'TXT').then((answer) => checkDkimRecord(dkim, answer)),
    Promise.all(dmarcNames(shown).map((name) => lookUp(name, 'TXT'))),
    Promise.all(
      listExchanges(shown, returned, replyTo).map(async ([domain, use]) => {
        const [mx, one, other] = await Promise.all([lookUp(domain, 'MX'), lookUp(domain, 'A'), lookUp(domain, 'AAAA')])
        return checkMailExchange(domain, use, mx, one.outcome === 'found' ? one : other)
      }),
    ),
    isLoopbackHost(siteHost)
      ? undefined
      : Promise.all([lookUp(siteHost, 'A'), lookUp(siteHost, 'AAAA')]).then((answers) =>
          checkSiteAddress(siteHost, answers),
        ),
  ])
  const { findings, policy } = checkDmarc(shown, dmarc)
  const all = [...spf, key, ...findings, ...exchanges, address]
  return { findings: all.filter((finding) => finding !== undefined), policy }
}

function listExchanges(shown: string, returned: string, replyTo: string | undefined): [domain: string, use: string][] {
  const answers = replyTo === undefined ? shown : domainOf(replyTo)
  const uses = new Map<string, string[]>()
  const add = (domain: string, use: string) => uses.set(domain, [...(uses.get(domain) ?? []), use])
  add(returned, 'mails that come back')
  add(answers, 'answers')
  if (!uses.has(shown)) add(shown, 'answers to From')
  return [...uses].map(([domain, all]) => [domain, all.join(' and ')])
}

async function examineSpf(envelope: string, host: string | undefined, ports: DomainPorts): Promise<Finding[]> {
  const domain = domainOf(envelope)
  const answer = await ports.lookUp(domain, 'TXT')
  const record = checkSpfRecord(domain, answer, host)
  if (record.level !== 'ok') return [record]
  const reading = await followSpf(domain, answer, ports)
  const findings = [record, ...checkSpfReading(domain, reading)]
  if (host === undefined || findings.some(({ level }) => level === 'error')) return findings
  const addresses = await findAddresses(host, ports)
  const verdicts = await Promise.all(addresses.map((address) => ports.verifySender(envelope, address)))
  return [...findings, checkSpfServer(domain, host, verdicts)]
}

/** Looks up whatever a policy includes, level by level; `readSpf` bounds how much that can be. */
async function followSpf(domain: string, answer: DnsAnswer, { lookUp }: DomainPorts): Promise<SpfReading> {
  const answers = new Map([[domain, answer]])
  for (;;) {
    const reading = readSpf(domain, answers)
    if (reading.wanted.length === 0) return reading
    await Promise.all(reading.wanted.map(async (name) => answers.set(name, await lookUp(name, 'TXT'))))
  }
}

const MOST_ADDRESSES = 8

async function findAddresses(host: string, { lookUp }: DomainPorts): Promise<string[]> {
  if (/^[\d.]+$/.test(host) || host.includes(':')) return [host]
  if (isLoopbackHost(host)) return ['127.0.0.1']
  const answers = await Promise.all([lookUp(host, 'A'), lookUp(host, 'AAAA')])
  return answers.flatMap((answer) => (answer.outcome === 'found' ? answer.records : [])).slice(0, MOST_ADDRESSES)
}
