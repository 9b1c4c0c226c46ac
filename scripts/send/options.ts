import type { OnUnknown } from '../../src/core/send/classify-outcome.ts'

/** What a person types after `npm run send --`, beside the common options. */
export interface SendFlags {
  readonly issue: string
  readonly to?: readonly string[]
  readonly resume?: boolean
  readonly retryFailed?: boolean
  readonly onUnknown?: OnUnknown
  readonly notAfter?: Date
  readonly rate: number
  readonly connections: number
  readonly watch?: boolean
  readonly yes?: boolean
  readonly dryRun?: boolean
}
