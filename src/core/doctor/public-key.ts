import { fromBase64Url } from '../text/base64url.ts'

/** A key of RSA as its modulus says it: how many bits, and which key it is. */
export interface RsaKey {
  readonly bits: number
  /** The modulus in hexadecimal digits, without leading zeros. */
  readonly modulus: string
}

/** Base64 with or without padding; undefined for what is none. */
export const fromBase64 = (text: string): Uint8Array | undefined =>
  fromBase64Url(text.replace(/\s+/g, '').replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'))

/**
 * Reads a public key in DER, as SubjectPublicKeyInfo (RFC 5280) or bare (RFC 8017, A.1.1): both stand in DKIM records.
 *
 * @returns undefined for what is no key of RSA
 */
export function readRsaKey(der: Uint8Array): RsaKey | undefined {
  const outer = readElement(der, 0)
  if (outer?.tag !== 0x30) return undefined
  const first = readElement(outer.content, 0)
  if (first?.tag === 0x02) return readModulus(first.content)
  const key = first?.tag === 0x30 ? readElement(outer.content, first.end) : undefined
  // A bit string, whose first byte says how many bits at its end are unused.
  return key?.tag === 0x03 && key.content[0] === 0 ? readRsaKey(key.content.subarray(1)) : undefined
}

function readModulus(bytes: Uint8Array): RsaKey | undefined {
  const start = bytes.findIndex((byte) => byte !== 0)
  if (start < 0) return undefined
  const digits = [...bytes.subarray(start)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const modulus = digits.replace(/^0/, '')
  return { bits: (bytes.length - start - 1) * 8 + (32 - Math.clz32(bytes[start] ?? 0)), modulus }
}

function readElement(bytes: Uint8Array, at: number) {
  const [tag, short] = [bytes[at], bytes[at + 1]]
  if (tag === undefined || short === undefined) return undefined
  const more = short < 0x80 ? 0 : short & 0x7f
  if (more > 4) return undefined
  let length = more === 0 ? short : 0
  for (const byte of bytes.subarray(at + 2, at + 2 + more)) length = length * 256 + byte
  const start = at + 2 + more
  const end = start + length
  return end > bytes.length ? undefined : { tag, content: bytes.subarray(start, end), end }
}
