import type { LinkKey } from '../core/subscription/link-token.ts'
import type { Problem } from '../core/text/problem.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import type { SubscriptionStore, SuggestionStore } from '../jobs/subscription-store.ts'
import type { FillPage } from './page-templates.ts'

/** What the app wants of the world. */
export interface AppPorts {
  readonly store: Pick<SubscriptionStore, 'addSignup' | 'countSignups' | 'find' | 'change' | 'check' | 'secret'> &
    Pick<SuggestionStore, 'addSuggestion' | 'listSuggestions' | 'answerSuggestion'>
  readonly fill: FillPage
  /** The first signs; all say yes to what they signed. */
  readonly keys: readonly [LinkKey, ...LinkKey[]]
  readonly settings: Pick<SiteSettings, 'name' | 'url' | 'subject'>
  /** What editors show to read suggestions and answer them (`CROWSNEST_TOKEN`); without one nobody can. */
  readonly token?: string | undefined
  /** Of the program, as `/health` says it. */
  readonly version: string
  /** What the host adds to every page of the site: the policy of its content, and the like. */
  readonly headers: Readonly<Record<string, string>>
  readonly now: () => Date
  /** 128 random bits in base64url. */
  readonly randomId: () => string
  /**
   * The address of the device that asks (`clientAddress` makes it of socket and proxies).
   *
   * @param env what the server hands on beside a request, the second argument of `app.fetch`
   */
  readonly clientAddress: (request: Request, env: unknown) => string
  /** A sign-up was written down: whoever settles them need not wait. */
  readonly onSignup: () => void
  /** A mail was queued: whoever sends them need not wait. */
  readonly onMail?: (() => void) | undefined
  /** For the operator: the store is out of reach, or there is a bug. No address stands in it. */
  readonly report: (problem: Problem) => void
}
