import { listMinors, type MinorContent, type MinorPage } from './minor-page.ts'

/** Whether a minor has a lens: it is supported or to come, or something on file speaks of it. */
export function hasLens({ view: { support }, shelf }: MinorPage): boolean {
  if (support.state !== 'ended' && support.state !== 'unknown') return true
  return shelf.items.length > 0 || shelf.picks.length > 0 || shelf.writing.length > 0
}

/** The minors that have a lens, the newest first. */
export const listLenses = (content: MinorContent): MinorPage[] => listMinors(content).filter(hasLens)
