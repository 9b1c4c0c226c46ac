import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameLinks, otherKeps, tagLinks } from '../../src/site/tag-links.ts'
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

for (const [name, tags, links] of [
  [
    'to projects and proposals that it names',
    { keps: ['0753', '753'], projects: ['opa'] },
    ['Open Policy Agent', 'KEP-753'],
  ],
  ['to no project that is gone, and to no number that is none', { keps: ['0000', '99999'], projects: ['gone'] }, []],
  ['to none of very many', { keps: ['1', '2', '3', '4'], projects: ['argo', 'cilium', 'etcd', 'helm'] }, []],
] as const) {
  test(`an item leads ${name}`, () => {
    assert.deepEqual(
      nameLinks({ keps: [...tags.keps], projects: [...tags.projects] }).map(({ text }) => text),
      links,
    )
  })
}

test('proposals too many for links are named, and those few that are links are not named again', () => {
  assert.deepEqual(otherKeps({ keps: ['1', '2', '3', '0004', '0'] }), ['KEP-1', 'KEP-2', 'KEP-3', 'KEP-4'])
  assert.deepEqual(otherKeps({ keps: ['1', '2', '3'] }), [])
})
