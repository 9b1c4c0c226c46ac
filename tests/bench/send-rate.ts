// node tests/bench/send-rate.ts [--long]: the fullest second that a mail server in another process counts, by its own clock,
// of a whole `npm run send --rate`, beside the rate; and how many mails a second that is on the whole.
import type { Figure } from '../../src/core/bench/figure.ts'
import { measureRate } from '../measure-rate.ts'
import { makeFolder, printFigures } from './figure.ts'

const SECONDS = process.argv.includes('--long') ? 20 : 5
const figures: Figure[] = []
for (const rate of [50, 200]) {
  for (const connections of [5, 20]) {
    const given = { folder: makeFolder(), readers: rate * SECONDS, rate, connections, slowness: 20 }
    const { most, perSecond } = await measureRate(given)
    const common = { peer: rate, peerName: '--rate', unit: '/s' }
    figures.push(
      {
        what: `--rate ${rate}, ${connections} connections: fullest second`,
        ours: most,
        ...common,
        asked: { atMost: 1 },
      },
      { what: `--rate ${rate}, ${connections} connections: on the whole`, ours: perSecond, ...common },
    )
  }
}
printFigures(figures)
