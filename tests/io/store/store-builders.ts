import type { FrozenMail } from '../../../src/core/send/send.ts'
import { formatSigning, UNSIGNED } from '../../../src/core/send/signing.ts'
import type { ReaderSuggestion } from '../../../src/core/subscription/reader-suggestion.ts'
import type { ServiceMail } from '../../../src/core/subscription/service-mail.ts'
import type { Signup } from '../../../src/core/subscription/signup.ts'
import type { Subscription } from '../../../src/core/subscription/subscription.ts'
import type { SendLedger } from '../../../src/jobs/send-ledger.ts'
import type { SuggestionCaps } from '../../../src/jobs/subscription-store.ts'

/** Monday morning; other moments are so many minutes after it, or before. */
export const moment = (minutes = 0): string =>
  new Date(Date.UTC(2026, 10, 23, 9) + minutes * 60_000).toISOString().replace('.000Z', 'Z')

/** 22 characters that are the same for the same name. */
export const idFor = (name: string): string => `${name.replace(/[^\w-]/g, '-')}----------------------`.slice(0, 22)

export function makeSignup(own: Partial<Signup> = {}): Signup {
  return { address: 'keeper@harbour.example', at: moment(), network: '192.0.2.0/24', wording: 'weekly-1', ...own }
}

/** One that waits to be confirmed; its id follows from its address. */
export function makeSubscription(own: Partial<Subscription> = {}): Subscription {
  const address = own.address ?? 'keeper@harbour.example'
  return {
    id: idFor(address),
    address,
    state: 'unconfirmed',
    origin: 'form',
    requestedAt: moment(),
    consent: { wording: 'weekly-1', requestedFrom: '192.0.2.0/24' },
    ...own,
  }
}

/** A mail about nothing that is on file, so that it can be queued without. */
export function makeServiceMail(own: Partial<ServiceMail> = {}): ServiceMail {
  return {
    id: idFor('mail'),
    kind: 'confirm',
    to: 'keeper@harbour.example',
    key: 'key-of-keeper',
    network: '192.0.2.0/24',
    at: moment(),
    ...own,
  }
}

export function makeReaderSuggestion(own: Partial<ReaderSuggestion> = {}): ReaderSuggestion {
  return { id: idFor('suggestion'), url: 'https://harbour.example/posts/first-light/', at: moment(), ...own }
}

/** Of nobody's issue in particular; what is one reader's own is not in it. */
export function makeFrozenMail(own: Partial<FrozenMail> = {}): FrozenMail {
  return {
    issue: '2026-W47',
    subject: 'First light',
    message: new TextEncoder().encode('Subject: First light\r\n\r\nThe lamp is lit.\r\n'),
    keyId: 'k1',
    url: 'https://weekly.example',
    from: 'weekly@harbour.example',
    bounces: undefined,
    ...own,
  }
}

/** What mails are signed with where we sign them. */
export const SIGNED = formatSigning({ record: 'lamp1._domainkey.harbour.example', hash: 'hash1' })

/** What a send begins with, for an hour, and signed by nobody here. */
export const makeTerms = (own: Partial<Terms> = {}): Terms => ({
  ...{ at: moment(), notAfter: moment(60), signing: UNSIGNED, ...own },
})

type Terms = Parameters<SendLedger['startSend']>[1]

/** Room for whatever a test suggests. */
export const ROOM: SuggestionCaps = { since: moment(), network: 1_000_000, all: 1_000_000 }
