import type { EventKind, EventRegion } from '../core/event/event.ts'

export const EVENT_KIND_TITLES: Readonly<Record<EventKind, string>> = {
  kubecon: 'KubeCon',
  kcd: 'Kubernetes Community Days',
  conference: 'conference',
}

export const EVENT_REGION_TITLES: Readonly<Record<EventRegion, string>> = {
  europe: 'Europe',
  'north-america': 'North America',
  'latin-america': 'Latin America',
  'asia-pacific': 'Asia and the Pacific',
  'middle-east-africa': 'Middle East and Africa',
  online: 'Online',
}
