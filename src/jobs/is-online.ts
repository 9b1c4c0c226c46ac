import type { Source } from '../core/source/source.ts'
import type { FetchFeed } from './ports.ts'

/** Whether any of a few sources on different hosts answers at all, be it with an error. */
export async function isOnline(sources: readonly Source[], fetchFeed: FetchFeed): Promise<boolean> {
  const hosts = Map.groupBy(sources, ({ url }) => new URL(url).host)
  const few = [...hosts.values()].flatMap(([first]) => (first ? [first] : [])).slice(0, 5)
  const answers = await Promise.all(few.map(({ url }) => fetchFeed(url, {})))
  return answers.some((answer) => answer.outcome !== 'failed' || answer.status !== undefined)
}
