import path from 'node:path'
import type { Page } from 'playwright'
import type { Figure } from '../../src/core/bench/figure.ts'
import { makeIssue, makePick } from '../builders.ts'
import { makeStoryItem, NOW, writeDeskFolder } from '../desk/desk-folder.ts'
import { launchBrowser } from '../e2e/browser.ts'
import { createDeskServer } from '../e2e/desk-server.ts'
import { makeFolder, printFigures } from './figure.ts'

const STORIES = 1000
const ROUNDS = process.argv.includes('--long') ? 100 : 30
const KEYS = ['j', 'k', 'p', 'x', 's'] as const
/** Between one key and the next: an editor who hardly reads. */
const PAUSE = 150

/** A page that does nothing at a key but to take a class from one of a thousand rows and give it to the next. */
const BARE = `<!doctype html><title>Bare</title>
<style>div { padding: 1rem; border-bottom: 1px solid } .on { background: gold }</style>
${Array.from({ length: STORIES }, (_, index) => `<div>Row ${index}</div>`).join('')}
<script>
  const rows = document.querySelectorAll('div')
  let at = 0
  addEventListener('keydown', (event) => {
    rows[at].classList.remove('on')
    at = (at + 1) % rows.length
    rows[at].classList.add('on')
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        performance.measure('desk-key', { start: event.timeStamp, end: performance.now(), detail: event.key })
        channel.port1.close()
      }
      channel.port2.postMessage(undefined)
    })
  })
</script>`

const folder = makeFolder()
writeDeskFolder(path.join(folder, 'content'), {
  // Of forty sources, on five days: more than ten of one source on one day would be one row.
  items: Array.from({ length: STORIES }, (_, index) =>
    makeStoryItem(index, { published: `2026-08-${18 + (Math.floor(index / 40) % 5)}T09:00:00Z` }),
  ),
  issues: [makeIssue({ picks: [makePick()] })],
})
const server = await createDeskServer(folder, NOW)
await server.start()
process.once('exit', () => void server.stop())
const browser = await launchBrowser({ isMeasured: true })
const desk = await browser.newPage({ viewport: { width: 1280, height: 800 } })
await desk.goto(server.address)
await desk.locator('.stories [role=row]').first().waitFor()
const rows = await desk.locator('.stories [role=row]').count()
if (rows !== STORIES) throw new Error(`${rows} rows of ${STORIES}`)
const bare = await browser.newPage({ viewport: { width: 1280, height: 800 } })
await bare.setContent(BARE)

/** Milliseconds from a key to the picture that shows what it did. */
async function measureKey(page: Page, key: string): Promise<number> {
  await page.evaluate(() => {
    performance.clearMeasures('desk-key')
  })
  await page.keyboard.press(key)
  const found = await page.waitForFunction(() => performance.getEntriesByName('desk-key')[0]?.duration)
  const duration = await found.evaluate((value) => value ?? NaN)
  await new Promise((resolve) => setTimeout(resolve, PAUSE))
  return duration
}

const times = new Map<string, number[]>(KEYS.map((key) => [key, []]))
const bareTimes: number[] = []
await measureKey(desk, 'j')
await measureKey(bare, 'j')
for (let round = 0; round < ROUNDS; round += 1) {
  // One page at a time is in front, as only that one is painted without waiting.
  await desk.bringToFront()
  for (const key of KEYS) times.get(key)?.push(await measureKey(desk, key))
  await bare.bringToFront()
  bareTimes.push(await measureKey(bare, 'j'))
}
const picked = await desk.locator('.issue .pick').count()
if (picked !== ROUNDS) throw new Error(`${picked} picks of ${ROUNDS}: the keys did not do what is measured.`)
await browser.close()
await server.stop()

const at = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN
const peer = { unit: 'ms', peerName: 'a class on one of 1,000 rows' }
printFigures([
  ...KEYS.map((key): Figure => {
    const values = times.get(key) ?? []
    return {
      what: `desk: ${key} to paint, p95 of ${values.length}, ${STORIES} stories`,
      ...{ ...peer, ours: at(values, 0.95), peer: at(bareTimes, 0.95), asked: { atMostOurs: 50 } },
    }
  }),
  {
    what: `desk: a key to paint, median of all`,
    ...{ ...peer, ours: at([...times.values()].flat(), 0.5), peer: at(bareTimes, 0.5) },
  },
])
process.exit()
