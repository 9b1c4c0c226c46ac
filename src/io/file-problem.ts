import path from 'node:path'
import type { Problem } from '../core/text/problem.ts'
import { isTemporary } from './atomic-file.ts'
import { displayPath } from './content-folder.ts'
import { isUnfinished } from './place-file.ts'

const ELSEWHERE = 'or name another place: another file, or another folder with --content, --state or --out'
const PERMISSION = `Give the user that runs this the right to it, ${ELSEWHERE}`
const REASONS: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  EACCES: ['permission denied', PERMISSION],
  EPERM: ['permission denied', PERMISSION],
  EROFS: ['it lies on a disk that can only be read', `Make the disk writable, ${ELSEWHERE}`],
  ENOSPC: ['the disk is full', 'Make room on it, and run this again'],
  EDQUOT: ['the disk quota is used up', 'Make room, and run this again'],
  ENOTDIR: ['a part of this path is a file, and should be a folder', `Move that file away, ${ELSEWHERE}`],
  EEXIST: ['there is a file in the place of a folder', `Move that file away, ${ELSEWHERE}`],
  EISDIR: ['there is a folder in the place of a file', 'Move that folder away'],
  EMFILE: ['too many files are open', 'Raise the limit (`ulimit -n`), and run this again'],
}

/** Whether somebody has heard of a file: what a write in progress makes beside its place goes with it. */
const isNoted = (file: string) => !isTemporary(file) && !isUnfinished(file)

/**
 * What the disk refused, as a problem that its owner can mend; undefined for any other error, which may be a bug. Every
 * file is written whole or not at all, so the one that is named stands as it was.
 */
export function fileProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('syscall' in error)) return undefined
  const { code = '', path: file, dest } = error as NodeJS.ErrnoException & { dest?: string }
  const reason = REASONS[code]
  if (reason === undefined) return undefined
  const place = dest ?? file
  const where = place === undefined ? 'the disk' : displayPath(isNoted(place) ? place : path.dirname(place))
  return { where: where || '.', what: `${reason[0]} (${code})`, remedy: reason[1] }
}
