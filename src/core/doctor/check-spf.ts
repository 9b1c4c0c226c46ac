import { isLoopbackHost } from '../text/loopback-host.ts'
import { type DnsAnswer, formatTxtRecord } from './dns-answer.ts'
import { createTeller, type Finding } from './finding.ts'
import { MOST_SPF_LOOKUPS, type SpfReading, spfRecordsOf } from './spf-record.ts'

/** What receivers made of an address of our mail server. */
export interface SpfVerdict {
  readonly address: string
  /** `pass`, `fail` … (RFC 7208 section 2.6); `unreached` where the DNS did not answer. */
  readonly result: string
}

const tell = createTeller('dns')

/**
 * Whether a domain has one SPF record, which every receiver would go on to read.
 *
 * @param host the mail server, for the record to publish
 */
export function checkSpfRecord(domain: string, answer: DnsAnswer, host: string | undefined): Finding {
  const where = domain
  // What is on this machine has another name outside.
  const server = host === undefined || isLoopbackHost(host) ? `mail.${domain}` : host
  const mechanism = /^[\d.]+$/.test(server) ? `ip4:${server}` : server.includes(':') ? `ip6:${server}` : `a:${server}`
  const record = formatTxtRecord(domain, `v=spf1 ${mechanism} -all`)
  const remedy = `Publish ${record}, with the include: of your provider in place of ${mechanism} where it names one`
  if (answer.outcome === 'unreached')
    return tell('unknown', 'spf', `The SPF record could not be looked up (${answer.reason})`, { where })
  const records = spfRecordsOf(answer)
  if (records.length === 0)
    return tell('error', 'spf', 'There is no SPF record, so anybody may send in our name', { where, remedy })
  if (records.length > 1) {
    const what = `There are ${records.length} SPF records, and so none counts`
    return tell('error', 'spf', what, { where, remedy: `Make one of them: ${records.join('  and  ')}` })
  }
  return tell('ok', 'spf', 'There is one SPF record', { where })
}

/** What is in the one SPF record of a domain, whatever it includes read as well. */
export function checkSpfReading(domain: string, reading: SpfReading): Finding[] {
  const where = domain
  const { lookups, faults, unreached, rest } = reading
  const findings: Finding[] = []
  if (faults.length > 0) {
    const remedy = 'Mend the record: receivers give up at the first fault, and SPF fails for every mail'
    findings.push(tell('error', 'spf-syntax', `The SPF record is at fault: ${faults.join('; ')}`, { where, remedy }))
  }
  if (lookups > MOST_SPF_LOOKUPS) {
    const what = `The SPF record takes ${lookups > 40 ? 'more than 40' : lookups} lookups, and receivers give up after ${MOST_SPF_LOOKUPS}`
    const remedy = 'Take out includes of services that send no mail for you, or name their networks by ip4: and ip6:'
    findings.push(tell('error', 'spf-lookups', what, { where, remedy }))
  } else if (unreached.length > 0) {
    const what = `How many lookups the SPF record takes is not known: no answer for ${unreached.join(', ')}`
    findings.push(tell('unknown', 'spf-lookups', what, { where }))
  } else if (faults.length === 0) {
    findings.push(
      tell('ok', 'spf-lookups', `The SPF record takes ${lookups} of ${MOST_SPF_LOOKUPS} lookups`, { where }),
    )
  }
  return [...findings, checkRest(reading, where, rest)]
}

function checkRest({ unreached }: SpfReading, where: string, rest: SpfReading['rest']): Finding {
  if (rest === '-' || rest === '~')
    return tell('ok', 'spf-all', `All other senders are turned away (${rest}all)`, { where })
  if (rest === '+') {
    const what = 'The SPF record ends in +all: it lets the whole world send in our name'
    return tell('error', 'spf-all', what, { where, remedy: 'End it in -all or ~all' })
  }
  if (rest === undefined && unreached.length > 0)
    return tell('unknown', 'spf-all', 'What it says of all other senders could not be looked up', { where })
  const what = 'The SPF record says nothing of all other senders, so nobody turns them away'
  return tell('warning', 'spf-all', what, { where, remedy: 'End it in -all or ~all' })
}

/** Whether the mail server may send for a domain. A provider may send from other addresses than it takes mail at. */
export function checkSpfServer(domain: string, host: string, verdicts: readonly SpfVerdict[]): Finding {
  const where = domain
  const passed = verdicts.filter(({ result }) => result === 'pass').map(({ address }) => address)
  if (passed.length > 0 && passed.length === verdicts.length)
    return tell('ok', 'spf-server', `The SPF record lets ${host} send (${passed.join(', ')})`, { where })
  if (verdicts.length === 0 || verdicts.some(({ result }) => ['unreached', 'temperror'].includes(result)))
    return tell('unknown', 'spf-server', `Whether the SPF record lets ${host} send is not known: no answer`, { where })
  const others = verdicts.filter(({ result }) => result !== 'pass').map(({ address }) => address)
  const what = `The SPF record does not name ${others.join(', ')} of ${host}; it may send from other addresses`
  const remedy = 'Send yourself an issue (npm run send -- --issue W --to ADDRESS), and give what arrived to the doctor'
  return tell('unknown', 'spf-server', what, { where, remedy })
}
