import type { DnsAnswer } from './dns-answer.ts'
import { createTeller, type Finding } from './finding.ts'

const tell = createTeller('dns')

/** Whether mail to a domain arrives anywhere: replies, and what could not be delivered. `use` says which. */
export function checkMailExchange(domain: string, use: string, mx: DnsAnswer, addresses: DnsAnswer): Finding {
  const where = domain
  const remedy = `Publish ${domain}. MX 10 with the name of the server that takes its mail`
  if (mx.outcome === 'unreached')
    return tell('unknown', 'mx', `Where ${use} go could not be looked up (${mx.reason})`, { where })
  if (mx.outcome === 'found') {
    const hosts = mx.records.map((record) => record.replace(/^\d+ /, '').replace(/\.$/, ''))
    // RFC 7505
    if (hosts.every((host) => host === ''))
      return tell('error', 'mx', `The domain says that it takes no mail, and ${use} go there`, { where, remedy })
    return tell('ok', 'mx', `There is a server for ${use} (${hosts.slice(0, 3).join(', ')})`, { where })
  }
  if (addresses.outcome === 'unreached')
    return tell('unknown', 'mx', `Where ${use} go could not be looked up (${addresses.reason})`, { where })
  if (addresses.outcome === 'found') {
    const what = `There is no MX record; ${use} go to the host of that name itself, if it takes mail`
    return tell('warning', 'mx', what, { where, remedy })
  }
  return tell('error', 'mx', `No server takes mail for the domain, and ${use} go there`, { where, remedy })
}

/** Whether readers can get to the site at all. */
export function checkSiteAddress(host: string, answers: readonly DnsAnswer[]): Finding {
  const where = host
  if (answers.some(({ outcome }) => outcome === 'found'))
    return tell('ok', 'site-address', 'The host of the site has an address', { where })
  const silent = answers.find((answer) => answer.outcome === 'unreached')
  if (silent !== undefined)
    return tell('unknown', 'site-address', `The host of the site could not be looked up (${silent.reason})`, { where })
  const what = 'The host of the site has no address: no link of the mail works, and nobody can leave'
  const remedy = `Publish ${host}. A or AAAA with the address of the server, or put the right url into site.yml`
  return tell('error', 'site-address', what, { where, remedy })
}
