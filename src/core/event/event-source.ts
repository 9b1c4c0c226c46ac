/** Who says when and where an event is, the most trusted first; what they say is kept side by side. */
export const EVENT_SOURCE_IDS = ['organiser', 'kubernetes-website', 'tech-conferences'] as const

export type EventSourceId = (typeof EVENT_SOURCE_IDS)[number]

export interface EventSource {
  /** How pages name it. */
  readonly title: string
  readonly url?: string
  readonly licence?: string
}

export const EVENT_SOURCES: Readonly<Record<EventSourceId, EventSource>> = {
  organiser: { title: 'the event’s own page' },
  'kubernetes-website': {
    title: 'kubernetes.io’s list of KubeCons',
    url: 'https://github.com/kubernetes/website/tree/main/data',
    licence: 'CC BY 4.0',
  },
  'tech-conferences': {
    title: 'tech-conferences',
    url: 'https://github.com/tech-conferences/conference-data',
    licence: 'MIT',
  },
}
