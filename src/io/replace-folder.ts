import fs from 'node:fs'
import path from 'node:path'

/**
 * Puts a folder in the place of another by two renames, so that who reads there meanwhile misses it for a moment alone;
 * what was there stands as it was where the new one cannot come. On another disk it is copied instead.
 *
 * @param aside where what was there is put, beside `from`; its deletion, which takes longer, is the caller's
 */
export function replaceFolder(from: string, to: string, aside: string): void {
  fs.mkdirSync(path.dirname(to), { recursive: true })
  const isAside = fs.existsSync(to) && moveFolder(to, aside)
  try {
    if (moveFolder(from, to)) return
    fs.rmSync(to, { recursive: true, force: true })
    fs.cpSync(from, to, { recursive: true })
  } catch (error) {
    if (isAside && !fs.existsSync(to)) fs.renameSync(aside, to)
    throw error
  }
}

/** @returns false where the two lie on different disks */
function moveFolder(from: string, to: string): boolean {
  try {
    fs.renameSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EXDEV') return false
    throw error
  }
}
