import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tagLinks } from '../../src/site/tag-links.ts'
import { makeTopic } from '../builders.ts'

const content = { topics: new Map([['harbours', makeTopic()]]), groups: new Map() }

for (const [name, tags, links] of [
  ['lead to its topics, then to its groups', { topics: ['harbours'], sigs: ['sig-node'] }, ['Harbours', 'SIG Node']],
  ['pass over a topic that is gone', { topics: ['fog', 'harbours'], sigs: [] }, ['Harbours']],
  ['pass over what is no group of Kubernetes', { topics: [], sigs: ['sig-fog', 'sig-auth'] }, ['SIG Auth']],
  ['name a former group by its id', { topics: [], sigs: ['sig-on-premise'] }, ['SIG On Premise']],
  ['are none where there are no tags', { topics: [], sigs: [] }, []],
] as const) {
  test(`the tag links of an item ${name}`, () => {
    assert.deepEqual(
      tagLinks({ topics: [...tags.topics], sigs: [...tags.sigs] }, content).map(({ text }) => text),
      links,
    )
  })
}

test('a tag link leads to the page of the tag', () => {
  assert.deepEqual(
    tagLinks({ topics: ['harbours'], sigs: ['sig-node'] }, content).map(({ href }) => href),
    ['/topics/harbours/', '/sigs/sig-node/'],
  )
})
