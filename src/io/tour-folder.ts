import fs from 'node:fs'
import path from 'node:path'
import { isMap, parseDocument } from 'yaml'
import { APP_FORM } from '../core/text/subscribe-form.ts'

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
  useOwnForm(path.join(copy, 'site.yml'))
  return { content: copy, state: path.join(folder, 'state') }
}

/** Who tries out the form of a tour gives their address to nobody: not to the provider that the settings may name. */
function useOwnForm(file: string): void {
  if (!fs.existsSync(file)) return
  const settings = parseDocument(fs.readFileSync(file, 'utf8'))
  // What is wrong with it, whoever reads it says.
  if (settings.errors.length > 0 || !isMap(settings.contents)) return
  settings.set('subscribe', { action: APP_FORM.action })
  fs.writeFileSync(file, settings.toString({ lineWidth: 0 }))
}
