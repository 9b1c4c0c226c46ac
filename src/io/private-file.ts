import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { ExpectedError } from '../core/text/problem.ts'
import { temporaryName } from './atomic-file.ts'
import { displayPath } from './content-folder.ts'
import { USAGE } from './exit-code.ts'
import { flushToDisk, linkNew } from './place-file.ts'

/** A file that is written piece by piece and is there whole, or not at all. */
export interface PrivateFile {
  readonly write: (text: string) => void
  /** Gives it its name. */
  readonly finish: () => void
  /** Takes away what was written, where it was not finished. */
  readonly discard: () => void
}

/**
 * Begins a file that nobody else may read (0600). It never takes the place of one that is there.
 *
 * @param options.replace whether it may, after all
 * @throws ExpectedError where there is one
 */
export function openPrivateFile(file: string, { replace }: { readonly replace: boolean }): PrivateFile {
  const place = path.resolve(file)
  const remedy = 'Name a file that is not, or say --force'
  const taken = () => new ExpectedError({ where: displayPath(place), what: 'it is there already', remedy }, USAGE)
  if (fs.existsSync(place) && !replace) throw taken()
  fs.mkdirSync(path.dirname(place), { recursive: true })
  const temporary = temporaryName(place)
  const handle = fs.openSync(temporary, 'wx', 0o600)
  let isOpen = true
  const discard = () => {
    if (isOpen) fs.closeSync(handle)
    isOpen = false
    fs.rmSync(temporary, { force: true })
  }
  // Whoever has enough of it ends the process.
  process.once('exit', discard)
  return {
    write(text) {
      fs.writeSync(handle, text)
    },
    finish() {
      fs.fsyncSync(handle)
      fs.closeSync(handle)
      isOpen = false
      if (replace) fs.renameSync(temporary, place)
      else if (!linkNew(temporary, place)) throw taken()
      flushToDisk(path.dirname(place))
    },
    discard() {
      process.off('exit', discard)
      discard()
    },
  }
}

/** Hands a text to stdout, and waits where whoever reads it is slower. */
export async function writeToStdout(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}
