import fs from 'node:fs'

/** Makes a folder, and says whether nobody had made it before: of several processes one is told that it is the first. */
export function makeFirst(folder: string): boolean {
  try {
    fs.mkdirSync(folder)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
