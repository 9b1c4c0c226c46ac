import { createRadixDigits } from './radix-digits.ts'

const DIGITS = createRadixDigits('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', 6)

/** RFC 4648 section 5, without padding. */
export const toBase64Url = (bytes: Uint8Array): string => DIGITS.format(bytes)

/** The bytes of `toBase64Url`; undefined for what is none. */
export const fromBase64Url = (text: string): Uint8Array | undefined => DIGITS.parse(text)
