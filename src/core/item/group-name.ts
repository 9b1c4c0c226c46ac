/** A group of Kubernetes (`core/tag/groups.ts`) as people write it: `sig-node` is `SIG Node`, `committee-steering` is `Steering Committee`. */
export function groupName(id: string): string {
  const [kind = '', ...words] = id.split('-')
  const name = words.map(spell).join(' ')
  if (kind === 'committee') return `${name} Committee`
  return SHORT_KINDS.has(kind) ? `${kind.toUpperCase()} ${name}` : id
}

const SHORT_KINDS: ReadonlySet<string> = new Set(['sig', 'wg', 'ug'])
const ABBREVIATIONS: ReadonlySet<string> = new Set(['ai', 'api', 'aws', 'cli', 'gcp', 'iot', 'lts', 'pm', 'ui'])
const LOWER_CASE: ReadonlySet<string> = new Set(['etcd', 'kubeadm', 'of', 'rktnetes'])

function spell(word: string): string {
  if (ABBREVIATIONS.has(word)) return word.toUpperCase()
  return LOWER_CASE.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1)
}
