import type { Finding } from './find-numbers.ts'
import { HAVE_OWN_GROUPS } from './groups.ts'
import type { ReadWords } from './read-words.ts'
import type { WordHit, WordScanner } from './vocabulary.ts'

/** Groups of the Kubernetes project that title and text name. */
export function findGroups({ title, text, titleHits, textHits, home, scanner }: ReadWords): Finding[] {
  const isElsewhere = typeof home === 'object'
  const hasOwnGroups = isElsewhere && HAVE_OWN_GROUPS.has(home.id)
  const find = (words: string, hits: readonly WordHit[]) =>
    hits.flatMap((hit) => {
      const group = groupOf(words, hit, scanner)
      if (group === undefined) return []
      const before = words.slice(Math.max(0, hit.start - 24), hit.start)
      if (/\b(?:cncf|tag)[\s/-]+$/i.test(before)) return []
      const isNamed = /(?:kubernetes|k8s)(?:['’]s?)?[\s/#@-]+$/i.test(before)
      if (!isNamed && (hasOwnGroups || (isElsewhere && !group.startsWith('sig-')))) return []
      if (group.startsWith('committee-') && OF_ANOTHER.test(before)) return []
      return [{ tag: group, words: words.slice(hit.start, hit.end) }]
    })
  return [...find(title, titleHits), ...find(text, textHits), ...findLists(title, scanner), ...findLists(text, scanner)]
}

/** Others that have a committee of that name. */
const OF_ANOTHER =
  /\b(?:knative|istio|kubeflow|kubeedge|helm|containerd|dapr|argo|cncf|lf|keptn|karmada|jenkins|backstage|fluxcd?)(?:['’]s)?\s$/i

const NAME = String.raw`[A-Z][\w-]*(?: [A-Z][\w-]*)?`
const NAMES = String.raw`${NAME}(?:(?:,? and |,? & |, )${NAME}){0,9}`
/** "SIGs Node, Network and Storage", and "the Network and Cluster Lifecycle SIGs". */
const LISTS = [new RegExp(`\\bSIGs[: ]+(${NAMES})`, 'g'), new RegExp(`(?<= )(${NAMES}) SIGs\\b`, 'g')]

function findLists(text: string, scanner: WordScanner): Finding[] {
  if (!text.includes('SIGs')) return []
  const lists = LISTS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, list = '']) => list))
  return lists.flatMap((list) =>
    list.split(/,? and |,? & |, /).flatMap((name) => {
      const words = `SIG ${name}`
      const hit = scanner.matchAt(words, 0)
      const group = hit?.end === words.length ? groupOf(words, hit, scanner) : undefined
      return group === undefined ? [] : [{ tag: group, words }]
    }),
  )
}

function groupOf(text: string, hit: WordHit, scanner: WordScanner): string | undefined {
  const found = hit.means.find((each) => each.says === 'group')
  if (!found?.reversed) return found?.id
  if (found.id.startsWith('committee-')) return found.id
  // Of "… of a release SIG Node" the group is Node, of "the Release SIG" it is Release.
  const words = text.slice(hit.start, hit.end)
  const last = /^[a-z]/.test(words) ? /(?:sigs?|wgs?)$/i.exec(words) : null
  const next = last ? scanner.matchAt(text, hit.start + last.index) : undefined
  const follows = next?.means.find((each) => each.says === 'group')
  return follows?.id ?? found.id
}

/** Where groups of Kubernetes live on the web; elsewhere an address with `sig-node` in it may mean another's. */
const PLACES =
  /^(?:https?:)?\/\/(?:(?:www\.)?github\.com\/(?:orgs\/)?kubernetes(?:-sigs|-incubator)?\/|(?:[\w-]+\.)*(?:kubernetes\.io|k8s\.io|kubernetes\.dev|k8s\.dev)\/|groups\.google\.com\/.*kubernetes|kubernetes\.slack\.com\/|lwkd\.info\/|(?:[\w-]+\.)*slack\.com\/.*sig-|kep\.k8s\.io\/)/i
/** A part of a path, or the last words of one. */
const LABEL = /(?<=[/=#:]|kubernetes-)((?:sig|wg|committee)(?:-|\/|%2f)[a-z0-9-]{2,40})(?=$|[/?#&.])/gi

/** Groups whose place or label a link leads to. */
export function findLinkedGroups(link: string, scanner: WordScanner): Finding[] {
  if (link.length > 2_048 || !/sig|wg|committee/i.test(link) || !PLACES.test(link)) return []
  return [...link.matchAll(LABEL)].flatMap(([, label = '']) => {
    const words = label.replace(/%2f/i, '/')
    const hit = scanner.matchAt(words, 0)
    const found = hit?.end === words.length ? hit.means.find((each) => each.says === 'group') : undefined
    return found === undefined ? [] : [{ tag: found.id, words: link }]
  })
}
