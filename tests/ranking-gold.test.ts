import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { evaluateRanking } from '../src/core/story/evaluate-ranking.ts'
import { readGold } from '../src/core/story/read-gold.ts'
import { take } from '../src/core/text/problem.ts'

/** Years of what two newsletters chose from and chose; too large to ship with the project. */
const CORPUS = path.resolve(process.env.CROWSNEST_CORPUS ?? path.join(import.meta.dirname, '../../shared/data'))

describe('on what editors of other newsletters picked', () => {
  const cases: [file: string, atLeast: number][] = [
    ['devopsish.json', 0.015],
    ['lwkd-releases.json', 0.05],
  ]
  for (const [name, atLeast] of cases) {
    test(`${name}: the ranking is at least ${atLeast} of AUC ahead of "domain so far", and not by chance`, (t) => {
      const file = path.join(CORPUS, 'curation', name)
      if (!fs.existsSync(file)) {
        t.skip(`there is no ${file}; set CROWSNEST_CORPUS to a folder that has one`)
        return
      }
      const { weeks, sources } = take(readGold(fs.readFileSync(file, 'utf8'), name))
      const { gain } = evaluateRanking(weeks, sources)
      assert.ok(gain && gain.mean >= atLeast, `ahead by ${gain?.mean.toFixed(4)}`)
      assert.ok(gain.low > 0, `95 of 100 samples lie above ${gain.low.toFixed(4)}`)
    })
  }
})
