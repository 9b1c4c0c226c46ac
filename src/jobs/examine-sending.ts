import { checkIdentity, checkMessageId } from '../core/doctor/check-identity.ts'
import { checkHeaders, checkUnsubscribeHeaders } from '../core/doctor/check-headers.ts'
import type { DkimIdentity } from '../core/doctor/check-dkim-record.ts'
import { checkServer, type ServerFacts } from '../core/doctor/check-server.ts'
import { checkSettings, type MailSetup } from '../core/doctor/check-settings.ts'
import { createTeller, type Finding } from '../core/doctor/finding.ts'
import { headerValues, type MailView, viewMail } from '../core/doctor/mail-view.ts'
import type { Problem } from '../core/text/problem.ts'
import { type DomainPorts, examineDomain } from './examine-domain.ts'
import { checkVerification, examineContent, type MailPorts } from './examine-mail.ts'
import type { Outgoing } from './ports.ts'

export interface SendingPorts extends DomainPorts, MailPorts {
  readonly probeServer: () => Promise<ServerFacts>
}

/** Looks at everything that the first send depends on; sends nothing. */
export async function examineSending(
  input: {
    readonly setup: MailSetup
    /** What the digest finds missing of what every mail says. */
    readonly lacking: readonly Problem[]
    readonly dkim: DkimIdentity | undefined
    /** The mail server; undefined where none is named. */
    readonly server:
      | { readonly host: string; readonly port: number; readonly hasPassword: boolean; readonly isLocal: boolean }
      | undefined
    /** The mail as it would go to a reader, signed where there is a key. */
    readonly sample: Outgoing
    readonly now: Date
  },
  ports: SendingPorts,
): Promise<Finding[]> {
  const { setup, lacking, dkim, server, sample, now } = input
  const { from, site, address } = setup
  const mail = viewMail(sample.message)
  const [domain, facts] = await Promise.all([
    examineDomain(
      { from, envelope: sample.envelope.from, replyTo: setup.replyTo, dkim, host: server?.host, site },
      ports,
    ),
    server && ports.probeServer(),
  ])
  const largest = facts?.outcome === 'reached' ? facts.size : undefined
  const ours = { from, site, address }
  const content = await examineContent(mail, sample.message, { largest, ours }, ports)
  return [
    ...checkSettings(setup, lacking),
    ...checkIdentity({ from, envelope: sample.envelope.from, dkim: dkim?.domain }, domain.policy),
    { ...checkMessageId(headerValues(mail, 'Message-ID')[0], from), group: 'sender' },
    ...domain.findings,
    ...(server && facts ? checkServer(facts, server, now) : []),
    ...(dkim === undefined ? [] : await verifySample(mail, sample, domain.findings, ports)),
    checkUnsubscribeHeaders(mail),
    // The name of the list is a setting, and told of as such.
    ...checkHeaders(mail, now).filter(({ check }) => check !== 'list-headers' || setup.listId !== undefined),
    // So is the subject.
    ...content.filter(({ check }) => check !== 'subject'),
  ]
}

const tell = createTeller('signature')

/** Verifies a signature of the key that is set by the record that everybody sees. */
async function verifySample(
  mail: MailView,
  { message }: Outgoing,
  findings: readonly Finding[],
  { verifyMail }: MailPorts,
): Promise<Finding[]> {
  const record = findings.find(({ check }) => check === 'dkim-record')
  if (record !== undefined && ['error', 'unknown'].includes(record.level)) {
    const what = 'Whether signatures hold can be told when the DKIM record is in order'
    return [tell('unknown', 'signature', what, { where: record.where })]
  }
  return checkVerification(mail, await verifyMail(message, undefined))
}
