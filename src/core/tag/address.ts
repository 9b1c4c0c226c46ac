import { PROJECTS, type Project } from './projects.ts'

/** Where Kubernetes itself is spoken of; its other repositories have versions of their own. */
const KUBERNETES = [
  ...['kubernetes.io', 'k8s.io', 'kubernetes.dev', 'k8s.dev', 'lwkd.info', 'kubernetes.blogspot.com'],
  ...['kubernetes', 'website', 'enhancements', 'sig-release', 'community'].map(
    (name) => `github.com/kubernetes/${name}`,
  ),
]

const PROJECT_OF: ReadonlyMap<string, Project> = new Map(
  PROJECTS.flatMap((project) => project.links.map((link) => [link, project] as const)),
)
const IS_KUBERNETES = new Set(KUBERNETES)

/** Characters of an address that are read; what tells whose it is stands at its start. */
const READ_AT_MOST = 300

/** The project whose place an address is in; `kubernetes` for that of Kubernetes itself. */
export function ownerOf(link: string): Project | 'kubernetes' | undefined {
  const [, host = '', one = '', two = ''] =
    /^(?:https?:)?\/\/(?:www\.)?([^/?#:]+)(?::\d+)?(?:\/([^/?#]*)(?:\/([^/?#]*))?)?/.exec(
      link.slice(0, READ_AT_MOST).toLowerCase(),
    ) ?? []
  if (host === '') return undefined
  for (const place of [`${host}/${one}/${two}`, `${host}/${one}`, ...suffixes(host)]) {
    if (IS_KUBERNETES.has(place)) return 'kubernetes'
    const project = PROJECT_OF.get(place)
    if (project) return project
  }
  return undefined
}

/** `a.b.example.org`, `b.example.org`, `example.org`. */
function suffixes(host: string): string[] {
  const labels = host.split('.').slice(-5)
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))
}
