import type { Advisory } from '../advisory/advisory.ts'
import { cvesIn } from '../advisory/cve.ts'
import { readAdvisory } from '../advisory/read-advisory.ts'
import type { Source } from '../source/source.ts'

interface Statement {
  /** What it is about by its id, where that says so. */
  readonly cves?: readonly string[] | undefined
  readonly title: string
  readonly link: string
  /** Its words, as HTML. */
  readonly body: string
}

/**
 * What an entry states as an advisory: one of a feed of security that is about a CVE by its id or its title. Whoever
 * else writes of a CVE in a title may only tell of it, and has to say which versions have it.
 */
export function findAdvisory(
  { cves: ids, title, link, body }: Statement,
  { kind, org }: Pick<Source, 'kind' | 'org'>,
): Advisory | undefined {
  const [cves, hasIds] = [ids ?? [], ids !== undefined]
  if (kind !== 'security' || (cves.length === 0 && cvesIn(title).length === 0 && org !== 'Kubernetes')) return undefined
  const isOfKubernetes = org === 'Kubernetes' || /^https:\/\/github\.com\/kubernetes\/kubernetes\//.test(link)
  const advisory = readAdvisory({ title, text: body, cves, isOfKubernetes })
  const isStated = cves.length > 0 || org === 'Kubernetes' || advisory.affected.length + advisory.fixed.length > 0
  // The project's own feed of CVEs has entries that got no number yet.
  const isNumberless = org === 'Kubernetes' && hasIds
  return (advisory.cves.length > 0 || isNumberless) && isStated ? advisory : undefined
}
