import net from 'node:net'
import { getDomain } from 'tldts'

/** Runs tasks with at most so many at once, and never two at once for one registrable domain. */
export interface PoliteLanes {
  readonly run: <T>(url: string, task: () => Promise<T>) => Promise<T>
}

/** The domain that politeness counts by: an IP address is a domain of its own. */
export function politeDomain(url: string): string {
  const host = URL.parse(url)?.hostname.replace(/^\[|\]$/g, '') ?? ''
  return net.isIP(host) > 0 ? host : (getDomain(host, { allowPrivateDomains: true }) ?? host)
}

export function createPoliteLanes(concurrency: number): PoliteLanes {
  const waiting: { readonly domain: string; readonly start: () => void }[] = []
  const busy = new Set<string>()
  const startNext = () => {
    while (busy.size < concurrency) {
      const next = waiting.findIndex(({ domain }) => !busy.has(domain))
      const [lane] = next < 0 ? [] : waiting.splice(next, 1)
      if (lane === undefined) return
      busy.add(lane.domain)
      lane.start()
    }
  }
  return {
    run(url, task) {
      const domain = politeDomain(url)
      return new Promise((resolve, reject) => {
        const start = () => {
          void task()
            .then(resolve, reject)
            .finally(() => {
              busy.delete(domain)
              startNext()
            })
        }
        waiting.push({ domain, start })
        startNext()
      })
    },
  }
}
