/** The two versions of a text that a merge could not make one, and what both came from where the markers say. */
export interface Conflict {
  readonly ours: string
  readonly theirs: string
  readonly base: string | undefined
}

/** What begins a line of a text that a merge left in conflict, of git's `merge`, `diff3` and `zdiff3` styles. */
const MARKER = /^(?:<{7}|\|{7}|={7}|>{7})(?= |\r?$)/

/** The character of which a line is a conflict marker; undefined for any other line. */
export const conflictMark = (line: string): string | undefined => MARKER.exec(line)?.[0].charAt(0)

/** A text without its conflict markers: both sides stay. */
export const dropConflictMarkers = (text: string): string =>
  text
    .split(/(?<=\n)/)
    .filter((line) => !MARKER.test(line.replace(/\n$/, '')))
    .join('')

/** The line, counted from 1, at which a merge left the first of its conflict markers. */
export function findConflict(text: string): number | undefined {
  // A row of equals signs underlines a heading, too.
  const line = text.split('\n').findIndex((each) => /[<>]/.test(conflictMark(each) ?? ''))
  return line === -1 ? undefined : line + 1
}

/**
 * Takes a text with conflict markers apart into whole texts; undefined where
 * there are none, or where they do not come in pairs.
 */
export function splitConflict(text: string): Conflict | undefined {
  const lines = { ours: [] as string[], theirs: [] as string[], base: [] as string[] }
  let side: keyof typeof lines | 'all' = 'all'
  let [found, hasBase] = [false, true]
  let sawBase = false
  for (const line of text.split('\n')) {
    const mark = conflictMark(line)
    if (mark === '<' && side === 'all') {
      side = 'ours'
      found = true
      sawBase = false
    } else if (mark === '|' && side === 'ours') {
      side = 'base'
      sawBase = true
    } else if (mark === '=' && (side === 'ours' || side === 'base')) side = 'theirs'
    else if (mark === '>' && side === 'theirs') {
      side = 'all'
      hasBase &&= sawBase
    } else if (mark !== undefined && mark !== '=' && mark !== '|') return undefined
    else if (side === 'all') for (const each of Object.values(lines)) each.push(line)
    else lines[side].push(line)
  }
  if (!found || side !== 'all') return undefined
  const [ours, theirs, base] = [lines.ours, lines.theirs, lines.base].map((each) => each.join('\n'))
  return { ours: ours ?? '', theirs: theirs ?? '', base: hasBase ? base : undefined }
}
