/** A link that opens a mail by which a reader leaves (RFC 6068): its words do not matter, where it goes does. */
export function unsubscribeByMail(address: string): string {
  const at = address.lastIndexOf('@')
  const name = encodeURIComponent(address.slice(0, at)).replaceAll('%2B', '+').replaceAll("'", '%27')
  return `mailto:${name}${address.slice(at)}?subject=unsubscribe`
}
