/** Somebody gave us an address. It is written down as it came, and decided afterwards (`planSignup`). */
export interface Signup {
  /** As `parseMailAddress` gives it. */
  readonly address: string
  readonly at: string
  /** `networkOf` the device. */
  readonly network: string
  /** Which text stood beside the form: a version of `CONSENT_TEXT`. */
  readonly wording: string
}
