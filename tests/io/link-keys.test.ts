import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { signLink, verifyLink } from '../../src/core/subscription/link-token.ts'
import { formatProblem, take } from '../../src/core/text/problem.ts'
import { linkKeysFile, parseLinkKeys, readLinkKeys, rotateLinkKeys } from '../../src/io/link-keys.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

const SECRET = Buffer.alloc(32, 7).toString('base64url')
const OTHER = Buffer.alloc(32, 9).toString('base64url')

describe('keys of links in the environment', () => {
  test('are read in their order, the one that signs first', () => {
    const keys = take(parseLinkKeys(` k2:${OTHER}, k1:${SECRET} `))
    assert.deepEqual(
      keys.map(({ id, secret }) => [id, secret.length, secret[0]]),
      [
        ['k2', 32, 9],
        ['k1', 32, 7],
      ],
    )
  })

  for (const [what, text, says] of [
    ['no colon', SECRET, /name of one to eight/],
    ['a short key alone', 'hunter2', /name of one to eight/],
    ['no name', `:${SECRET}`, /name of one to eight/],
    ['a name with a full stop', `k.1:${SECRET}`, /name of one to eight/],
    ['a key that is no base64url', 'k1:hunter2!hunter2!hunter2!', /base64url behind k1/],
    ['a short key', 'k1:aHVudGVyMg', /k1 has 7 bytes/],
    ['two colons', `k1:${SECRET}:x`, /base64url behind k1/],
    ['one name twice', `k1:${SECRET},k1:${OTHER}`, /keys\[1\].*two keys called k1/],
    ['a comma at the end', `k1:${SECRET},`, /keys\[1\].*name of one to eight/],
  ] as const) {
    test(`${what}: is a problem that says what to set, and shows no key`, () => {
      const result = parseLinkKeys(text)
      assert.ok(!result.ok)
      const said = result.problems.map(formatProblem).join('\n')
      assert.match(said, says)
      assert.match(said, /^CROWSNEST_LINK_KEYS.*Set CROWSNEST_LINK_KEYS/)
      assert.ok(!said.includes(SECRET) && !/hunter|aHVud/.test(said), said)
    })
  }

  test('go before the file, which is then not made', () => {
    using folder = makeTemporaryFolder()
    const keys = take(readLinkKeys({ CROWSNEST_LINK_KEYS: `k9:${SECRET}` }, folder.path))
    assert.equal(keys[0].id, 'k9')
    assert.equal(fs.existsSync(linkKeysFile(folder.path)), false)
  })
})

describe('keys of links in the state folder', () => {
  test('are made at first need, for the eyes of their owner alone, and are the same ever after', () => {
    using folder = makeTemporaryFolder()
    const state = path.join(folder.path, 'new')
    const first = take(readLinkKeys({}, state))
    assert.equal(first[0].secret.length, 32)
    assert.equal(fs.statSync(linkKeysFile(state)).mode & 0o777, 0o600)
    assert.deepEqual(take(readLinkKeys({ CROWSNEST_LINK_KEYS: '' }, state)), first)
    assert.deepEqual(fs.readdirSync(state), ['link-keys.json'])
  })

  test('are others in another folder', () => {
    using one = makeTemporaryFolder()
    using other = makeTemporaryFolder()
    assert.notDeepEqual(take(readLinkKeys({}, one.path)), take(readLinkKeys({}, other.path)))
  })

  test('lose the rights that others have to them', () => {
    using folder = makeTemporaryFolder()
    take(readLinkKeys({}, folder.path))
    fs.chmodSync(linkKeysFile(folder.path), 0o644)
    take(readLinkKeys({}, folder.path))
    assert.equal(fs.statSync(linkKeysFile(folder.path)).mode & 0o777, 0o600)
  })

  test('rotate: a new one signs, and a link of the old one works on', () => {
    using folder = makeTemporaryFolder()
    const [old] = take(readLinkKeys({}, folder.path))
    const token = signLink('unsubscribe', 'somebody', old)
    assert.equal(take(rotateLinkKeys(folder.path)), 'k2')
    assert.equal(take(rotateLinkKeys(folder.path)), 'k3')
    const keys = take(readLinkKeys({}, folder.path))
    assert.deepEqual(
      keys.map(({ id }) => id),
      ['k3', 'k2', 'k1'],
    )
    assert.equal(verifyLink('unsubscribe', token, keys), 'somebody')
    assert.match(signLink('unsubscribe', 'somebody', keys[0]), /^k3\./)
    assert.equal(fs.statSync(linkKeysFile(folder.path)).mode & 0o777, 0o600)
  })

  for (const [what, text, says] of [
    ['no JSON', `{ "keys": [{ "id": "k1", "secret": "${SECRET}" `, /no JSON/],
    ['no keys', '{ "keys": [] }', /no key/],
    ['another shape', '[]', /expected keys/],
    ['a short key', '{ "keys": [{ "id": "k1", "secret": "aHVudGVyMg" }] }', /keys\[0\].*7 bytes/],
  ] as const) {
    test(`${what}: is a problem, and the file stays as it is`, () => {
      using folder = makeTemporaryFolder()
      fs.writeFileSync(linkKeysFile(folder.path), text, { mode: 0o600 })
      for (const result of [readLinkKeys({}, folder.path), rotateLinkKeys(folder.path)]) {
        assert.ok(!result.ok)
        const said = result.problems.map(formatProblem).join('\n')
        assert.match(said, says)
        assert.match(said, /link-keys\.json/)
        assert.ok(!said.includes(SECRET), said)
      }
      assert.equal(fs.readFileSync(linkKeysFile(folder.path), 'utf8'), text)
    })
  }

  test('a folder that cannot be made is a problem', () => {
    using folder = makeTemporaryFolder()
    fs.writeFileSync(path.join(folder.path, 'file'), '')
    const result = readLinkKeys({}, path.join(folder.path, 'file', 'state'))
    assert.ok(!result.ok)
    assert.match(result.problems.map(formatProblem).join(), /cannot be (written|read)/)
  })
})
