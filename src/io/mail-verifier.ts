import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { dmarc } from 'mailauth/lib/dmarc/index.js'
import { spf } from 'mailauth/lib/spf/index.js'
import type { MailClient, MailVerification } from '../core/doctor/mail-verification.ts'
import type { SpfVerdict } from '../core/doctor/check-spf.ts'
import { domainOf } from '../core/doctor/mail-domain.ts'
import type { DnsRecords } from './dns-records.ts'

/** Milliseconds for all that one policy leads to. */
const PATIENCE = 20_000
/** A name for the verifier: no mail of ours is named after this machine. */
const VERIFIER = 'localhost'

/** Verifies signatures, envelope and policy of a mail by what the DNS has now, as a receiver does. */
export async function verifyMail(
  message: Uint8Array,
  options: {
    readonly resolve: DnsRecords['resolve']
    readonly now: Date
    readonly client?: MailClient | undefined
  },
): Promise<MailVerification> {
  const { resolve: resolver, now, client } = options
  const verified = await dkimVerify(Buffer.from(message), { resolver, curTime: now, strict: true })
  const signatures = verified.results.flatMap((result) => {
    if (result.signingDomain === undefined || result.signingDomain === '') return []
    return [
      {
        domain: result.signingDomain,
        selector: result.selector ?? '',
        result: result.status.result,
        reason: result.status.comment || Object.values(result.status.policy ?? {}).map(String)[0],
        covers: (result.signingHeaders?.headers ?? []).map((line) =>
          line.slice(0, line.indexOf(':')).trim().toLowerCase(),
        ),
        isPartial: result.canonBodyLengthLimited === true,
        isShort: (result.status.underSized ?? 0) > 0,
      },
    ]
  })
  const sender = client?.sender
  const checked =
    client === undefined || sender === undefined
      ? undefined
      : await spf({
          ...{ sender, ip: client.address, resolver, mta: VERIFIER, maxElapsedTime: PATIENCE },
          ...(client.greeting === undefined ? {} : { helo: client.greeting }),
        })
  const judged = await dmarc({
    headerFrom: verified.headerFrom,
    fromFields: verified.fromFields,
    spfDomains: checked?.status.result === 'pass' && sender !== undefined ? [domainOf(sender)] : [],
    dkimDomains: signatures
      .filter(({ result, isShort }) => result === 'pass' && !isShort)
      .map(({ domain }) => ({ domain })),
    resolver,
  })
  return {
    signatures: signatures.map(({ isShort: _, ...signature }) => signature),
    spf: checked && { domain: checked.domain, result: checked.status.result, reason: undefined },
    dmarc:
      judged === false
        ? undefined
        : {
            result: judged.status.result,
            policy: judged.policy || undefined,
            reason: judged.status.comment || undefined,
          },
  }
}

/** What receivers make of mail of a domain that comes from an address (RFC 7208). */
export async function verifySender(
  sender: string,
  address: string,
  resolve: DnsRecords['resolve'],
): Promise<SpfVerdict> {
  const { status } = await spf({ sender, ip: address, resolver: resolve, mta: VERIFIER, maxElapsedTime: PATIENCE })
  return { address, result: status.result }
}
