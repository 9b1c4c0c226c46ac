/** RFC 4648: bytes as digits that hold so many bits each, and back; without padding. */
export interface RadixDigits {
  readonly format: (bytes: Uint8Array) => string
  /** Undefined for what is none; bits that fill up the last digit must be 0. */
  readonly parse: (text: string) => Uint8Array | undefined
}

/** @param digits as many as `bits` can tell apart, at most 7 */
export function createRadixDigits(digits: string, bits: number): RadixDigits {
  const mask = (1 << bits) - 1

  function format(bytes: Uint8Array): string {
    let text = ''
    let count = 0
    let held = 0
    for (const byte of bytes) {
      held = (held << 8) | byte
      count += 8
      while (count >= bits) {
        count -= bits
        text += digits[(held >> count) & mask]
      }
      held &= (1 << count) - 1
    }
    return count > 0 ? text + digits[(held << (bits - count)) & mask] : text
  }

  function parse(text: string): Uint8Array | undefined {
    const bytes: number[] = []
    let count = 0
    let held = 0
    for (const digit of text) {
      const value = digits.indexOf(digit)
      if (value < 0) return undefined
      held = (held << bits) | value
      count += bits
      if (count >= 8) {
        count -= 8
        bytes.push(held >> count)
        held &= (1 << count) - 1
      }
    }
    return held === 0 && count < bits ? Uint8Array.from(bytes) : undefined
  }

  return { format, parse }
}
