/** What the doctor asks the DNS for. */
export type DnsType = 'TXT' | 'MX' | 'A' | 'AAAA'

/**
 * What the DNS says of a name. A TXT record is one text, whatever strings it was cut into; an MX is `10 mail.example`, the
 * best first. `none` is an answer, too; who gave none has not been reached.
 */
export type DnsAnswer =
  | { readonly outcome: 'found'; readonly records: readonly string[] }
  | { readonly outcome: 'none' }
  | { readonly outcome: 'unreached'; readonly reason: string }

/** A record as it is written into a zone: `name. TXT "text"`, in strings of 255 characters at most (RFC 1035, 3.3.14). */
export function formatTxtRecord(name: string, text: string): string {
  const strings = text.match(/.{1,255}/gs) ?? ['']
  return `${name}. TXT ${strings.map((part) => `"${part}"`).join(' ')}`
}
