import type { Problem } from '../text/problem.ts'
import { createTeller, type Finding } from './finding.ts'

/** How the state folder is, without anything being made in it. */
export interface ListState {
  /** Whether there is a store, and how it was found. */
  readonly store: 'missing' | 'adopted' | { readonly problem: Problem }
  /** Whether an issue was sent from here. */
  readonly hasSent: boolean
  readonly keys: 'missing' | 'there' | { readonly problem: Problem }
  /** Where each is. */
  readonly places: { readonly store: string; readonly keys: string }
}

const tell = createTeller('list')

/** Whether this is the store that sends go from, and links of readers can be signed. */
export function checkList({ store, hasSent, keys, places }: ListState): Finding[] {
  return [
    store === 'missing'
      ? tell('unknown', 'store', 'Nobody has subscribed here yet', {
          where: places.store,
          remedy: 'Name its folder with --state, if there is one',
        })
      : store === 'adopted'
        ? tell('ok', 'store', 'The list is the one that sends go from', { where: places.store })
        : tell('error', 'store', capital(store.problem.what), store.problem),
    keys === 'there'
      ? tell('ok', 'link-keys', 'There is a key that signs the links of readers', { where: places.keys })
      : keys === 'missing'
        ? tell(
            hasSent ? 'error' : 'unknown',
            'link-keys',
            hasSent
              ? 'The keys that signed the links of readers are gone: who has a mail cannot leave by it'
              : 'There is no key for the links of readers yet; the server makes one when it starts, or the first send',
            {
              where: places.keys,
              remedy: `${hasSent ? 'Put' : 'Should mails have gone out already, put'} link-keys.json of the backup back, or set CROWSNEST_LINK_KEYS`,
            },
          )
        : tell('error', 'link-keys', capital(keys.problem.what), keys.problem),
  ]
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
