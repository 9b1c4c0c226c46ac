import assert from 'node:assert/strict'
import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { DeskAnswer, DeskView, Refusal } from '../../src/desk/protocol.ts'
import { listFiles } from '../../src/io/content-folder.ts'
import { makeStoryItem, NOW, writeDeskFolder } from '../desk/desk-folder.ts'
import { buildSharedSite } from './build-site.ts'
import { createDeskServer, type DeskServer } from './desk-server.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

let folder: string
let content: string
let file: string
let server: DeskServer
let origin: string
let token: string

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-desk-server-'))
  content = path.join(folder, 'content')
  file = path.join(content, 'issues/2026-W35.md')
  writeDeskFolder(content, { items: Array.from({ length: 40 }, (_, index) => makeStoryItem(index)) })
  server = await createDeskServer(folder, NOW)
  const address = new URL(server.address)
  origin = address.origin
  token = address.hash.replace('#token=', '')
  await server.start()
})

after(async () => {
  await server.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

interface Heard {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
}

function ask(
  asked: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: http.OutgoingHttpHeaders; body?: string } = {},
): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${origin}${asked}`, { method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
      })
    })
    request.on('error', reject).end(body)
  })
}

/** As the page asks. */
const api = (name: string, body?: unknown): Promise<Heard> =>
  ask(`/desk/api/${name}`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { origin, 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })

async function give<T>(name: string, body?: unknown): Promise<T> {
  const { status, text } = await api(name, body)
  assert.equal(status, 200, text)
  return JSON.parse(text) as T
}

const view = () => give<DeskView>('state')
const open = async () => (await view()).stories.filter(({ verdict }) => verdict === null).map(({ id }) => id)
const carryOut = (command: unknown) => give<DeskAnswer>('do', { command })
const undoAll = async () => {
  while ((await give<DeskAnswer>('undo', {})).changed);
}

test('the page has the colours of the settings, and no word in their place', async () => {
  const { text } = await ask('/desk/')
  assert.match(text, /--paper: light-dark\(#[\da-f]+, #[\da-f]+\);/)
  assert.doesNotMatch(text, /\bpalette\([a-z.]+\)/)
})

describe('the desk in the development server', () => {
  test('has a page that runs nothing but files of this server, in no frame, and keeps no copy', async () => {
    const { status, headers, text } = await ask('/desk/')
    assert.equal(status, 200)
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /default-src 'self'/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.doesNotMatch(policy, /script-src[^;]*unsafe|unsafe-eval|\*|https?:/)
    assert.equal(headers['cache-control'], 'no-store')
    // JSON is data, which no browser runs.
    assert.doesNotMatch(text, /<script(?![^>]* (?:src=|type="application\/json"))/, 'no inline script')
    assert.doesNotMatch(text, /@vite\/client/, 'nothing loads the page anew at every change of the content')
    assert.ok(!text.includes(token))
  })

  test('refuses another name, another page and who has no token, and says why', async () => {
    const authorization = `Bearer ${token}`
    const cases: [asked: string, options: Parameters<typeof ask>[1], status: number][] = [
      ['/desk/', { headers: { host: 'rebound.example' } }, 403],
      ['/%64esk/', { headers: { host: 'rebound.example' } }, 403],
      ['/desk/api/state', { headers: { host: 'rebound.example', authorization } }, 403],
      ['/desk/api/state', { headers: { origin: 'https://elsewhere.example', authorization } }, 403],
      [
        '/desk/api/do',
        { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: '{}' },
        403,
      ],
      ['/desk/api/state', {}, 401],
      ['/desk/api/nothing', { headers: { authorization } }, 404],
      ['/desk/api/', { headers: { authorization } }, 404],
      ['/desk/api/do', { headers: { authorization } }, 405],
    ]
    for (const [asked, options, status] of cases) {
      const heard = await ask(asked, options)
      assert.equal(heard.status, status, `${asked} ${JSON.stringify(options)}`)
      assert.equal(heard.headers['access-control-allow-origin'], undefined)
    }
  })

  test('lets other pages of the web and of this machine lead to a page of it, and cause nothing else', async () => {
    const cases: [asked: string, site: string, destination: string, status: number, method?: string][] = [
      ['/', 'cross-site', 'document', 200],
      ['/', 'same-site', 'document', 200],
      ['/', 'cross-site', 'document', 403, 'POST'],
      ['/', 'same-site', 'iframe', 403],
      ['/', 'cross-site', 'empty', 403],
      ['/content/site.yml?raw', 'same-site', 'empty', 403],
      ['/src/desk/client/start.ts', 'same-site', 'script', 403],
      ['/src/desk/client/start.ts', 'same-origin', 'script', 200],
      ['/__open-in-editor?file=nothing', 'cross-site', 'document', 403],
      ['/__open-in-editor?file=nothing', 'same-site', 'image', 403],
      ['//__open-in-editor?file=nothing', 'same-site', 'document', 403],
      ['/__open-in-edit%6Fr?file=nothing', 'cross-site', 'document', 403],
      ['/desk/', 'same-site', 'iframe', 403],
    ]
    for (const [asked, site, destination, status, method = 'GET'] of cases) {
      const mode = destination === 'document' || destination === 'iframe' ? 'navigate' : 'no-cors'
      const headers = { 'sec-fetch-site': site, 'sec-fetch-dest': destination, 'sec-fetch-mode': mode }
      assert.equal((await ask(asked, { method, headers })).status, status, `${method} ${asked} ${site} ${destination}`)
    }
    assert.equal((await ask('/__open-in-editor?file=nothing')).status, 403)
  })

  test('says of an address that cannot be read that it cannot, and no more', async () => {
    for (const asked of ['/%E0%A4%A', '/desk/%E0%A4%A']) {
      const { status, text } = await ask(asked)
      assert.equal(status, 400, asked)
      assert.doesNotMatch(text, /<script|node_modules/)
    }
  })

  test('runs nothing inline in a page of the preview, which stands beside the token', async () => {
    const headers = { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate' }
    const { status, headers: said, text } = await ask('/issues/', { headers })
    assert.equal(status, 200)
    assert.match(String(said['content-security-policy']), /script-src 'self';/)
    assert.equal(said['x-content-type-options'], 'nosniff')
    const own = fs.readFileSync(path.join(ROOT, 'src/site/page-script.mjs'), 'utf8')
    assert.ok(
      text.includes(`<script>${own}</script>`),
      'it has what every page has, which the policy keeps from running',
    )
    const others = text
      .replace(`<script>${own}</script>`, '')
      .replace(/<script type="application\/ld\+json">[^<]*<\/script>/, '')
    assert.doesNotMatch(others, /<script(?![^>]* src=)/, 'and there is nothing else to run')
  })

  test('lets no other page read what the development server has, nor anybody what is not of the site', async () => {
    const elsewhere = { origin: 'https://elsewhere.example' }
    assert.equal((await ask('/', { headers: elsewhere })).headers['access-control-allow-origin'], undefined)
    assert.equal((await ask('/', { headers: { host: 'rebound.example' } })).status, 403)
    const state = path.join(ROOT, '.crowsnest')
    fs.mkdirSync(state, { recursive: true })
    const secret = path.join(state, `secret-${process.pid}.txt`)
    fs.writeFileSync(secret, 'a secret')
    try {
      for (const outside of [secret, '/etc/passwd', path.join(content, 'site.yml')]) {
        const { status, text } = await ask(`/@fs${outside}?raw`)
        assert.equal(status, 403, outside)
        assert.doesNotMatch(text, /a secret|tagline/)
      }
    } finally {
      fs.rmSync(secret)
    }
  })

  test('gives the first bytes back when all is undone', async () => {
    assert.ok(!fs.existsSync(file))
    const [one, two, three] = await open()
    for (const command of [
      { verb: 'pick', id: one },
      { verb: 'skip', id: two, reason: 'an advertisement' },
      { verb: 'draft', count: 12 },
      { verb: 'blurb', id: one, text: 'Why it matters.' },
      { verb: 'shortlist', id: three },
    ]) {
      await carryOut(command)
    }
    assert.ok(fs.existsSync(file))
    await undoAll()
    assert.ok(!fs.existsSync(file), 'there was no file before')
  })

  test('keeps a hand edit that is made meanwhile, and tells of it', async () => {
    const [one, two] = await open()
    const { version } = await carryOut({ verb: 'pick', id: one })
    const told = give<{ version: string }>(`changes?since=${version}`)
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^title:.*$/m, 'title: By hand # keep this'))
    assert.notEqual((await told).version, version)
    assert.equal((await carryOut({ verb: 'pick', id: two })).issue.title, 'By hand')
    assert.match(fs.readFileSync(file, 'utf8'), /^title: By hand # keep this$/m)
  })

  test('loses nothing of what two do at once', async () => {
    const ids = (await open()).slice(0, 10)
    const answers = await Promise.all(ids.map((id) => carryOut({ verb: 'pick', id })))
    assert.ok(answers.every(({ changed }) => changed))
    const picks = (await view()).issue.picks.map(({ id }) => id)
    for (const id of ids) assert.ok(picks.includes(id))
  })

  test('says what to do about an issue with the markers of a merge, and comes back by itself when it is mended', async () => {
    const good = fs.readFileSync(file, 'utf8')
    fs.writeFileSync(file, good.replace('title:', '<<<<<<< ours\ntitle:'))
    const refused = await api('state')
    assert.equal(refused.status, 409)
    assert.match((JSON.parse(refused.text) as Refusal).problems.join(), /npm run curate -- resolve/)
    fs.writeFileSync(file, good)
    assert.equal((await api('state')).status, 200)
  })

  test('loses nothing when it is cut off, and undoes what was done before', async () => {
    const before = await view()
    await server.stop()
    const bytes = fs.readFileSync(file)
    await server.start()
    const after = await view()
    assert.deepEqual(fs.readFileSync(file), bytes)
    assert.deepEqual(after.issue.picks, before.issue.picks)
    assert.equal(after.history.undo, before.history.undo)
    assert.deepEqual(
      after.stories.map(({ id, verdict }) => [id, verdict]),
      before.stories.map(({ id, verdict }) => [id, verdict]),
    )
  })
})

describe('a build', () => {
  test('has nothing of the desk', async () => {
    const { dist } = await buildSharedSite()
    assert.ok(!fs.existsSync(path.join(dist, 'desk')))
    const files = listFiles(dist, '')
    assert.ok(files.length > 10)
    for (const name of files) {
      const text = fs.readFileSync(path.join(dist, name), 'latin1')
      assert.doesNotMatch(text, /\/desk\/|lit-html|Authorization: Bearer|desk-page/, name)
    }
  })
})
