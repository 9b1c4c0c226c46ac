import fs from 'node:fs'
import path from 'node:path'

export interface TourFolder {
  readonly content: string
  readonly state: string
}

/**
 * A copy of the content for a tour, below the state folder, so that the checkout stays as it is. The tour of the
 * samples begins afresh each time; the live one keeps what it has read, under what the checkout has since changed.
 */
export function prepareTourFolder(state: string, content: string, kind: 'live' | 'samples'): TourFolder {
  const folder = path.join(state, 'tour', kind)
  if (kind === 'samples') fs.rmSync(folder, { recursive: true, force: true })
  const copy = path.join(folder, 'content')
  fs.mkdirSync(copy, { recursive: true })
  fs.cpSync(content, copy, { recursive: true, force: true })
  return { content: copy, state: path.join(folder, 'state') }
}
