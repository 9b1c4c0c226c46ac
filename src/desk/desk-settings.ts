import path from 'node:path'
import { parseMoment } from '../io/command-line.ts'
import { editorName } from '../io/editor-name.ts'
import type { DeskOptions } from './desk-session.ts'

/** What a desk works on, as the environment says it: the same words, and the same defaults, as the commands have. */
export function readDeskSettings(environment: Readonly<Record<string, string | undefined>>): Omit<DeskOptions, 'run'> {
  const { CROWSNEST_CONTENT, CROWSNEST_STATE, CROWSNEST_NOW, CROWSNEST_EDITOR, CROWSNEST_ISSUE } = environment
  const fixed = CROWSNEST_NOW ? parseMoment(CROWSNEST_NOW) : undefined
  return {
    content: path.resolve(CROWSNEST_CONTENT || 'content'),
    state: path.resolve(CROWSNEST_STATE || '.crowsnest'),
    editor: editorName(CROWSNEST_EDITOR),
    issue: CROWSNEST_ISSUE || undefined,
    now: () => fixed ?? new Date(),
  }
}
