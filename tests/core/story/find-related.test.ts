import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findRelated } from '../../../src/core/story/find-related.ts'
import { foldItems } from '../../../src/core/story/fold-items.ts'
import { makeItem } from '../../builders.ts'

let serial = 0
function told(title: string, source = `source-${serial}`) {
  serial += 1
  const url = `https://site-${serial}.example/`
  return makeItem({ title, url, sources: [{ id: source, url }] })
}

const relate = (...items: ReturnType<typeof told>[]) => findRelated(foldItems(items))

describe('related stories', () => {
  test('are told to each other where only a numeral keeps them apart', () => {
    const [one, two] = [told('Keeping harbour lamps lit, Part 1'), told('Keeping harbour lamps lit, Part 2')]
    const related = relate(one, two, told('Ropes'))
    assert.deepEqual(
      related.get(one.id)?.map(({ id }) => id),
      [two.id],
    )
    assert.deepEqual(
      related.get(two.id)?.map(({ id }) => id),
      [one.id],
    )
    assert.equal(related.size, 2)
  })

  test('are those whose titles say much the same, not those that share a word', () => {
    const [one, near, far] = [
      told('Harbour closes lamp store'),
      told('Harbour closes old lamp store early'),
      told('The harbour at night'),
    ]
    const related = relate(one, near, far)
    assert.deepEqual(
      related.get(one.id)?.map(({ id }) => id),
      [near.id],
    )
    assert.equal(related.get(far.id), undefined)
    const [{ similarity = 0 } = {}] = related.get(one.id) ?? []
    assert.ok(similarity >= 0.5 && similarity <= 1, `${similarity}`)
  })

  test('are at most three, the most alike first, in any order of the stories', () => {
    const stories = foldItems(
      ['1', '2', '3', '4', '5'].map((part) => told(`Keeping harbour lamps lit, Part ${part}`, 'keeper')),
    )
    const related = findRelated(stories)
    for (const { id } of stories) {
      const near = related.get(id) ?? []
      assert.equal(near.length, 3)
      assert.ok(near.every((other, at) => at === 0 || other.similarity <= (near[at - 1]?.similarity ?? 0)))
      assert.ok(!near.some((other) => other.id === id))
      assert.deepEqual(findRelated(stories.toReversed()).get(id), near)
    }
    assert.equal(findRelated(stories, { most: 1 }).get(stories[0]?.id ?? '')?.length, 1)
  })

  test('are none where there are no stories, or no words', () => {
    assert.equal(relate().size, 0)
    assert.equal(relate(told('🚀'), told('🚀')).size, 0)
  })
})
