import type { FoundPage } from './arrange-hits.ts'
import { FILTERS, type SearchQuery } from './search-query.ts'

/** What we use of the index's own script, which the build puts beside the index. */
interface IndexScript {
  readonly options: (options: { readonly noWorker: boolean }) => Promise<void>
  readonly init: () => Promise<void>
  readonly search: (
    text: string,
    options: { readonly filters: Readonly<Record<string, string>> },
  ) => Promise<{ readonly results: readonly { readonly data: () => Promise<FoundPage> }[] }>
}

/** Pages that were found, the best first; each is fetched when it is asked for. */
export type FoundPages = readonly (() => Promise<FoundPage>)[]
export type Find = (query: SearchQuery) => Promise<FoundPages>

const SCRIPT = '/pagefind/pagefind.js'

/**
 * Loads the index; rejects where it cannot be had. It searches on the page's own thread: a query takes a few
 * milliseconds, and a worker would be one file more to fetch.
 *
 * @param attempt counts from 0: a browser never fetches a script again that it failed to load under the same address
 */
export async function loadIndex(attempt: number): Promise<Find> {
  const address = attempt === 0 ? SCRIPT : `${SCRIPT}?${attempt}`
  const script = (await import(/* @vite-ignore */ address)) as IndexScript
  await script.options({ noWorker: true })
  await script.init()
  return async (query) => {
    const filters = Object.fromEntries(FILTERS.map((name) => [name, query[name]]).filter(([, value]) => value !== ''))
    const { results } = await script.search(query.text, { filters })
    return results.map(({ data }) => data)
  }
}
