/**
 * What stands beside the form, by version: what somebody who subscribes agrees to, and so half of the proof that they
 * did. A version that was ever used stays here as it was; other words are a new one.
 */
export const CONSENT_TEXT = {
  '2026-11':
    'One mail a week, with what happened around Kubernetes. We keep your address for that alone, watch nobody, and every mail has a link that ends it. You get a mail first that asks whether this was you.',
} as const

export type ConsentVersion = keyof typeof CONSENT_TEXT

/** The version that the forms show now. */
export const CURRENT_CONSENT: ConsentVersion = '2026-11'

/** What it is about, in the texts as they stand above. */
const SUBJECT = 'Kubernetes'

/** The text that the forms show now, of a publication about something. */
export const currentConsent = (subject: string): string =>
  CONSENT_TEXT[CURRENT_CONSENT].replaceAll(SUBJECT, () => subject)

/** What was agreed to; undefined for what a list that was imported calls it. */
export function consentText(wording: string, subject = SUBJECT): string | undefined {
  return new Map<string, string>(Object.entries(CONSENT_TEXT)).get(wording)?.replaceAll(SUBJECT, () => subject)
}
