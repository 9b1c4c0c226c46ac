import type { SiteSettings } from './site-settings.ts'

/** The form by which a reader gives an address, and where it goes. */
export interface SubscribeForm {
  readonly action: string
  /** What the field with the address is called there. */
  readonly field: string
  /** What is sent beside it: which list it is for, say. */
  readonly hidden: readonly (readonly [name: string, value: string])[]
  /** The host of somebody else who keeps the list; absent where our own app does. */
  readonly provider?: string
}

/** Where our own app takes addresses. */
export const SUBSCRIBE_ACTION = '/subscribe'
/** The form of our own app, where that runs at the address of the site. */
export const APP_FORM: SubscribeForm = { action: SUBSCRIBE_ACTION, field: 'email', hidden: [] }
/** Where our own app takes links that readers suggest. */
export const SUGGEST_ACTION = '/suggest'

/** The form that the settings name, or none: then the feed is offered. */
export function subscribeForm({ subscribe, url }: Pick<SiteSettings, 'subscribe' | 'url'>): SubscribeForm | undefined {
  if (subscribe?.action === undefined) return undefined
  const { action, field = 'email', hidden = {} } = subscribe
  const { host } = new URL(action, url)
  return {
    action,
    field,
    hidden: Object.entries(hidden),
    ...(host === new URL(url).host ? {} : { provider: host }),
  }
}

/** Where a form for links posts to: there is one only where our own app runs. */
export function suggestAction(settings: Pick<SiteSettings, 'subscribe' | 'url'>): string | undefined {
  const form = subscribeForm(settings)
  return form === undefined || form.provider !== undefined ? undefined : SUGGEST_ACTION
}
