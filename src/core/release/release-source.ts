/** Who says when things of Kubernetes happen. What they say is kept side by side: see `Claims`. */
export interface ReleaseSource {
  readonly id: ReleaseSourceId
  /** How pages name it. */
  readonly title: string
  readonly url: string
  readonly licence?: string
}

export const RELEASE_SOURCE_IDS = [
  'kubernetes-schedule',
  'kubernetes-eol',
  'kubernetes-blog',
  'kubernetes-tags',
  'kubernetes-feed',
  'endoflife-date',
  'release-team',
] as const

export type ReleaseSourceId = (typeof RELEASE_SOURCE_IDS)[number]

export const RELEASE_SOURCES: Readonly<Record<ReleaseSourceId, ReleaseSource>> = {
  'kubernetes-schedule': {
    id: 'kubernetes-schedule',
    title: 'the project’s release schedule',
    url: 'https://github.com/kubernetes/website/blob/main/data/releases/schedule.yaml',
    licence: 'CC BY 4.0',
  },
  'kubernetes-eol': {
    id: 'kubernetes-eol',
    title: 'the project’s list of ended branches',
    url: 'https://github.com/kubernetes/website/blob/main/data/releases/eol.yaml',
    licence: 'CC BY 4.0',
  },
  'kubernetes-blog': {
    id: 'kubernetes-blog',
    title: 'the announcement on the Kubernetes Blog',
    url: 'https://kubernetes.io/blog/',
    licence: 'CC BY 4.0',
  },
  'kubernetes-tags': {
    id: 'kubernetes-tags',
    title: 'release-data’s list of tags',
    url: 'https://github.com/endoflife-date/release-data',
    licence: 'MIT',
  },
  'kubernetes-feed': {
    id: 'kubernetes-feed',
    title: 'the project’s feed of releases',
    url: 'https://github.com/kubernetes/kubernetes/releases',
  },
  'endoflife-date': {
    id: 'endoflife-date',
    title: 'endoflife.date',
    url: 'https://endoflife.date/kubernetes',
    licence: 'MIT',
  },
  'release-team': {
    id: 'release-team',
    title: 'the release team’s plan',
    url: 'https://github.com/kubernetes/sig-release/tree/master/releases',
  },
}
