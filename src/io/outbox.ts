import path from 'node:path'
import { failure, type Result, success } from '../core/text/problem.ts'
import type { OutboxFile } from '../jobs/ports.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { displayPath } from './content-folder.ts'

/**
 * Writes files into a folder, each whole or not at all, and makes the folder where there is none; stops at the first
 * that cannot be written. Returns the paths.
 *
 * @param mode the rights of a new file, where it is for nobody else on this machine
 */
export function writeOutbox(folder: string, files: readonly OutboxFile[], mode?: number): Result<string[]> {
  const paths: string[] = []
  for (const { name, content } of files) {
    const file = path.join(folder, name)
    try {
      writeFileAtomic(file, content, mode === undefined ? {} : { mode })
    } catch (error) {
      return failure({
        where: displayPath(file),
        what: `it cannot be written: ${error instanceof Error ? error.message : String(error)}`,
        remedy: 'Name a folder that can be written to with --out',
      })
    }
    paths.push(file)
  }
  return success(paths)
}
