import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseCaseStudy } from '../../src/core/post/case-study.ts'
import { parsePost } from '../../src/core/post/post.ts'
import { CARD_SIZE, type CardElement, drawable, drawCard, drawIcon } from '../../src/site/card.ts'
import { makePicture, renderPicture } from '../../src/site/card-picture.ts'
import { createIssueCard } from '../../src/site/issue-card.ts'
import { createLongFormCard } from '../../src/site/long-form-card.ts'
import { makeIssue, makePick } from '../builders.ts'

const settings = {
  name: 'Crowsnest',
  url: 'https://crowsnest.example',
  tagline: 'The week',
  description: 'What happened.',
  language: 'en',
  mail: { from: 'weekly@crowsnest.example' },
}
const card = { name: 'Crowsnest', title: 'First light', above: 'No. 1', below: '21 August 2026', flags: ['U'] } as const

/** Every text and every path of a drawing. */
function listParts({ props }: CardElement): string[] {
  const { children = [], d } = props
  return [
    ...(typeof d === 'string' ? [d] : []),
    ...(typeof children === 'string' ? [children] : children.flatMap(listParts)),
  ]
}
const wordsOf = (drawing: CardElement) => listParts(drawing).filter((part) => part !== '' && !/^M\d/.test(part))
/** Width and height stand in the header of a PNG (its specification, 11.2.2). */
const sizeOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset)
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

describe('the picture of an issue', () => {
  const issue = makeIssue({
    picks: [
      makePick({ section: 'security' }),
      makePick({ url: 'https://harbour.example/2', section: 'tooling' }),
      makePick({ url: 'https://harbour.example/3', section: 'subproject-releases' }),
    ],
  })

  test('says the publication, number and week, headline, day, and how many picks', () => {
    assert.deepEqual(wordsOf(drawCard(createIssueCard(issue, settings))), [
      'Crowsnest',
      'No. 1 · Week 34 of 2026',
      'First light',
      '21 August 2026 · 3 picks',
    ])
  })

  test('flies the flags of the sections, one of each', () => {
    const without = listParts(drawCard({ ...createIssueCard(issue, settings), flags: [] })).length
    const withU = listParts(drawCard({ ...createIssueCard(issue, settings), flags: ['U'] })).length
    const withUZ = listParts(drawCard({ ...createIssueCard(issue, settings), flags: ['U', 'Z'] })).length
    assert.ok(without < withU && withU < withUZ)
    assert.equal(listParts(drawCard(createIssueCard(issue, settings))).length, withUZ)
  })

  test('of an issue without a headline says its week once', () => {
    const words = wordsOf(drawCard(createIssueCard(makeIssue({ title: '' }), settings)))
    assert.deepEqual(words, ['Crowsnest', 'No. 1', 'Week 34 of 2026', '21 August 2026 · 0 picks'])
  })
})

test('a long headline is given all the width, and is cut after four lines', () => {
  const styleOf = (title: string) => JSON.stringify(drawCard({ ...card, title }))
  assert.match(styleOf('lamp '.repeat(20)), /"lineClamp":4/)
  // To balance lines and to count them do not go together: satori would balance what it then cuts.
  assert.doesNotMatch(styleOf('lamp '.repeat(20)), /balance/)
  assert.match(styleOf('lamp '.repeat(8)), /"textWrap":"balance"/)
  assert.doesNotMatch(styleOf('lamp '.repeat(8)), /lineClamp/)
})

