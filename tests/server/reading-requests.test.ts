import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { clientAddress } from '../../src/server/client-address.ts'
import { isAppPath } from '../../src/server/is-app-path.ts'
import { parsePageTemplates, readPageTemplates } from '../../src/server/page-templates.ts'
import { prefersJson } from '../../src/server/prefers-json.ts'
import { createWaitingRoom } from '../../src/server/waiting-room.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { makeTemplates } from './test-app.ts'

describe('clientAddress', () => {
  const cases: readonly (readonly [name: string, forwarded: string | undefined, proxies: number, address: string])[] = [
    ['without proxies the header is not believed', '203.0.113.9', 0, '192.0.2.7'],
    ['one proxy: the last is what it saw', '203.0.113.9, 198.51.100.4', 1, '198.51.100.4'],
    ['what a visitor writes in front changes nothing', 'forged, 198.51.100.4', 1, '198.51.100.4'],
    ['two proxies: the last but one', '203.0.113.9, 198.51.100.4, 10.0.0.1', 2, '198.51.100.4'],
    ['fewer hops than proxies: the first', '198.51.100.4', 3, '198.51.100.4'],
    ['no header: the socket', undefined, 1, '192.0.2.7'],
    ['an empty header: the socket', ' , ', 1, '192.0.2.7'],
    ['a port is no part of it', '198.51.100.4:4711', 1, '198.51.100.4'],
    ['nor are brackets', '[2001:db8::7]:4711', 1, '2001:db8::7'],
    ['IPv6 stays whole', '2001:db8::7', 1, '2001:db8::7'],
  ]
  for (const [name, forwarded, proxies, address] of cases) {
    test(name, () => {
      assert.equal(clientAddress('192.0.2.7', forwarded, proxies), address)
    })
  }
})

describe('prefersJson', () => {
  const json = [
    'application/json',
    'APPLICATION/JSON',
    'application/json, text/html;q=0.9',
    'text/html;q=0.1, application/*;q=0.2',
    'application/json;charset=utf-8;q=0.5',
    'text/html;q=0, */*',
  ]
  const html = [
    '',
    '*/*',
    'text/html',
    'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
    'application/json, text/html',
    'application/json;q=0',
    'application/json;q=nonsense',
    'application/json;q=0.4, text/*;q=0.5',
    'text/plain',
    ';;;,,,;q=,',
  ]
  for (const accept of json) {
    test(`${accept} does`, () => {
      assert.equal(prefersJson(accept), true)
    })
  }
  for (const accept of html) {
    test(`${JSON.stringify(accept)} does not`, () => {
      assert.equal(prefersJson(accept), false)
    })
  }
  test('no header does not', () => {
    assert.equal(prefersJson(null), false)
  })
})

describe('page templates', () => {
  const fillOf = (own: Partial<ReturnType<typeof makeTemplates>>) => {
    const parsed = parsePageTemplates({ ...makeTemplates(), ...own })
    assert.ok(parsed.ok)
    return parsed.value
  }

  test('what is filled in is text: no element, no end of an attribute, no slot', () => {
    const fill = fillOf({ confirm: '<p title="{{address}}">{{address}}</p>' })
    assert.equal(
      fill('confirm', { address: `"'<b>&{{address}}` }),
      '<p title="&quot;&apos;&lt;b&gt;&amp;{{address}}">&quot;&apos;&lt;b&gt;&amp;{{address}}</p>',
    )
  })

  test('a list of lines is names and values, each escaped', () => {
    const fill = fillOf({ me: '{{address}}{{me}}<dl>{{lines}}</dl>' })
    const lines = [['<i>', '&'] as const, ['b', 'c'] as const]
    assert.equal(
      fill('me', { address: '', me: '', lines }),
      '<dl><dt>&lt;i&gt;</dt><dd>&amp;</dd><dt>b</dt><dd>c</dd></dl>',
    )
  })

  test('a page that lacks a slot, or has one that nothing is known of, is named with what to mend', () => {
    const parsed = parsePageTemplates({ ...makeTemplates(), confirm: '{{adress}}' })
    assert.ok(!parsed.ok)
    assert.deepEqual(
      parsed.problems.map(({ where, what }) => `${where}: ${what}`),
      [
        'the page app/confirm: the slot {{address}} is missing',
        'the page app/confirm: nothing is known of the slot {{adress}}',
      ],
    )
    assert.match(parsed.problems[0]?.remedy ?? '', /src\/pages\/app\/confirm\.astro/)
  })

  test('they are read from a built site; without one it says to build', () => {
    using folder = makeTemporaryFolder()
    const none = readPageTemplates(folder.path)
    assert.ok(!none.ok)
    assert.equal(none.problems.length, 12)
    assert.match(none.problems[0]?.remedy ?? '', /npm run build/)
    for (const [name, text] of Object.entries(makeTemplates())) {
      fs.mkdirSync(path.join(folder.path, 'app', name), { recursive: true })
      fs.writeFileSync(path.join(folder.path, 'app', name, 'index.html'), text)
    }
    const all = readPageTemplates(folder.path)
    assert.ok(all.ok)
    assert.match(all.value('confirm', { address: 'a@b.example' }), /a@b\.example/)
  })
})

describe('createWaitingRoom', () => {
  const makeRoom = (waiting: number) => {
    const world = { now: new Date('2026-11-20T09:00:00Z'), waiting, counts: 0 }
    const count = () => {
      world.counts += 1
      return Promise.resolve(world.waiting)
    }
    const room = createWaitingRoom(count, () => world.now, 10)
    const pass = (milliseconds: number) => (world.now = new Date(world.now.getTime() + milliseconds))
    return { world, pass, takePlace: room.takePlace }
  }

  test('has as many places as are left, by one count for all who come at once', async () => {
    const { world, takePlace } = makeRoom(7)
    const taken = await Promise.all(Array.from({ length: 5 }, takePlace))
    assert.deepEqual(taken, [true, true, true, false, false])
    assert.equal(world.counts, 1)
  })

  test('looks again a second after it was full', async () => {
    const { world, pass, takePlace } = makeRoom(10)
    assert.equal(await takePlace(), false)
    world.waiting = 9
    pass(999)
    assert.equal(await takePlace(), false)
    pass(1)
    assert.equal(await takePlace(), true)
    assert.equal(world.counts, 2)
  })

  test('counts again after a minute, for others may have come in', async () => {
    const { world, pass, takePlace } = makeRoom(0)
    assert.equal(await takePlace(), true)
    world.waiting = 10
    pass(60_000)
    assert.equal(await takePlace(), false)
  })

  test('a count that fails is tried again by the next', async () => {
    let fails = true
    const room = createWaitingRoom(
      () => (fails ? Promise.reject(new Error('no disk')) : Promise.resolve(0)),
      () => new Date('2026-11-20T09:00:00Z'),
    )
    await assert.rejects(room.takePlace(), /no disk/)
    fails = false
    assert.equal(await room.takePlace(), true)
  })
})

test('the app has its own addresses, and the site all others', () => {
  for (const path of [
    '/subscribe',
    '/subscribe/',
    '/confirm/x',
    '/me/x/export',
    '/health',
    '/suggest',
    '/suggestions',
  ]) {
    assert.equal(isAppPath(path), true, path)
  }
  for (const path of ['/', '', '//subscribe', '/subscribers', '/issues/subscribe', '/app/subscribe/', '/media']) {
    assert.equal(isAppPath(path), false, path)
  }
})
