import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test, type TestContext } from 'node:test'
import { getRequestListener } from '@hono/node-server'
import { readItems, writeItem } from '../../src/io/item-files.ts'
import { writeSource } from '../../src/io/source-files.ts'
import { makeSource, makeStored } from '../builders.ts'
import { type Answer, findClosedPort, type LoopbackServer, startLoopbackServer } from '../io/loopback-server.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { makeTestApp, type TestApp } from '../server/test-app.ts'
import { runHere } from './run-here.ts'

const TOKEN = 'open-sesame-0123456789'
const NOW = '2026-08-20T12:00:00Z'
const HORNS = 'https://harbour.example/posts/fog-horns/'
const TOLD = 'https://port-1.example/log'

interface Harbour {
  readonly it: TestApp
  /** Of suggestions, and of mails. */
  readonly ids: readonly string[]
  readonly server: LoopbackServer
  readonly content: string
  readonly curate: (args: readonly string[], env?: Record<string, string>) => Promise<Run>
  /** Drafts and words an issue of `ids`, up to publishing it. */
  readonly draft: (...ids: readonly string[]) => Promise<void>
}

interface Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A content folder of three items of three sources, and an app that runs, with a store of its own. */
async function open(context: TestContext): Promise<Harbour> {
  const folder = makeTemporaryFolder()
  const content = folder.path
  for (const n of [1, 2, 3]) {
    const url = `https://port-${n}.example/log`
    writeSource(content, makeSource({ id: `port-${n}`, title: `Port ${n}`, url: `${url}.xml` }))
    writeItem(content, makeStored({ url, title: `The log of port ${n}`, sources: [{ id: `port-${n}`, url }] }))
  }
  fs.copyFileSync('content/site.yml', path.join(content, 'site.yml'))
  const ids: string[] = []
  const randomId = () => {
    ids.push(`id-${ids.length}`.padEnd(22, '-'))
    return ids.at(-1) ?? ''
  }
  const it = await makeTestApp(context, { token: TOKEN, randomId })
  it.clock.now = new Date('2026-08-19T09:00:00Z')
  const listen = getRequestListener(it.app.fetch, { overrideGlobalObjects: false })
  const answer: Answer = (request, response) => void listen(request, response)
  const server = await startLoopbackServer({ '/suggestions': answer, '/suggestions/answers': answer })
  context.after(async () => {
    await server[Symbol.asyncDispose]()
    folder[Symbol.dispose]()
  })
  const curate: Harbour['curate'] = async (args, env = {}) => {
    const { code, stdout, stderr } = await runHere('scripts/curate.mjs', args, {
      env: {
        PATH: process.env.PATH ?? '',
        CROWSNEST_CONTENT: content,
        CROWSNEST_STATE: path.join(content, '.state'),
        CROWSNEST_NOW: NOW,
        CROWSNEST_EDITOR: 'ada',
        NO_COLOR: '1',
        CROWSNEST_APP: server.url('/'),
        CROWSNEST_TOKEN: TOKEN,
        ...env,
      },
    })
    return { code, out: stdout, err: stderr }
  }
  const succeed = async (...args: string[]) => {
    const run = await curate(args)
    assert.equal(run.code, 0, run.err)
  }
  const draft = async (...ids: readonly string[]) => {
    for (const id of ids) {
      await succeed('pick', id)
      await succeed('blurb', id, 'Our', 'own', 'words.')
    }
    for (const field of ['title', 'subject', 'preheader']) await succeed(field, 'Logs of two ports')
  }
  return { it, ids, server, content, curate, draft }
}

const idOf = ({ content }: Harbour, url: string) =>
  readItems(content).entries.find(({ item }) => item.url === url)?.item.id ?? 'none'

const AWAY = async () => ({ CROWSNEST_APP: `http://127.0.0.1:${await findClosedPort()}` })
const WITHOUT = { CROWSNEST_APP: '', CROWSNEST_TOKEN: '' }

const mailsOf = async ({ it: { store } }: Harbour) => {
  const mails = await store.leaseMails({ limit: 100, now: '2027-01-01T00:00:00Z', until: '2027-01-01T00:00:01Z' })
  return mails.map(({ to, kind }) => `${kind} to ${to}`)
}

/** In the order in which they were suggested. */
const answers = async ({ it: { store }, ids }: Harbour) => {
  const all = await Promise.all(ids.map((id) => store.findSuggestion(id)))
  return all.flatMap((each) => (each ? [each.answer && `${each.answer.title}: ${each.answer.issueUrl}`] : []))
}

