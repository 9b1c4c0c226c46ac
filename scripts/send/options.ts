import type { OnUnknown } from '../../src/core/send/classify-outcome.ts'
import type { CommonOptions } from '../../src/io/command-line.ts'

/** What a person types after `npm run send --`, beside the common options. */
export interface SendFlags {
  readonly issue: string
  readonly to?: readonly string[]
  readonly resume?: boolean
  readonly retryFailed?: boolean
  readonly signAnew?: boolean
  readonly onUnknown?: OnUnknown
  readonly notAfter?: Date
  readonly rate: number
  readonly connections: number
  readonly watch?: boolean
  readonly checkLive?: boolean
  /** False where who is without a mail shall not be named: where others read along. */
  readonly addresses?: boolean
  readonly yes?: boolean
  readonly dryRun?: boolean
}

/** The common options, and which options were typed and belong into a command that goes on. */
export interface SendSurroundings extends CommonOptions {
  readonly given: readonly ('content' | 'state' | 'rate' | 'connections')[]
  /** The machine's clock; one that was set (`--now`) goes on from there. */
  readonly clock: () => Date
}
