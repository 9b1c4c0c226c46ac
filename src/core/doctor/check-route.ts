import { createTeller, type Finding } from './finding.ts'
import type { MailClient, MailVerification } from './mail-verification.ts'
import { headerValues, type MailView } from './mail-view.ts'

const tell = createTeller('route')

/** Networks that no mail comes from over the internet: hops inside a provider. */
const INNER =
  /^(0|10|127)\.|^169\.254\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^(::1$|::$|f[cd]|fe[89ab])/i
const MOST_HOPS = 50

/**
 * From whom the receiver took a mail: the first Received from above that names an address out in the world. Lines below
 * it may be made up.
 */
export function findClient(mail: MailView): MailClient | undefined {
  const sender = /<\s*([^<>\s]+@[^<>\s]+)\s*>/.exec(headerValues(mail, 'Return-Path')[0]?.slice(0, 1_000) ?? '')?.[1]
  for (const line of headerValues(mail, 'Received').slice(0, MOST_HOPS)) {
    const [, greeting, rest = ''] = /^from\s+(\S{1,255})(.*)/is.exec(line.slice(0, 4_000)) ?? []
    const source = rest.split(/\sby\s/i)[0] ?? ''
    const address = [...source.matchAll(/\[(?:IPv6:)?([\da-f:.]{3,45})\]/gi)]
      .map(([, found = '']) => found)
      .find((found) => isAddress(found) && !INNER.test(found))
    if (address !== undefined) return { address, greeting: greeting?.replace(/^\[|\]$/g, ''), sender }
  }
  return undefined
}

const isAddress = (text: string) =>
  text.includes(':')
    ? URL.canParse(`http://[${text}]/`)
    : /^(\d{1,3}\.){3}\d{1,3}$/.test(text) && URL.canParse(`http://${text}/`)

/** What the receiver found, and what can be found again of the way that a mail has come. */
export function checkRoute(
  mail: MailView,
  client: MailClient | undefined,
  proof: MailVerification | undefined,
): Finding[] {
  return [checkResults(mail), ...(proof === undefined ? [] : [checkSender(client, proof), checkPolicy(proof)])]
}

/** The topmost Authentication-Results alone is the receiver's own (RFC 8601 section 5); others came with the mail. */
function checkResults(mail: MailView): Finding {
  const where = 'Authentication-Results'
  const [first] = headerValues(mail, where)
  if (first === undefined)
    return tell(
      'unknown',
      'receiver-results',
      'No server has noted what it made of it; it may not have arrived anywhere yet',
    )
  const text = first.slice(0, 20_000)
  const server = /^\s*([^\s;]{1,255})/.exec(text)?.[1] ?? '?'
  const results = [...text.matchAll(/(?:^|;)\s*(spf|dkim|dmarc|arc)\s*=\s*([a-z]{1,20})/gi)].map(
    ([, method = '', result = '']) => [method.toLowerCase(), result.toLowerCase()] as const,
  )
  if (results.length === 0)
    return tell('unknown', 'receiver-results', `${server} says nothing of SPF, DKIM or DMARC`, { where })
  const said = results.map(([method, result]) => `${method}=${result}`).join(' ')
  const passed = (method: string) => results.some(([each, result]) => each === method && result === 'pass')
  const failed = results.filter(([method]) => !passed(method)).map(([method]) => method)
  const bad = failed.filter((method) => method !== 'arc')
  return bad.length === 0
    ? tell('ok', 'receiver-results', `${server} noted ${said}`, { where })
    : tell('warning', 'receiver-results', `${server} noted ${said}`, {
        where,
        remedy: `See below what is wrong with ${bad.join(' and ')}`,
      })
}

function checkSender(client: MailClient | undefined, { spf }: MailVerification): Finding {
  if (client === undefined)
    return tell('unknown', 'received-spf', 'From which address it came is not known: no Received names one', {
      where: 'Received',
    })
  const { address } = client
  if (spf === undefined)
    return tell('unknown', 'received-spf', `It came from ${address}; the envelope’s sender is not known`, {
      where: 'Return-Path',
    })
  const where = spf.domain
  const reason = spf.reason === undefined ? '' : ` (${spf.reason})`
  if (spf.result === 'pass') return tell('ok', 'received-spf', `${spf.domain} lets ${address} send`, { where })
  if (spf.result === 'temperror')
    return tell('unknown', 'received-spf', `Whether ${spf.domain} lets ${address} send is not known: no answer`, {
      where,
    })
  const remedy = `Put ${address} into the SPF record, or the include: of who sends from it; a forwarded mail fails here as well`
  return tell('warning', 'received-spf', `${spf.domain} does not let ${address} send: ${spf.result}${reason}`, {
    where,
    remedy,
  })
}

function checkPolicy({ dmarc }: MailVerification): Finding {
  const where = 'From'
  if (dmarc === undefined)
    return tell('error', 'received-dmarc', 'DMARC cannot be told: From names no domain, or several', {
      where,
      remedy: 'Send from one address',
    })
  const policy = dmarc.policy === undefined ? '' : `; its policy is ${dmarc.policy}`
  if (dmarc.result === 'pass') return tell('ok', 'received-dmarc', `DMARC passes${policy}`)
  if (dmarc.result === 'temperror')
    return tell('unknown', 'received-dmarc', `Whether DMARC passes is not known: ${dmarc.reason ?? 'no answer'}`)
  if (dmarc.result === 'none')
    return tell('warning', 'received-dmarc', 'The domain in From has no DMARC policy', {
      where,
      remedy: 'Publish one; npm run subscribers -- doctor prints the record',
    })
  return tell('error', 'received-dmarc', `DMARC fails${policy}`, {
    where,
    remedy: 'Signature or envelope must hold, and be of the domain in From; see the lines on both',
  })
}
