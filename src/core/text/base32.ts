const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567'

/** RFC 4648 section 6 in lower case, without padding: what stands in the local part of an address may lose its case. */
export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held & 31) << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += DIGITS[(held >> bits) & 31]
    }
  }
  return bits > 0 ? text + DIGITS[(held << (5 - bits)) & 31] : text
}

/** Undefined for what is none, whatever its case; bits that fill up the last digit must be 0. */
export function fromBase32(text: string): Uint8Array | undefined {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const digit of text.toLowerCase()) {
    const value = DIGITS.indexOf(digit)
    if (value < 0) return undefined
    held = ((held & 255) << 5) | value
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 255)
    }
  }
  return (held & ((1 << bits) - 1)) === 0 && bits < 5 ? Uint8Array.from(bytes) : undefined
}
