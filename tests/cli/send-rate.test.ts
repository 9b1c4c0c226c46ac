import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { measureRate } from '../measure-rate.ts'

describe('npm run send --rate', { concurrency: true }, () => {
  for (const { rate, connections, kills = 0 } of [
    { rate: 50, connections: 5 },
    { rate: 50, connections: 20, kills: 2 },
    { rate: 200, connections: 20 },
  ]) {
    const also = kills > 0 ? ', also where it is killed and gone on with at once' : ''
    test(`${rate} over ${connections} connections: a mail server counts no more in any second${also}`, async () => {
      using folder = makeTemporaryFolder()
      const readers = rate * 2 + rate / 2
      const found = await measureRate({ folder: folder.path, rate, connections, readers, slowness: 30, kills })
      assert.ok(found.arrivals >= readers && (kills > 0 || found.arrivals === readers))
      assert.ok(found.most > rate / 2, `${found.most} in the fullest second are no test of it`)
      assert.ok(found.most <= rate, `${found.most} in one second`)
    })
  }
})
