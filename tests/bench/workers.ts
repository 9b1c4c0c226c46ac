// node tests/bench/workers.ts [--long]: an issue sent by workers in processes of their own over one PostgreSQL: four of them
// beside one, without a limit that matters; and four of which two are killed with SIGKILL at random moments and one is
// started again, beside what is promised. `--long` has 50,000 readers. SEED says which moments.
import type { Figure } from '../../src/core/bench/figure.ts'
import { judgeWorkedSend, sendByWorkers } from '../kill-workers.ts'
import { startPostgres } from '../postgres-server.ts'
import { makeFolder, printFigures } from './figure.ts'

const LONG = process.argv.includes('--long')
const readers = LONG ? 50_000 : 3_000
const rate = LONG ? 250 : 100
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32))
process.stderr.write(`Killing with SEED=${seed}\n`)
const postgres = await startPostgres()
const figures: Figure[] = []

const speeds: number[] = []
for (const workers of [1, 4]) {
  const url = await postgres.createDatabase()
  const common = { folder: makeFolder(), url, seed, readers: LONG ? 20_000 : 3_000, rate: 100_000, kills: 0 }
  const worked = await sendByWorkers({ ...common, workers, connections: 5, onUnknown: 'retry' })
  speeds.push((worked.arrivals.length * 1_000) / worked.took)
}
figures.push({
  ...{ what: 'mails a second, four workers', ours: speeds[1] ?? NaN, unit: '/s' },
  ...{ peer: speeds[0] ?? NaN, peerName: 'one worker' },
})

for (const onUnknown of LONG ? (['retry', 'hold'] as const) : (['retry'] as const)) {
  const url = await postgres.createDatabase()
  const worked = await sendByWorkers({
    ...{ folder: makeFolder(), url, seed, readers, rate, workers: 4, kills: 2, connections: 5, onUnknown },
  })
  const found = judgeWorkedSend(worked)
  const of = `${onUnknown}: of ${readers}, 2 of 4 killed`
  const told = new Set(onUnknown === 'hold' ? found.listed : [])
  const lost = found.lost.filter((address) => !told.has(address)).length
  const none = { unit: '', peer: readers, peerName: 'readers', asked: { atMostOurs: 0 } }
  const leased = { unit: '', peer: worked.bound, peerName: 'leased of the killed', asked: { atMost: 1 } }
  figures.push(
    { what: `${of}, lost${onUnknown === 'hold' ? ' and not told of' : ''}`, ours: lost, ...none },
    { what: `${of}, repeated`, ours: found.repeated, ...(onUnknown === 'hold' ? none : leased) },
    {
      what: `${of}, fullest second`,
      ours: found.most,
      unit: '/s',
      peer: rate,
      peerName: '--rate',
      asked: { atMost: 1 },
    },
    {
      ...{ what: `${of}, on the whole`, ours: (worked.arrivals.length * 1_000) / worked.took, unit: '/s' },
      ...{ peer: rate, peerName: '--rate' },
    },
  )
}
printFigures(figures)
process.exit()
