import { fingerprint } from '../text/fingerprint.ts'

/**
 * One for an issue and a reader, so that a mail program shows what was sent twice once.
 *
 * @param reader the id of a subscription, or an address; empty for a mail without a recipient
 * @param from the sender's address, whose domain it stands in
 * @param content what else it depends on
 */
export function digestMessageId(issue: string, reader: string, from: string, content: readonly string[] = []): string {
  const digits = fingerprint(JSON.stringify([issue, reader, ...content]), 24)
  return `<${issue.toLowerCase()}.${digits}@${from.slice(from.lastIndexOf('@') + 1)}>`
}
