import { isSameMac, macOf } from './mac.ts'

/** What a link lets its holder do; a token for one does nothing for another. */
export type LinkPurpose = 'unsubscribe' | 'me'

/** A key that signs links. The first of a list signs; the others still say yes to what they signed. */
export interface LinkKey {
  /** One to eight letters and digits, `k1`; stands in the link. */
  readonly id: string
  readonly secret: Uint8Array
}

/**
 * A token that never expires: `<key id>.<subscription id>.<mac>`, of characters that need no encoding in an address and
 * break in no mail. The MAC is over purpose, key id and subscription id.
 */
export function signLink(purpose: LinkPurpose, subscriptionId: string, key: LinkKey): string {
  return `${key.id}.${subscriptionId}.${macOfLink(purpose, subscriptionId, key)}`
}

/** Where the app has what a link is for: `/unsubscribe/<token>`, `/me/<token>`. */
export const linkPath = (purpose: LinkPurpose, subscriptionId: string, key: LinkKey): string =>
  `/${purpose}/${signLink(purpose, subscriptionId, key)}`

/**
 * The subscription that a token is for.
 *
 * @returns undefined for what none of the keys has signed for this purpose
 */
export function verifyLink(purpose: LinkPurpose, token: string, keys: readonly LinkKey[]): string | undefined {
  const [keyId, subscriptionId, mac, ...rest] = token.split('.')
  const key = keys.find(({ id }) => id === keyId)
  if (key === undefined || subscriptionId === undefined || mac === undefined || rest.length > 0) return undefined
  return isSameMac(mac, macOfLink(purpose, subscriptionId, key)) ? subscriptionId : undefined
}

const macOfLink = (purpose: LinkPurpose, subscriptionId: string, { id, secret }: LinkKey) =>
  macOf(`${purpose}\n${id}\n${subscriptionId}`, secret)
