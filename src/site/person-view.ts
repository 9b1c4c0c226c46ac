import type { Byline } from '../core/post/long-form.ts'
import type { SiteContent } from './site-content.ts'
import { authorPath } from './paths.ts'

/** A person or an organisation, named. */
export interface PersonView {
  readonly name: string
  /** Their page here; absent for an editor who has no file in `content/authors/`. */
  readonly href: string | undefined
  /** Role and organisation of the time: `SIG Auth co-lead, CoreOS`. */
  readonly detail: string
}

/** Somebody by their name, or by their id where they have no file. */
export function viewPerson({ id, role, org }: Byline, people: SiteContent['people']): PersonView {
  const person = people.get(id)
  return {
    name: person?.name ?? id,
    href: person && authorPath(id),
    detail: [role, org].filter((part) => part !== undefined).join(', '),
  }
}

/** `Ada Quay`, `Ada Quay and Ben Mole`. */
export const listNames = (names: readonly string[]): string => new Intl.ListFormat('en-GB').format(names)
