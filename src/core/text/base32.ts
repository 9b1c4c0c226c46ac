import { createRadixDigits } from './radix-digits.ts'

const DIGITS = createRadixDigits('abcdefghijklmnopqrstuvwxyz234567', 5)

/** RFC 4648 section 6 in lower case, without padding: what stands in the local part of an address may lose its case. */
export const toBase32 = (bytes: Uint8Array): string => DIGITS.format(bytes)

/** Undefined for what is none, whatever its case; bits that fill up the last digit must be 0. */
export const fromBase32 = (text: string): Uint8Array | undefined => DIGITS.parse(text.toLowerCase())
