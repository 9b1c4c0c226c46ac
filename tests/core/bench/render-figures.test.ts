import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { putFigures, renderFigures } from '../../../src/core/bench/render-figures.ts'
import { makeFigure, makeRun } from '../../builders.ts'

const [BEGIN, END] = ['<!-- figures: npm run bench -- --write -->', '<!-- /figures -->']

describe('the figures of a page', () => {
  test('replace what stands between its marks, and nothing else', () => {
    const page = `# Quality\n\nBefore.\n\n${BEGIN}\n\nold\n\n${END}\n\nAfter.\n`
    const put = putFigures(page, 'new\n', 'quality.md')
    assert.deepEqual(put, { ok: true, value: `# Quality\n\nBefore.\n\n${BEGIN}\n\nnew\n\n${END}\n\nAfter.\n` })
    assert.deepEqual(put.ok && putFigures(put.value, 'new', 'quality.md'), put)
  })

  for (const [what, page] of [
    ['without marks', '# Quality\n'],
    ['whose marks stand the wrong way round', `${END}\n${BEGIN}\n`],
    ['without the mark at the end', `${BEGIN}\n`],
  ]) {
    test(`have no place in a page ${what}, which is said`, () => {
      const put = putFigures(page!, 'new', 'quality.md')
      assert.match(JSON.stringify(put), /no place for the figures/)
    })
  }
})

describe('a table of figures', () => {
  const figure = makeFigure({ what: 'a|b', ours: 3, peer: 2, unit: 's', peerName: 'a bare fetch' })
  const text = renderFigures(
    [
      makeRun({ figures: [{ ...figure, asked: { atMost: 1 } }, makeFigure()] }),
      makeRun({ script: 'run-ingest', long: true, load: 7, figures: [{ ...figure, asked: { atMost: 2 } }] }),
      makeRun({ bench: 'send', script: 'send-issue', machine: { ...makeRun().machine, cores: 64 } }),
    ],
    'plot.svg',
  )

  test('has a line for each with what is asked, what was measured, the peer, the ratio, and the verdict', () => {
    assert.match(text, /\| a\\\|b +\| at most 1 × +\| 3 s +\| a bare fetch, 2 s +\| 1\.50 × \| \*\*no\*\* +\|/)
    assert.match(text, /\| a\\\|b \(`--long`\) +\| at most 2 × .*\| yes +\|/)
  })

  test('stands under each name of the command once, below how many are as asked and the plot', () => {
    assert.match(text, /^Of 2 figures of which something is asked, 1 is as asked\.\n\n!\[[^\]]+\]\(plot\.svg\)\n/)
    assert.deepEqual(text.match(/(?<=^### ).*/gm), [
      '`npm run bench -- ingest`',
      '`npm run bench -- send`',
      'When and where',
    ])
  })

  test('is followed by day, commit, load and machine of each run, and by which of them were disturbed', () => {
    assert.match(text, /\| `run-ingest --long` +\| 2026-08-24 +\| `1234567` +\| 7 +\| 12 s +\| 1 +\|/)
    assert.match(text, /\| `send-issue` .*\| 2 +\|/)
    assert.match(text, /times say little: `run-ingest`\./)
    assert.match(text, /^2\. Lamp 9000, 64 cores/m)
  })

  test('has columns of one width, as the formatter wants them', () => {
    for (const table of text.split('\n\n').filter((part) => part.startsWith('|'))) {
      assert.equal(new Set(table.split('\n').map((line) => line.length)).size, 1, table)
    }
  })

  test('says so where nothing was measured', () => {
    assert.equal(renderFigures([], 'plot.svg'), 'Nothing has been measured yet.')
  })
})
