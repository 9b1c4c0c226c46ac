import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createPhraseScanner } from '../../../src/core/tag/phrase-scanner.ts'

function find(phrases: readonly string[], text: string): string[] {
  const scanner = createPhraseScanner(phrases.map((words) => ({ words, means: words })))
  return scanner.scan(text).map(({ start, end, means }) => `${text.slice(start, end)}=${means.join('+')}`)
}

describe('a phrase', () => {
  const cases: [string, readonly string[], string, readonly string[]][] = [
    ['is found in any case', ['service mesh'], 'A Service Mesh.', ['Service Mesh=service mesh']],
    ['with a capital is found as it is written', ['Helm'], 'helm HELM Helm', ['Helm=Helm']],
    [
      'may have hyphens, slashes and line ends for spaces',
      ['a b'],
      'a-b a/b a\nb a_b',
      ['a-b=a b', 'a/b=a b', 'a\nb=a b', 'a_b=a b'],
    ],
    ['is whole words', ['node'], 'nodejs anode node2 node', ['node=node']],
    ['may be many', ['node'], 'nodes', ['nodes=node']],
    [
      'is the longest that begins there',
      ['node', 'node pool'],
      'node pool, node',
      ['node pool=node pool', 'node=node'],
    ],
    ['is not inside another', ['network policy', 'policy'], 'network policy', ['network policy=network policy']],
    ['is found where a longer one breaks off', ['node', 'node pool x'], 'node pool y', ['node=node']],
    ['may mean several things', ['a', 'A'], 'A', ['A=a+A']],
    ['stands between letters of a writing without spaces', ['etcd'], '使用etcd部署', ['etcd=etcd']],
    ['does not stand in a word of another alphabet', ['node'], 'nodeé énode', []],
    ['may end in a sign', ['c++'], 'in C++ now', ['C++=c++']],
  ]
  for (const [says, phrases, text, expected] of cases) {
    test(says, () => {
      assert.deepEqual(find(phrases, text), expected)
    })
  }

  test('is nothing but words', () => {
    for (const words of ['', ' a', 'a ', 'é', 'a?b']) assert.throws(() => find([words], 'a'), TypeError)
  })
})
