import { SECTIONS } from '../../core/issue/section.ts'
import type { Sections } from '../../core/text/section-settings.ts'
import { hoistOf } from '../../core/text/site-settings.ts'

/** The sections of the settings, which the page of the desk has with it; where there is no page, the standard ones. */
export const DESK_SECTIONS = (read('desk-sections') as Sections | undefined) ?? SECTIONS
/** The flags beside the name. */
export const DESK_HOIST = (read('desk-hoist') as readonly string[] | undefined) ?? hoistOf({})

function read(id: string): unknown {
  const text = 'document' in globalThis ? document.getElementById(id)?.textContent : undefined
  return text ? JSON.parse(text) : undefined
}
