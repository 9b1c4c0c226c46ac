// node tests/bench/bomb-lists.ts: 10,000 sign-ups over HTTP to `npm run serve`, of one address, from one network, and from
// many for everybody; how many mails are at the server, beside one for each.
import path from 'node:path'
import type { Figure } from '../../src/core/bench/figure.ts'
import { isSettled } from '../store-content.ts'
import { makeFolder, printFigures } from './figure.ts'
import { type PostedSignup, postSignups } from './post-signups.ts'
import { startApp } from './start-app.ts'

const COUNT = 10_000
const ATTACKS: readonly (readonly [what: string, most: number, make: (index: number) => PostedSignup])[] = [
  ['one address', 1, (at) => ({ email: at % 2 ? 'keeper@a.example' : 'KEEPER@A.EXAMPLE', from: many(at) })],
  ['one network', 20, (at) => ({ email: `keeper-${at}@a${at}.example`, from: `${many(at)}, 192.0.2.${at & 255}` })],
  ['many networks', 600, (at) => ({ email: `keeper-${at}@a${at}.example`, from: many(at) })],
]
const many = (at: number) => `10.${at >> 8}.${at & 255}.7`

const folder = makeFolder()
const figures: Figure[] = []
for (const [what, most, make] of ATTACKS) {
  const app = await startApp(path.join(folder, what.replace(' ', '-')))
  let next = 0
  await postSignups(app.port, 50, () => (next < COUNT ? make(next++) : undefined))
  while (!isSettled(app.state)) await new Promise((resolve) => setTimeout(resolve, 200))
  await app.stop()
  figures.push({
    what: `serve: mails for 10,000 sign-ups, ${what}`,
    ...{ ours: app.sink.mails.length, unit: 'mails', peer: COUNT, peerName: 'one each', asked: { atMostOurs: most } },
  })
}
printFigures(figures)
