// node tests/bench/send-killed.ts [--long]: a send that is killed with SIGKILL at random moments and gone on with: what a
// mail server in another process got. The peer is what is promised. `--long` has 10,000 readers and 20 kills, and says
// with SEED which; without it, they are another time's.
import type { Figure } from '../../src/core/bench/figure.ts'
import { judgeKilledSend, killSend } from '../kill-send.ts'
import { makeFolder, printFigures } from './figure.ts'

const LONG = process.argv.includes('--long')
const [readers, kills] = LONG ? [10_000, 20] : [2_000, 5]
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32))
process.stderr.write(`Killing with SEED=${seed}\n`)
const figures: Figure[] = []
for (const onUnknown of ['retry', 'hold'] as const) {
  const killed = await killSend({ folder: makeFolder(), seed, readers, kills, onUnknown, connections: 5 })
  const found = judgeKilledSend(killed)
  const of = `${onUnknown}: of ${readers}, ${kills} kills`
  const told = new Set(found.listed)
  const none = { unit: '', peer: readers, peerName: 'readers', asked: { atMostOurs: 0 } }
  const moments = killed.kills.map(({ moment, leased }) => `${moment} ${leased.length}`).join(', ')
  process.stderr.write(`${onUnknown}, under way when killed: ${moments}\n`)
  if (onUnknown === 'retry') {
    figures.push(
      { what: `${of}, lost`, ours: found.lost.length, ...none },
      {
        what: `${of}, repeated`,
        ...{ ours: found.repeated, unit: '', peer: found.bound, peerName: 'kills × in flight', asked: { atMost: 1 } },
      },
    )
  } else {
    const untold = found.lost.filter((address) => !told.has(address)).length
    const underWay = new Set(found.underWay)
    const wrongly = found.listed.filter((address) => !underWay.has(address)).length
    const missing = found.underWay.filter((address) => !told.has(address)).length
    figures.push(
      { what: `${of}, repeated`, ours: found.repeated, ...none },
      { what: `${of}, lost and not told of`, ours: untold, ...none },
      { what: `${of}, told of and not under way, or not told`, ours: wrongly + missing, ...none },
      {
        what: `${of}, told of, of whom some had it`,
        ...{ ours: told.size, unit: '', peer: found.lost.length, peerName: 'without it' },
      },
    )
  }
  const odd = found.misnamed + found.strangers.length + (found.ids - found.readers)
  figures.push({ what: `${of}, strangers, wrong Message-IDs`, ours: odd, ...none })
}
printFigures(figures)