describe('a text that is drawn', () => {
  for (const [words, drawn] of [
    ['Gateway API 1.5, and “a” kubelet’s CVE — at last…', 'Gateway API 1.5, and “a” kubelet’s CVE — at last…'],
    ['Přístav, Hafenstraße, Ελλάδα, Гавань', 'Přístav, Hafenstraße, Ελλάδα, Гавань'],
    ['A decomposed a\u0308', 'A decomposed ä'],
    ['Ship it 🚀 now 👩‍🚀', 'Ship it now'],
    ['1.36 → 1.37', '1.36 1.37'],
    ['在生产中使用 Kubernetes', ''],
    ['مرفأ', ''],
    ['Level ٣', ''],
  ] as const) {
    test(`of ${JSON.stringify(words)} is ${JSON.stringify(drawn)}`, () => {
      assert.equal(drawable(words), drawn)
    })
  }

  test('is the number where the font has no letters for the title', () => {
    assert.deepEqual(wordsOf(drawCard({ ...card, title: '在生产中使用' })), ['Crowsnest', 'No. 1', '21 August 2026'])
  })
})

describe('a drawing', () => {
  test('becomes a PNG of 1200 by 630 pixels, the same bytes every time', async () => {
    const png = await makePicture(drawCard(card), CARD_SIZE)
    assert.deepEqual([...png.subarray(1, 4)], [...Buffer.from('PNG')])
    assert.deepEqual(sizeOf(png), CARD_SIZE)
    assert.deepEqual(await makePicture(drawCard(card), CARD_SIZE), png)
    for (let time = 0; time < 2; time++) assert.deepEqual(await renderPicture(drawCard(card), CARD_SIZE), png)
    assert.notDeepEqual(await renderPicture(drawCard({ ...card, title: 'Fog' }), CARD_SIZE), png)
  })

  test('has a glyph for all that may be drawn', async () => {
    const all = Array.from({ length: 0x2300 }, (_, code) => String.fromCharCode(code)).filter(
      (character) => drawable(character) === character,
    )
    assert.ok(all.length > 500)
    const latin = [...all.filter((character) => character <= '\u00ff'), ...'–—‘’“”…']
    const titles = [latin, ...Array.from({ length: Math.ceil(all.length / 200) }, (_, at) => all.slice(at * 200))]
    for (const title of titles.map((characters) => characters.slice(0, 200).join(''))) {
      await assert.doesNotReject(makePicture(drawCard({ ...card, title }), CARD_SIZE))
    }
  })

  test('of what no font has is a bug, and no row of empty boxes', async () => {
    const drawing: CardElement = { type: 'div', props: { style: { display: 'flex' }, children: '在' } }
    await assert.rejects(makePicture(drawing, { width: 80, height: 40 }), /no font has/)
  })

  test('of a flag alone has the size that was asked for', async () => {
    const size = { width: 180, height: 180 }
    assert.deepEqual(sizeOf(await renderPicture(drawIcon({ name: 'Crowsnest' }, 180), size)), size)
  })
})

describe('the picture of long form', () => {
  const series = new Map([['lamps', { id: 'lamps', title: 'Five lamps', description: '', unit: 'Day', intro: '' }]])
  const head = 'title: The first lamp\nstatus: published\ndate: 2026-05-04\n'
  const known = { settings, series }

  test('of a post says which part of what it is, and whom it follows', () => {
    const retold = 'retold: { title: Lamps, authors: [Ada Quay, Ben Mole], date: 2017-10-09 }\n'
    const post = parsePost(`---\n${head}${retold}series: { id: lamps, part: 2 }\n---\nText.\n`, 'lamp', 'lamp.md')
    assert.ok(post.ok)
    assert.deepEqual(wordsOf(drawCard(createLongFormCard(post.value, known))), [
      'Crowsnest',
      'Five lamps · Day 2',
      'The first lamp',
      '4 May 2026 · retold after Ada Quay, Ben Mole',
    ])
  })

  test('of a case study says of whom it tells', () => {
    const study = parseCaseStudy(`---\n${head}company: { name: Pier AG }\n---\nText.\n`, 'pier', 'pier.md')
    assert.ok(study.ok)
    const card = createLongFormCard(study.value, known)
    assert.deepEqual([card.above, card.below, card.flags], ['Case study · Pier AG', '4 May 2026', ['H']])
  })
})