describe('what readers suggest', () => {
  test('goes from the form into the pool and a published issue, and whoever left an address is told once', async (t) => {
    const harbour = await open(t)
    const { it, curate } = harbour
    const note = '**Read** <script>alert(1)</script>\r\nBcc: z@z.example \u202eshalom שלום'
    await it.post('/suggest', { url: `${HORNS}?utm_source=x`, note, by: 'Bo', email: 'bo@light.example' })
    await it.post('/suggest', { url: HORNS, email: 'ada@light.example' })
    await it.post('/suggest', { url: TOLD, note: 'Told by a feed, too', email: 'cy@light.example' })

    const dry = await curate(['pull-suggestions', '--dry-run'])
    assert.match(dry.out, /^would be: 3 suggestions: 1 new candidate, 1 a candidate already.*, 1 known already\n$/)
    assert.equal(readItems(harbour.content).entries.length, 3)
    const pulled = await curate(['pull-suggestions'])
    assert.deepEqual([pulled.code, pulled.out], [0, dry.out.replace('would be: ', '')])
    const item = readItems(harbour.content).entries.find(({ item: { url } }) => url === HORNS)?.item
    assert.equal(item?.suggestion?.note, '**Read** <script>alert(1)</script> Bcc: z@z.example shalom שלום')
    const again = await curate(['pull-suggestions'])
    assert.deepEqual([again.code, again.out], [4, '3 suggestions: 0 new candidates, 3 known already\n'])
    const files = fs
      .readdirSync(harbour.content, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
    for (const file of files) {
      assert.doesNotMatch(fs.readFileSync(path.join(file.parentPath, file.name), 'utf8'), /@light\.example/)
    }

    await harbour.draft(idOf(harbour, HORNS), idOf(harbour, TOLD))
    assert.match((await curate(['publish', '--offline', '--dry-run'])).err, /3 suggestions would be answered/)
    assert.deepEqual(await answers(harbour), [undefined, undefined, undefined])
    const issue = path.join(harbour.content, 'issues', '2026-W34.md')
    assert.match(fs.readFileSync(issue, 'utf8'), /^ {4}suggestedBy: Bo$/m)
    const out = await curate(['publish', '--offline'])
    assert.equal(out.code, 0)
    assert.match(out.err, /3 suggestions answered: who left an address gets a mail/)
    const page = 'https://crowsnest.example/issues/2026-W34/'
    assert.deepEqual(await answers(harbour), [
      `Fog horns: ${page}#${idOf(harbour, HORNS)}`,
      `Fog horns: ${page}#${idOf(harbour, HORNS)}`,
      `The log of port 1: ${page}#${idOf(harbour, TOLD)}`,
    ])
    for (const args of [
      ['publish', '--offline'],
      ['publish', '--offline', '--issue', '2026-W34'],
      ['pull-suggestions'],
    ]) {
      const run = await curate(args)
      assert.deepEqual([run.code, /answered/.test(run.err)], [4, false], run.err)
    }
    assert.deepEqual((await mailsOf(harbour)).sort(), [
      'suggestion to ada@light.example',
      'suggestion to bo@light.example',
      'suggestion to cy@light.example',
    ])
  })

  for (const [name, args] of [
    ['pull-suggestions', ['pull-suggestions']],
    ['a second publish', ['publish', '--offline']],
    ['a second publish of that issue', ['publish', '--offline', '--issue', '2026-W34']],
  ] as const) {
    test(`is published where the app is away, and answered by ${name}`, async (t) => {
      const harbour = await open(t)
      const { it, curate } = harbour
      await it.post('/suggest', { url: HORNS, email: 'bo@light.example' })
      await curate(['pull-suggestions'])
      await harbour.draft(idOf(harbour, HORNS))
      const out = await curate(['publish', '--offline'], await AWAY())
      assert.equal(out.code, 0, out.err)
      assert.match(out.err, /warning.*ECONNREFUSED[^]*1 suggestion waits for an answer.*pull-suggestions/)
      assert.deepEqual(await answers(harbour), [undefined])
      const dry = await curate([...args, '--dry-run'])
      assert.match(dry.err, /1 suggestion would be answered/)
      assert.deepEqual(await answers(harbour), [undefined])
      assert.match((await curate(args)).err, /1 suggestion answered/)
      await curate(args)
      assert.deepEqual(await mailsOf(harbour), ['suggestion to bo@light.example'])
    })
  }

  test('is thanked for by name on the page, or by another, or by none', async (t) => {
    const harbour = await open(t)
    const issue = path.join(harbour.content, 'issues', '2026-W34.md')
    await harbour.it.post('/suggest', { url: HORNS, by: 'Cheap lamps at lamps.example' })
    await harbour.curate(['pull-suggestions'])
    const id = idOf(harbour, HORNS)
    await harbour.draft(id)
    assert.equal((await harbour.curate(['set', id, '--suggested-by', 'Bo'])).code, 0)
    assert.match(fs.readFileSync(issue, 'utf8'), /^ {4}suggestedBy: Bo$/m)
    const none = await harbour.curate(['set', id, '--suggested-by', ''])
    assert.equal(none.code, 0, none.err)
    assert.doesNotMatch(fs.readFileSync(issue, 'utf8'), /suggestedBy/)
    assert.equal((await harbour.curate(['undo', '2'])).code, 0)
    assert.match(fs.readFileSync(issue, 'utf8'), /^ {4}suggestedBy: Cheap lamps at lamps\.example$/m)
  })

  test('waits for an answer where no app is named, which one line says', async (t) => {
    const harbour = await open(t)
    await harbour.it.post('/suggest', { url: HORNS })
    await harbour.curate(['pull-suggestions'])
    await harbour.draft(idOf(harbour, HORNS))
    const out = await harbour.curate(['publish', '--offline'], WITHOUT)
    assert.equal(out.code, 0)
    assert.equal(
      out.err.trim(),
      '1 suggestion waits for an answer: set CROWSNEST_APP and CROWSNEST_TOKEN, and say `npm run curate -- pull-suggestions`.',
    )
  })

  test('and nobody picked is not answered; nothing is said where no suggestion was picked', async (t) => {
    const harbour = await open(t)
    await harbour.it.post('/suggest', { url: HORNS, email: 'bo@light.example' })
    await harbour.curate(['pull-suggestions'])
    await harbour.draft(idOf(harbour, TOLD))
    assert.equal((await harbour.curate(['publish', '--offline'])).err, '')
    assert.deepEqual(await answers(harbour), [undefined])
  })

  const hostile: [name: string, answer: Answer, says: RegExp][] = [
    ['with too much', (_, response) => response.end(`{"answers":"${'x'.repeat(6_000_000)}"}`), /more than 5 MB/],
    ['with no JSON', (_, response) => response.end('<h1>Hello</h1>'), /expected/],
    [
      'of other suggestions',
      (_, response) => response.end('{"answers":[{"id":"other","outcome":"answered"}]}'),
      /other suggestions/,
    ],
    [
      'with an id that is none',
      (_, response) => response.end('{"answers":[{"id":"\\u001b[2J","outcome":"known"}]}'),
      /answers\[0\]\.id/,
    ],
    ['with a redirect', (_, response) => response.writeHead(307, { location: '/elsewhere' }).end(), /redirect/],
    ['with an error', (_, response) => response.writeHead(500).end(), /answered 500/],
    ['that there is no such page', (_, response) => response.writeHead(404).end(), /404.*CROWSNEST_TOKEN/],
    ['by hanging up', (request) => request.socket.destroy(), /warning/],
  ]
  for (const [name, answer, says] of hostile) {
    test(`an app that answers ${name} stops no publication, and is told again`, async (t) => {
      const harbour = await open(t)
      const { it, server, curate } = harbour
      await it.post('/suggest', { url: HORNS, email: 'bo@light.example' })
      await curate(['pull-suggestions'])
      await harbour.draft(idOf(harbour, HORNS))
      const real = server.routes.get('/suggestions/answers')!
      server.routes.set('/suggestions/answers', answer)
      const out = await curate(['publish', '--offline'])
      assert.equal(out.code, 0)
      assert.match(out.err, says)
      assert.match(out.err, /1 suggestion waits for an answer/)
      assert.ok(!out.err.includes('\u001b') && !out.err.includes('    at '))
      assert.equal((await curate(['pull-suggestions'])).code, 1)
      server.routes.set('/suggestions/answers', real)
      assert.match((await curate(['pull-suggestions'])).err, /1 suggestion answered/)
    })
  }

  test('of an app that lists what no app of ours does, nothing is taken, and publishing goes on', async (t) => {
    const harbour = await open(t)
    await harbour.draft(idOf(harbour, TOLD))
    const suggestions = [
      { id: 's1', url: 'http://127.0.0.1/', at: NOW },
      { id: 's2', url: 'file:///etc/passwd', at: NOW },
    ]
    harbour.server.routes.set('/suggestions', (_, response) => response.end(JSON.stringify({ suggestions })))
    const pulled = await harbour.curate(['pull-suggestions'])
    assert.equal(pulled.code, 4)
    assert.match(pulled.err, /"http:\/\/127\.0\.0\.1\/" leads no reader to a page/)
    assert.equal(readItems(harbour.content).entries.length, 3)
    harbour.server.routes.set('/suggestions', (_, response) => response.end('x'.repeat(6_000_000)))
    assert.equal((await harbour.curate(['pull-suggestions'])).code, 1)
    const out = await harbour.curate(['publish', '--offline'])
    assert.equal(out.code, 0)
    assert.match(out.err, /more than 5 MB/)
  })

  test('with a token that is another is refused, in words', async (t) => {
    const harbour = await open(t)
    for (const token of ['another', 'sésame', 'a\r\nb']) {
      const run = await harbour.curate(['pull-suggestions'], { CROWSNEST_TOKEN: token })
      assert.equal(run.code, 1)
      assert.match(run.err, /CROWSNEST_TOKEN/)
    }
  })
})
