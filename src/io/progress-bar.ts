import { escapeControls } from '../core/text/plain-text.ts'
import { drawProgressLine } from '../core/text/progress-line.ts'
import { say } from './command-line.ts'

/** Milliseconds in which a person waits without asking. */
const PATIENCE = 1_000
/** Milliseconds between two pictures. */
const REFRESH = 100

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
      if (stderr.isTTY) {
        if (now - last < REFRESH) return
        last = now
        const line = drawProgressLine(label, share, escapeControls(what), (stderr.columns || 80) - 1)
        stderr.write(`\r\u001b[2K${line}`)
      } else if (Math.floor(share * 4) > quarter) {
        quarter = Math.floor(share * 4)
        say(`${label} ${Math.floor(share * 100)} %  ${what}`)
      }
    },
    end() {
      if (stderr.isTTY) stderr.write('\r\u001b[2K')
    },
  }
}
