import { escapeControls } from '../core/text/plain-text.ts'
import { say } from './command-line.ts'

/** Milliseconds in which a person waits without asking. */
const PATIENCE = 1_000
/** Milliseconds between two pictures. */
const REFRESH = 100
const WIDTH = 24

/** How far something is, on stderr. */
export interface ProgressBar {
  /** @param what what has been done so far, in words */
  readonly show: (done: number, what: string) => void
  /** Takes the bar away. */
  readonly end: () => void
}

/**
 * A bar on a terminal; elsewhere a line at each quarter. Neither for what is done within a second.
 *
 * @param total of the same unit as what is `done`, bytes say
 */
export function createProgressBar(label: string, total: number): ProgressBar {
  const begin = performance.now()
  let last = 0
  let quarter = 0
  const { stderr } = process
  return {
    show(done, what) {
      const now = performance.now()
      if (now - begin < PATIENCE) return
      const share = Math.min(1, total === 0 ? 1 : done / total)
      const words = `${String(Math.floor(share * 100)).padStart(3)} %  ${what}`
      if (stderr.isTTY) {
        if (now - last < REFRESH) return
        last = now
        const full = Math.round(share * WIDTH)
        const bar = `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`
        stderr.write(`\r\u001b[2K${escapeControls(`${label} ${bar} ${words}`).slice(0, (stderr.columns || 80) - 1)}`)
      } else if (Math.floor(share * 4) > quarter) {
        quarter = Math.floor(share * 4)
        say(`${label} ${words.trim()}`)
      }
    },
    end() {
      if (stderr.isTTY) stderr.write('\r\u001b[2K')
    },
  }
}
