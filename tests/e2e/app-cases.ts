import { describeSubscription } from '../../src/core/subscription/describe-subscription.ts'
import type { FillPage } from '../../src/server/page-templates.ts'

/** An address of 254 characters, the longest there is, that nothing breaks but its dots. */
export const LONG_ADDRESS = `${'keeper'.repeat(10)}four@${'light'.repeat(12)}.${'house'.repeat(12)}.${'harbourlamp'.repeat(5)}.example`
/** What somebody types who wants to break the page. */
export const HOSTILE = `"></p></textarea><svg/onload=alert(1)>{{email}}${'x'.repeat(250)}`

const ME = '/me/k1.AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB'
const NO_LINK = 'This is no web address. Give the whole of it, from https to the end, like https://kubernetes.io/blog/.'
const NO_ADDRESS = 'This is no mail address that we can write to. Give one address, like keeper@light.example.'
const VALID = { urlInvalid: 'false', noteInvalid: 'false', byInvalid: 'false', emailInvalid: 'false' }

const lines = describeSubscription({
  subscription: {
    ...{ id: 'A'.repeat(22), address: LONG_ADDRESS, state: 'unsubscribed', origin: 'import' },
    ...{ requestedAt: '2026-08-01T09:00:00Z', confirmedAt: '2026-08-01T09:10:00Z' },
    unsubscribedAt: '2026-08-20T09:10:00Z',
    consent: { wording: HOSTILE, requestedFrom: '192.0.2.0/24', confirmedFrom: '2001:db8:1:2::/64' },
  },
  suppression: { key: 'k', reason: 'bounced', at: '2026-08-21T00:00:00Z' },
})

/** The pages of the app as readers get them, by name: at their best, with an error, with the longest there is. */
export function fillAppPages(fill: FillPage): Readonly<Record<string, string>> {
  return {
    subscribe: fill('subscribe', { email: '', t: 'a.k1.b', problem: '', invalid: 'false' }),
    'subscribe-wrong': fill('subscribe', { email: HOSTILE, t: 'a.k1.b', problem: NO_ADDRESS, invalid: 'true' }),
    subscribed: fill('subscribed', {}),
    confirm: fill('confirm', { address: LONG_ADDRESS }),
    confirmed: fill('confirmed', { address: LONG_ADDRESS, me: ME }),
    expired: fill('expired', {}),
    unsubscribe: fill('unsubscribe', {}),
    unsubscribed: fill('unsubscribed', {}),
    me: fill('me', { address: LONG_ADDRESS, lines, me: ME }),
    erased: fill('erased', {}),
    suggest: fill('suggest', { url: '', note: '', by: '', email: '', problem: '', ...VALID }),
    'suggest-wrong': fill('suggest', {
      ...{ url: HOSTILE, note: HOSTILE, by: HOSTILE, email: HOSTILE, problem: `${NO_LINK} ${NO_ADDRESS}` },
      ...{ ...VALID, urlInvalid: 'true', emailInvalid: 'true' },
    }),
    suggested: fill('suggested', {}),
    problem: fill('problem', { title: 'Not now', what: 'W'.repeat(300), remedy: HOSTILE }),
    'problem-short': fill('problem', { title: 'Something broke', what: 'It broke.', remedy: '' }),
  }
}
