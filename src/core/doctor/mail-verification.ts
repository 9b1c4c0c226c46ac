import type { SignatureCheck } from './check-signature.ts'

/** Who handed a mail to the server that took it in, as far as its headers say so. */
export interface MailClient {
  readonly address: string
  /** The name by which it greeted. */
  readonly greeting: string | undefined
  /** From the envelope. */
  readonly sender: string | undefined
}

/** What came of asking the DNS about a mail. */
export interface MailVerification {
  readonly signatures: readonly SignatureCheck[]
  /** Absent where nobody knows from which address it came. */
  readonly spf: { readonly domain: string; readonly result: string; readonly reason: string | undefined } | undefined
  /** Undefined where From names no domain, or several. */
  readonly dmarc:
    { readonly result: string; readonly policy: string | undefined; readonly reason: string | undefined } | undefined
}
