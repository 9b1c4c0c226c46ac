/** `unknown` is what could not be looked at: neither in order nor a fault. */
export type FindingLevel = 'ok' | 'warning' | 'error' | 'unknown'

/** The headings below which the doctor says what it found, in this order. */
export const FINDING_GROUPS = {
  settings: 'Settings',
  sender: 'Identity of the sender',
  dns: 'DNS records',
  server: 'Mail server',
  route: 'How it came',
  signature: 'Signature',
  headers: 'Headers',
  message: 'The message',
  text: 'What every mail says',
  list: 'The list',
} as const

export type FindingGroup = keyof typeof FINDING_GROUPS

/** One thing that the doctor looked at. */
export interface Finding {
  readonly level: FindingLevel
  /** `spf-lookups`; for programs. */
  readonly check: string
  /** A sentence without a full stop. */
  readonly what: string
  /** The record, the setting, the header or the file that it is about. */
  readonly where?: string
  /** What to do; the record to publish, where one is missing. */
  readonly remedy?: string
  readonly group: FindingGroup
}

interface Details {
  readonly where?: string | undefined
  readonly remedy?: string | undefined
}

/** Makes findings of one group: `tell('error', 'spf', 'there is none', { remedy })`. */
export function createTeller(group: FindingGroup) {
  return (level: FindingLevel, check: string, what: string, { where, remedy }: Details = {}): Finding => ({
    ...{ level, check, what },
    ...(where === undefined ? {} : { where }),
    ...(remedy === undefined || level === 'ok' ? {} : { remedy }),
    group,
  })
}
