import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fitWords } from '../../../src/core/announce/fit-words.ts'
import { hashtag } from '../../../src/core/announce/hashtag.ts'
import { countGraphemes, fitsNetwork, measurePost } from '../../../src/core/announce/measure-post.ts'
import type { Network } from '../../../src/core/announce/network.ts'

const LONG = `https://light.example/${'a'.repeat(200)}`

describe('the length of a post', () => {
  const cases: [what: string, network: Network, text: string, length: number][] = [
    ['plain words', 'mastodon', 'First light', 11],
    ['a long link counts 23 on Mastodon', 'mastodon', `See ${LONG} now`, 4 + 23 + 4],
    ['a short link counts 23 as well', 'mastodon', 'https://a.io', 23],
    ['what closes the sentence after a link counts besides', 'mastodon', `(${LONG}).`, 1 + 23 + 2],
    ['two links', 'mastodon', `${LONG}\n${LONG}`, 23 + 1 + 23],
    ['a link in full on Bluesky', 'bluesky', LONG, LONG.length],
    ['a link in full on LinkedIn', 'linkedin', LONG, LONG.length],
    ['an emoji of a family is one', 'bluesky', '👩‍👩‍👧‍👦', 1],
    ['a flag is one', 'mastodon', '🇳🇱', 1],
    ['a letter with two accents is one', 'bluesky', 'e\u0301\u0323', 1],
    ['Hebrew with points counts by letters', 'bluesky', 'שָׁלוֹם', 4],
    ['LinkedIn is counted by UTF-16, of which there is most', 'linkedin', '👩‍👩‍👧‍👦', 11],
    ['nothing', 'slack', '', 0],
  ]
  for (const [what, network, text, length] of cases) {
    test(`${what}: ${length}`, () => {
      assert.equal(measurePost(network, text), length)
    })
  }

  test('on Bluesky is one of bytes, too', () => {
    const families = '👩‍👩‍👧‍👦'.repeat(150)
    assert.equal(countGraphemes(families), 150)
    assert.equal(fitsNetwork('bluesky', families), false)
    assert.equal(fitsNetwork('mastodon', families), true)
  })
})

describe('a text that is cut', () => {
  const cases: [what: string, text: string, most: number, cut: string][] = [
    ['fits', 'First light', 11, 'First light'],
    ['ends after a word', 'First light at sea', 12, 'First light…'],
    ['does not end in the middle of a word', 'First lighthouse', 12, 'First…'],
    ['loses the comma before the ellipsis', 'First, light at sea', 8, 'First…'],
    ['loses a dash before the ellipsis', 'First – light at sea', 9, 'First…'],
    ['keeps a link whole or not at all', 'See https://light.example/a/b/c for more', 20, 'See…'],
    ['is empty where not even its first word fits', 'Lighthousekeepers', 5, ''],
    ['keeps an emoji of a family whole', '👩‍👩‍👧‍👦 👩‍👩‍👧‍👦 👩‍👩‍👧‍👦', 4, '👩‍👩‍👧‍👦 👩‍👩‍👧‍👦…'],
    ['keeps accents with their letters', 'e\u0301te\u0301 a\u0300 la mer', 6, 'e\u0301te\u0301 a\u0300…'],
    ['in a script without spaces ends between words of a dictionary', '港の灯台が見える', 5, '港の灯台…'],
  ]
  for (const [what, text, most, cut] of cases) {
    test(what, () => {
      assert.equal(
        fitWords(text, (part) => countGraphemes(part) <= most),
        cut,
      )
    })
  }
})

describe('a hashtag of', () => {
  const cases: [words: string, tag: string | undefined][] = [
    ['Kubernetes', '#Kubernetes'],
    ['cloud native', '#CloudNative'],
    ['KubeCon EU 2026', '#KubeConEU2026'],
    ['SIG-node', '#SIGNode'],
    ['c++', '#C'],
    ['été', '#Été'],
    ['שלום', '#שלום'],
    ['2026', undefined],
    ['#!', undefined],
  ]
  for (const [words, tag] of cases) {
    test(`${words} is ${tag ?? 'none'}`, () => {
      assert.equal(hashtag(words), tag)
    })
  }
})
