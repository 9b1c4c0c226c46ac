import type { Delivery } from './delivery.ts'

/**
 * Why a mail was not sent, as it may be kept: what a server says of a recipient names them, and would be there when the
 * address is long gone. Its codes say enough (RFC 5321 section 4.2.1, RFC 3463).
 */
export function outcomeReason(delivery: Exclude<Delivery, { readonly outcome: 'sent' }>): string {
  if (delivery.outcome === 'unknown') return 'the server had all of it and was gone before it answered'
  if (delivery.unreachable) return delivery.reason
  if (delivery.code === undefined) return 'the connection broke before the server had all of it'
  const detail = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(delivery.reason)?.[0]
  return ['the server answered', delivery.code, detail].filter((part) => part !== undefined).join(' ')
}
