import type { Item } from '../item/item.ts'
import type { Sources } from '../story/carriers.ts'
import type { Pick as IssuePick } from './issue.ts'

/** The organisations whose voice the picks are: that of the source, and those of the authors; each once, by its name in lower case. */
export function createOrganisationFinder(
  sources: Sources,
  items: readonly Item[],
): (pick: IssuePick) => ReadonlyMap<string, string> {
  const byTitle = new Map([...sources.values()].map((source) => [source.title, source]))
  const carriers = new Map(items.map((item) => [item.id, item.sources[0]?.id ?? '']))
  return ({ id, source, authors }) => {
    const own = (byTitle.get(source) ?? sources.get(carriers.get(id) ?? ''))?.org
    const names = [own, ...authors.map(({ org }) => org)].filter((name) => name !== undefined)
    return new Map(names.toReversed().map((name) => [organisationKey(name), name]))
  }
}

/** By which two names are one organisation. */
export const organisationKey = (name: string) => name.trim().toLowerCase()
