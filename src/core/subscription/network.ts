/**
 * The network that an address of a device belongs to: the first 24 bits of IPv4, the first 64 of IPv6, which is what one
 * household or office is given. It is what caps are counted by, and all that is ever kept of a visitor.
 *
 * @param address as a socket or a proxy gives it, `::ffff:192.0.2.7` and a zone (`fe80::1%eth0`) included
 * @returns `192.0.2.0/24` or `2001:db8:1:2::/64`; `unknown` for what is no address
 */
export function networkOf(address: string): string {
  const text = address
    .trim()
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '')
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(text)
  if (four)
    return four.slice(1).every((part) => Number(part) < 256) ? `${four.slice(1).map(Number).join('.')}.0/24` : 'unknown'
  if (!text.includes(':') || !URL.canParse(`http://[${text}]/`)) return 'unknown'
  const [head = '', tail = ''] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::')
  const [before, after] = [head, tail].map((part) => (part === '' ? [] : part.split(':')))
  const groups = [
    ...(before ?? []),
    ...Array<string>(8 - (before?.length ?? 0) - (after?.length ?? 0)).fill('0'),
    ...(after ?? []),
  ]
  return `${groups.slice(0, 4).join(':')}::/64`
}
