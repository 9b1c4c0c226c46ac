import { PROJECTS, type Project } from './projects.ts'

/** Where Kubernetes itself is spoken of; its other repositories have versions of their own. */
const KUBERNETES = [
  ...['kubernetes.io', 'k8s.io', 'kubernetes.dev', 'k8s.dev', 'lwkd.info', 'kubernetes.blogspot.com'],
  ...['kubernetes', 'website', 'enhancements', 'sig-release', 'community'].map(
    (name) => `github.com/kubernetes/${name}`,
  ),
]

type Owner = Project | 'kubernetes'

const OWNERS: ReadonlyMap<string, Owner> = new Map<string, Owner>([
  ...KUBERNETES.map((place) => [place, 'kubernetes'] as const),
  ...PROJECTS.flatMap((project) => project.links.map((link) => [link, project] as const)),
])
/** Hosts of which only a part is somebody's. */
const SHARED = new Set([...OWNERS.keys().filter((place) => place.includes('/'))].map((place) => place.split('/')[0]))

/** Characters of an address that are read; what tells whose it is stands at its start. */
const READ_AT_MOST = 300
const ADDRESS = /^(?:https?:)?\/\/(?:www\.)?([^/?#:]+)(?::\d+)?(\/[^/?#]*)?(\/[^/?#]*)?/i

/** The project whose place an address is in; `kubernetes` for that of Kubernetes itself. */
export function ownerOf(link: string): Owner | undefined {
  const match = ADDRESS.exec(link.length > READ_AT_MOST ? link.slice(0, READ_AT_MOST) : link)
  if (match === null) return undefined
  const host = (match[1] ?? '').toLowerCase()
  if (SHARED.has(host)) {
    const one = `${host}${match[2] ?? ''}`.toLowerCase()
    const owner = OWNERS.get(`${one}${match[3] ?? ''}`.toLowerCase()) ?? OWNERS.get(one)
    if (owner) return owner
  }
  // `a.b.example.org`, `b.example.org`, `example.org`.
  for (let place = host, dot = place.indexOf('.'); dot >= 0; place = place.slice(dot + 1), dot = place.indexOf('.')) {
    const owner = OWNERS.get(place)
    if (owner) return owner
  }
  return undefined
}
