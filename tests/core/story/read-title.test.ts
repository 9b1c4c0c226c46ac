import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createTitleReader } from '../../../src/core/story/read-title.ts'

const read = createTitleReader(['Harbour Blog', 'DEV Community', 'Kubernetes'])

describe('the marks of a title', () => {
  for (const [title, marks] of [
    ['Lamp v1.36.0 is out', '1.36'],
    ['Lamp 1.36', '1.36'],
    ['Lamp 1.36.1', '1.36.1'],
    ['Lamp v2.0.0-rc1', '2.0 rc.1'],
    ['Lamp 2.0.0-rc.1', '2.0 rc.1'],
    ['Tides, Part II', '2'],
    ['Tides, part two', '2'],
    ['The 2nd tide', '2'],
    ['Second tide', '2'],
    ['Week ending Sept 6, 2026', '2026 6 september'],
    ['Week ending September 06, 2026', '2026 6 september'],
    ['Lamps graduate to GA', 'ga'],
    ['Lamps graduate to stable', 'ga'],
    ['Lamps graduate to beta', 'beta'],
    ['CVE-2026-0042: a lamp falls', '2026 42'],
    ['港の灯り 第二回', '第二'],
    ['Ｌａｍｐ １.３６', '1.36'],
    ['K8s for keepers', ''],
    ['First light', '1'],
    ['', ''],
  ] as const) {
    test(`"${title}" has ${marks || 'none'}`, () => {
      assert.equal(read(title).marks, marks)
    })
  }
})

describe('a title says the same', () => {
  for (const [one, other] of [
    ['Harbour Blog: Keeping lamps lit', 'Keeping lamps lit'],
    ['[Harbour Blog] Keeping lamps lit', 'Keeping lamps lit'],
    ['Keeping lamps lit | Harbour Blog', 'Keeping lamps lit'],
    ['Keeping lamps lit - DEV Community', 'Keeping lamps lit'],
    ['Show HN: Keeping lamps lit', 'Keeping lamps lit'],
    ['Blog: Keeping lamps lit', 'Keeping lamps lit'],
    ['Keeping lamps lit [pdf]', 'Keeping lamps lit'],
    ['KEEPING LAMPS LIT!', 'Keeping lamps lit'],
    ['Keeping <em>lamps</em> lit &amp; dry', 'Keeping lamps lit and dry'],
    ['The keeper’s lamp', "The keeper's lamp"],
    ['Lamps on K8s', 'Lamps on Kubernetes'],
    ['Sneak peek at Lamp 1.36', 'Lamp v1.36.0 Sneak Peek'],
    ['Keeping lamps lit 🚀', 'Keeping lamps lit'],
  ] as const) {
    test(`"${one}" and "${other}"`, () => {
      assert.equal(read(one).key, read(other).key)
    })
  }
})

describe('a name stays in a title', () => {
  test('that would say too little without it', () => {
    assert.equal(read('Kubernetes: 1.36').key, '1.36 kubernete')
  })

  test('that no source has', () => {
    assert.notEqual(read('Lighthouse: Keeping lamps lit').key, read('Keeping lamps lit').key)
  })
})

describe('the weight of a title', () => {
  for (const [title, weight] of [
    ['Weekly update', 0],
    ['Week Ending August 16, 2026', 0],
    ['v1.36.2', 1],
    ['Lamp v1.36.2', 2],
    ['Lamp 2026', 1],
    ['🚀🚀', 0],
    ['Keeping lamps lit', 3],
    ['Announcing the new lamp', 1],
  ] as const) {
    test(`of "${title}" is ${weight}`, () => {
      assert.equal(read(title).weight, weight)
    })
  }

  test('counts words also where no spaces part them', () => {
    assert.ok(read('灯台の明かりを絶やさない').weight >= 3)
    assert.ok(read('ประภาคารในท่าเรือ').weight >= 3)
    assert.equal(read('منارة الميناء القديم').weight, 3)
  })
})
