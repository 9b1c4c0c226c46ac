import dns from 'node:dns'
import net from 'node:net'

/**
 * Ranges that no feed and no link leads to: this host and its networks, and every way to write them. After the IANA
 * special-purpose address registries.
 */
const CLOSED = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  ...['::/128', '::1/128', '::/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23'],
  // From 4000:: on nothing is given out for hosts that all can reach.
  ...['2001:db8::/32', '2002::/16', '3fff::/20', '4000::/2', '8000::/1'],
]

export interface AddressGuard {
  /** Whether a connection to an IP address is allowed. */
  readonly allows: (address: string) => boolean
  /** A resolver for `http.request` and `net.connect`: the address that was checked is the one that is connected to. */
  readonly lookup: net.LookupFunction
}

/** What a guard says when it turns an address away. */
export class ClosedAddressError extends Error {
  override readonly name = 'ClosedAddressError'
}

type Resolve = (host: string) => Promise<readonly dns.LookupAddress[]>

const resolveHost: Resolve = (host) => dns.promises.lookup(host, { all: true, order: 'verbatim' })

/** A range in CIDR notation, as the parts that `net.BlockList` takes; undefined where it is none. */
export function parseCidr(text: string): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | undefined {
  const match = /^([0-9a-f:.]+)\/(\d{1,3})$/i.exec(text)
  const address = match?.[1] ?? ''
  const prefix = Number(match?.[2])
  const version = net.isIP(address)
  if (version === 0 || prefix > (version === 4 ? 32 : 128)) return undefined
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/**
 * @param open ranges in CIDR notation that are opened all the same (`--allow-network`)
 * @param resolve for tests; else the system's resolver
 */
export function createAddressGuard(open: readonly string[], resolve: Resolve = resolveHost): AddressGuard {
  const closed = blockList(CLOSED)
  const opened = blockList(open)
  const allows = (address: string) => {
    const version = net.isIP(address)
    if (version === 0) return false
    // BlockList reads ::ffff:127.0.0.1 as the IPv4 address that it stands for.
    const family = version === 4 ? 'ipv4' : 'ipv6'
    return opened.check(address, family) || !closed.check(address, family)
  }
  const lookup: net.LookupFunction = (host, options, done) => {
    resolve(host).then(
      (addresses) => {
        const allowed = addresses.filter(({ address }) => allows(address))
        const [first] = allowed
        if (first === undefined) {
          const found = addresses[0]?.address ?? 'nothing'
          done(new ClosedAddressError(`leads to ${host}, which is ${found}, an address of a private network`), '', 0)
        } else if (options.all) done(null, [...allowed])
        else done(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => {
        done(error, '', 0)
      },
    )
  }
  return { allows, lookup }
}

function blockList(ranges: readonly string[]): net.BlockList {
  const list = new net.BlockList()
  for (const range of ranges) {
    const parsed = parseCidr(range)
    if (parsed === undefined) throw new TypeError(`not a range of addresses: ${range}`)
    list.addSubnet(parsed.address, parsed.prefix, parsed.family)
  }
  return list
}
