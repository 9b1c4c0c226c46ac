/**
 * The address of the device behind a request. A proxy adds the address that it was asked from to the end of
 * `X-Forwarded-For`; what stands before what our own proxies added, anybody can have written.
 *
 * @param socket the address at the other end of the connection
 * @param forwarded the header as it came, with the addresses that each proxy added, in the order of hops
 * @param proxies how many of ours stand before us (`CROWSNEST_PROXIES`); with 0 the header is not believed
 */
export function clientAddress(socket: string, forwarded: string | null | undefined, proxies: number): string {
  const hops = (forwarded ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean)
  if (proxies < 1 || hops.length === 0) return socket
  return withoutPort(hops[Math.max(hops.length - proxies, 0)] ?? socket)
}

/** Some proxies write `192.0.2.7:4711`, or `[2001:db8::7]:4711`. */
function withoutPort(hop: string): string {
  return /^\[(.*)\](?::\d+)?$/.exec(hop)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop
}
