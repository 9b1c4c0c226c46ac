import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, test, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { linkPath, verifyLink } from '../../src/core/subscription/link-token.ts'
import { parseLinkKeys } from '../../src/io/link-keys.ts'
import { openStore } from '../../src/io/open-store.ts'
import { take } from '../../src/core/text/problem.ts'
import { isAppPath } from '../../src/server/is-app-path.ts'
import { makeSite } from '../cli/served-site.ts'
import { makeSubscription } from '../io/store/store-builders.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { startPostgres } from '../postgres-server.ts'
import { type SmtpSink, startSmtpSink } from '../smtp-sink.ts'
import { bundleFunctions, listFunctions, readNetlifyFile } from './bundle-functions.ts'
import type { FunctionAnswer, FunctionCall } from './call-functions.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const SITE = 'https://light.example'
const LINK_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64url')}`
const keys = take(parseLinkKeys(LINK_KEYS))

const folder = makeTemporaryFolder()
const task = path.join(folder.path, 'task')
let sink: SmtpSink
before(async () => {
  makeSite(folder.path)
  fs.mkdirSync(task)
  await bundleFunctions(folder.path, task)
  sink = await startSmtpSink()
})
after(async () => {
  await sink.stop()
  folder[Symbol.dispose]()
})

interface Config {
  readonly path?: readonly string[]
  readonly method?: readonly string[]
  readonly schedule?: string
}
const readConfig = async (name: string): Promise<Config> => {
  const file = pathToFileURL(path.join(task, 'scripts/functions', `${name}.mjs`)).href
  return ((await import(file)) as { config: Config }).config
}

/** The function that the host calls; undefined where it looks for a file (development server of Netlify, `matchURLPath`). */
async function route(method: string, pathname: string): Promise<string | undefined> {
  const plain = pathname.replace(/(?<=.)\/$/, '')
  for (const name of listFunctions()) {
    const { path: paths = [], method: methods } = await readConfig(name)
    const fits = paths.some((pattern) => new URLPattern({ pathname: pattern }).test({ pathname: plain }))
    if (fits && (methods?.includes(method) ?? true)) return name
  }
  return undefined
}

/** A process of the host with our functions in it, and nothing else. */
function startHost(context: TestContext, env: Record<string, string>) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'call-functions.ts')], {
    cwd: task,
    env: { LAMBDA_TASK_ROOT: task, PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const errors: string[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
  context.after(() => child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const read = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error(errors.join(''))
    return JSON.parse(value) as unknown
  }
  /** Answers as soon as the function did; `settled` when it has done the rest. */
  const begin = async (call: Omit<FunctionCall, 'url'> & { readonly target?: string }) => {
    const { target = '/', ...rest } = call
    child.stdin.write(`${JSON.stringify({ url: SITE + target, ip: '192.0.2.77', ...rest })}\n`)
    const answer = (await read()) as FunctionAnswer
    const settled = read() as Promise<{ left: number }>
    // Whoever ends the host meanwhile does not ask.
    settled.catch(() => undefined)
    return { answer, settled }
  }
  const call = async (one: Parameters<typeof begin>[0]) => {
    const { answer, settled } = await begin(one)
    return { ...answer, ...(await settled) }
  }
  const ask = async (method: string, target: string, own: Partial<FunctionCall> = {}) => {
    const name = await route(method, new URL(target, SITE).pathname)
    assert.ok(name, `no function answers ${method} ${target}`)
    return call({ name, method, target, ...own })
  }
  const post = (target: string, fields: Record<string, string>, own: Partial<FunctionCall> = {}) =>
    ask('POST', target, {
      body: new URLSearchParams(fields).toString(),
      ...own,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...own.headers },
    })
  return { child, errors, begin, call, ask, post }
}

async function makeEnvironment() {
  const url = await (await startPostgres()).createDatabase()
  return { DATABASE_URL: url, SMTP_URL: sink.url, CROWSNEST_LINK_KEYS: LINK_KEYS }
}

/** The last mail to an address, with its lines put together again. */
const mailTo = (address: string) =>
  sink.mails
    .findLast(({ to }) => to.includes(address))
    ?.raw.replaceAll('=\r\n', '')
    .replaceAll('=3D', '=')

const confirmLink = (address: string) => /https:\/\/light\.example(\/confirm\/[\w-]+)/.exec(mailTo(address) ?? '')?.[1]
const JSON_PLEASE = { headers: { accept: 'application/json' } }

describe('netlify.toml', () => {
  const file = readNetlifyFile()

  test('builds the site with the Node of the project, and serves what comes out', () => {
    const { scripts } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    assert.equal(file.build.command, 'npm run build')
    assert.ok('build' in scripts)
    assert.equal(file.build.publish, 'dist')
    assert.equal(
      file.build.environment.NODE_VERSION,
      fs.readFileSync(path.join(ROOT, '.node-version'), 'utf8').trim().split('.')[0],
    )
  })

  test('shows nobody the pages of the app that nobody has filled', () => {
    const [rule] = file.redirects.filter(({ from }) => from.startsWith('/app'))
    assert.deepEqual({ ...rule }, { from: '/app/*', to: '/404.html', status: 404, force: true })
  })

  test('names no variable of a secret', () => {
    const text = fs.readFileSync(path.join(ROOT, 'netlify.toml'), 'utf8')
    assert.ok(!/DATABASE_URL|SMTP_URL|LINK_KEYS|CROWSNEST_TOKEN/.test(text))
  })
})

describe('the addresses of the functions', () => {
  const ADDRESSES: readonly (readonly [string, string, string | undefined])[] = [
    ['POST', '/subscribe', 'forms'],
    ['POST', '/subscribe/', 'forms'],
    ['GET', '/subscribe/', undefined],
    ['HEAD', '/subscribe', undefined],
    ['DELETE', '/subscribe', 'forms'],
    ['POST', '/suggest', 'forms'],
    ['GET', '/suggest/', undefined],
    ['GET', '/confirm/abc', 'app'],
    ['POST', '/confirm/abc', 'app'],
    ['HEAD', '/unsubscribe/abc', 'app'],
    ['POST', '/unsubscribe/abc', 'app'],
    ['GET', '/me/abc', 'app'],
    ['POST', '/me/abc/export', 'app'],
    ['POST', '/me/abc/erase', 'app'],
    ['GET', '/suggestions', 'app'],
    ['POST', '/suggestions/answers', 'app'],
    ['GET', '/health', 'app'],
    ['GET', '/', undefined],
    ['GET', '/rss.xml', undefined],
    ['GET', '/subscribers/', undefined],
  ]
  for (const [method, pathname, expected] of ADDRESSES) {
    test(`${method} ${pathname} is ${expected === undefined ? 'left to the files' : `that of ${expected}`}`, async () => {
      assert.equal(await route(method, pathname), expected)
    })
  }

  test('are those of the app, all of them and no others', async () => {
    const paths = (await Promise.all(listFunctions().map(readConfig))).flatMap(({ path = [] }) => path)
    const first = new Set(paths.map((one) => one.split('/')[1] ?? ''))
    for (const part of first) assert.ok(isAppPath(`/${part}`), part)
    assert.deepEqual([...first].sort(), [
      'confirm',
      'health',
      'me',
      'subscribe',
      'suggest',
      'suggestions',
      'unsubscribe',
    ])
  })

  test('stand as they are in the source, where the host reads them without running it', () => {
    for (const name of listFunctions()) {
      const source = fs.readFileSync(path.join(ROOT, 'scripts/functions', `${name}.ts`), 'utf8')
      assert.match(source, /^export const config: NetlifyConfig = \{[^$`(]*\}\n$/m)
    }
  })

  test('are none where something runs by the clock', async () => {
    assert.deepEqual(await readConfig('work'), { schedule: '*/5 * * * *' })
    assert.deepEqual(await readConfig('retention'), { schedule: '23 */6 * * *' })
  })
})

describe('the bundle of the functions', () => {
  test('imports packages that are installed to run, and none for development', () => {
    const { dependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
    const imported = listFunctions().flatMap((name) => {
      const code = fs.readFileSync(path.join(task, 'scripts/functions', `${name}.mjs`), 'utf8')
      return [...code.matchAll(/\b(?:from|import)\s*\(?"([^".\n][^"\n]*)"/g)].map(([, from]) => from ?? '')
    })
    const packages = new Set(imported.filter((from) => !from.startsWith('node:')))
    const names = [...packages].map((from) => /^(@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from)
    assert.ok(names.includes('pg'))
    assert.deepEqual(
      names.filter((name) => !(name in dependencies)),
      [],
    )
  })

  test('has beside the code what netlify.toml names: pages of the app, settings, headers, the version', () => {
    const ours = fs.globSync('**', {
      ...{ cwd: task, withFileTypes: true, exclude: ({ name }) => name === 'node_modules' },
    })
    const files = ours
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.posix.join(path.relative(task, parentPath), name))
    const allowed =
      /^(scripts\/functions\/\w+\.mjs|dist\/app\/.+\/index\.html|dist\/_headers|content\/site\.yml|netlify\.toml|package\.json)$/
    assert.ok(files.length > 8)
    assert.deepEqual(
      files.filter((file) => !allowed.test(file)),
      [],
    )
  })
})

describe('the functions', () => {
  test('let somebody subscribe, confirm, see what is held, and leave', async (context) => {
    const { ask, post } = startHost(context, await makeEnvironment())
    const signup = await post('/subscribe', { email: 'keeper@light.example' })
    assert.equal(signup.status, 200)
    assert.match(signup.body, /<title>subscribed<\/title>/)
    // Decided and sent after the answer, while the host waits.
    assert.equal(signup.left, 1)
    const link = confirmLink('keeper@light.example')
    assert.ok(link)
    const page = await ask('GET', link)
    assert.equal(page.status, 200)
    assert.match(page.body, /<title>confirm<\/title>.*keeper@light\.example/s)
    const confirmed = await ask('POST', link, JSON_PLEASE)
    assert.equal(confirmed.status, 200)
    const { me } = JSON.parse(confirmed.body) as { me: string }
    const held = await ask('GET', me, JSON_PLEASE)
    assert.match(held.body, /"state":"confirmed"/)
    assert.match(held.body, /192\.0\.2\.0\/24/)
    const id = verifyLink('me', me.slice('/me/'.length), keys)
    const leave = linkPath('unsubscribe', id ?? '', keys[0])
    for (let times = 0; times < 2; times += 1) {
      const left = await post(leave, { 'List-Unsubscribe': 'One-Click' })
      assert.equal(left.status, 200)
      assert.match(left.body, /<title>unsubscribed<\/title>/)
    }
    assert.match((await ask('GET', me, JSON_PLEASE)).body, /"state":"unsubscribed"/)
  })

  test('answer with the headers that the host gives to files, and are kept by nobody', async (context) => {
    const { ask } = startHost(context, await makeEnvironment())
    const { headers } = await ask('GET', '/confirm/none')
    assert.match(headers['content-security-policy'] ?? '', /default-src 'none'/)
    assert.equal(headers['strict-transport-security'], 'max-age=31536000')
    assert.equal(headers['x-frame-options'], 'DENY')
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.equal(headers['content-type'], 'text/html; charset=utf-8')
  })

  test('say what they do not know, do not do, cannot read and do not take from elsewhere', async (context) => {
    const { ask, post } = startHost(context, await makeEnvironment())
    assert.equal((await ask('GET', '/unsubscribe/none')).status, 404)
    const deleted = await ask('DELETE', '/subscribe', JSON_PLEASE)
    assert.equal(deleted.status, 405)
    assert.equal(deleted.headers.allow, 'GET, HEAD, POST')
    assert.match(deleted.body, /^\{"error":/)
    assert.equal((await post('/subscribe', { email: `${'k'.repeat(9000)}@light.example` })).status, 413)
    assert.equal((await post('/subscribe', { email: 'nobody' })).status, 400)
    assert.equal(
      (await ask('POST', '/subscribe', { body: '<x/>', headers: { 'content-type': 'text/xml' } })).status,
      415,
    )
    const foreign = { headers: { origin: 'https://other.example' } }
    assert.equal((await post('/subscribe', { email: 'keeper@light.example' }, foreign)).status, 403)
    assert.equal((await ask('GET', '/suggestions')).status, 404)
    assert.equal(sink.mails.filter(({ to }) => to.includes('nobody')).length, 0)
  })

  test('believe the host alone who asks and which site this is, whatever a request says of itself', async (context) => {
    const { ask, post } = startHost(context, await makeEnvironment())
    const forged = {
      'x-forwarded-for': '203.0.113.9',
      'x-nf-client-connection-ip': '203.0.113.9',
      'x-real-ip': '203.0.113.9',
      forwarded: 'for=203.0.113.9;host=evil.example',
      'x-forwarded-host': 'evil.example',
      'x-http-method-override': 'DELETE',
    }
    const own = { url: 'https://evil.example/subscribe', headers: forged }
    assert.equal((await post('/subscribe', { email: 'forged@light.example' }, own)).status, 200)
    const link = confirmLink('forged@light.example')
    assert.ok(link)
    const { me } = JSON.parse((await ask('POST', link, JSON_PLEASE)).body) as { me: string }
    const { body } = await ask('GET', me, JSON_PLEASE)
    assert.match(body, /192\.0\.2\.0\/24/)
    assert.doesNotMatch(body, /203\.0\.113/)
    assert.doesNotMatch(mailTo('forged@light.example') ?? '', /evil\.example/)
  })

  const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
  const HOSTILE: readonly (readonly [string, string, string, Partial<FunctionCall>, number])[] = [
    ['no body', 'POST', '/subscribe', {}, 415],
    ['an empty form', 'POST', '/subscribe', { headers: FORM, body: '' }, 400],
    ['a form in base64 that says so', 'POST', '/subscribe', { headers: FORM, body: 'ZW1haWw9YQ==' }, 400],
    ['a body of a megabyte', 'POST', '/subscribe', { headers: FORM, body: 'email='.padEnd(1_000_000, 'a') }, 413],
    ['a packed body', 'POST', '/subscribe', { headers: { ...FORM, 'content-encoding': 'gzip' }, body: 'x' }, 415],
    ['half of a letter', 'POST', '/subscribe', { headers: FORM, body: 'email=%E0%A4' }, 400],
    [
      'JSON that is deep',
      'POST',
      '/subscribe',
      { headers: { 'content-type': 'application/json' }, body: '['.repeat(8000) },
      400,
    ],
    ['an endless token', 'GET', `/confirm/${'a'.repeat(8000)}`, {}, 404],
    ['a token with a way up', 'GET', '/confirm/%2e%2e%2fme%2fabc', {}, 404],
    ['a token that is no text', 'GET', '/unsubscribe/%ff%00', {}, 404],
    ['a way that goes on', 'POST', '/me/abc/export/more', { headers: FORM, body: '' }, 404],
    ['a word for what it wants that is none', 'GET', '/health', { headers: { accept: ';q=,*/;;q=9' } }, 200],
    [
      'another password than that of editors',
      'GET',
      '/suggestions',
      { headers: { authorization: 'Bearer \u00ff' } },
      404,
    ],
  ]
  test('answer what is hostile with what is wrong with it, and nothing is a bug', async (context) => {
    const { ask, errors } = startHost(context, await makeEnvironment())
    const answers: [string, number | undefined][] = []
    for (const [name, method, target, own] of HOSTILE) answers.push([name, (await ask(method, target, own)).status])
    assert.deepEqual(
      answers,
      HOSTILE.map(([name, , , , status]) => [name, status]),
    )
    assert.deepEqual(errors, [])
  })

  test('take a suggestion, and hand it to editors with their token alone', async (context) => {
    const token = 'editors-0123456789abcdef'
    const { ask, post } = startHost(context, { ...(await makeEnvironment()), CROWSNEST_TOKEN: token })
    const suggested = await post('/suggest', { url: 'https://reef.example/post', note: 'Tides' })
    assert.equal(suggested.status, 200)
    assert.equal((await ask('GET', '/suggestions')).status, 401)
    const listed = await ask('GET', '/suggestions', { headers: { authorization: `Bearer ${token}` } })
    assert.match(listed.body, /https:\/\/reef\.example\/post/)
  })

  test('tell whoever watches that store and version are there', async (context) => {
    const { ask } = startHost(context, await makeEnvironment())
    const { status, body } = await ask('GET', '/health')
    assert.equal(status, 200)
    assert.deepEqual(JSON.parse(body), { version: '0.1.0', store: 'ok' })
  })

  test('lose no sign-up where the host ends them with their answer: the clock brings its mail', async (context) => {
    const env = await makeEnvironment()
    const host = startHost(context, env)
    const { answer } = await host.begin({
      ...{ name: 'forms', method: 'POST', target: '/subscribe', waits: false },
      ...{ body: 'email=rower%40light.example', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    })
    host.child.kill('SIGKILL')
    await once(host.child, 'exit')
    assert.equal(answer.status, 200)
    assert.equal(confirmLink('rower@light.example'), undefined)
    const next = startHost(context, env)
    const worked = await next.call({ name: 'work', method: 'POST', body: '{"next_run":"2026-11-23T09:05:00Z"}' })
    assert.equal(worked.status, undefined)
    assert.ok(confirmLink('rower@light.example'), next.errors.join(''))
    await next.call({ name: 'work', method: 'POST' })
    assert.equal(sink.mails.filter(({ to }) => to.includes('rower@light.example')).length, 1)
  })

  test('forget by the clock what was held long enough', async (context) => {
    const env = await makeEnvironment()
    const store = await openStore(env, '', { connections: 1 })
    context.after(() => store.close())
    const old = makeSubscription({
      id: 'o'.repeat(22),
      address: 'old@light.example',
      state: 'unconfirmed',
      requestedAt: '2020-01-01T00:00:00Z',
    })
    await store.importSubscriptions([old])
    const count = async () => (await store.find({ id: old.id })).subscription
    assert.ok(await count())
    await startHost(context, env).call({ name: 'retention', method: 'POST' })
    assert.equal(await count(), undefined)
  })
})

describe('functions that lack something', () => {
  const COMPLETE = { DATABASE_URL: 'postgres://keeper:s3cret@127.0.0.1:1/light', SMTP_URL: 'smtp://127.0.0.1:1' }
  const CASES: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ['all of their variables', {}, /DATABASE_URL.*CROWSNEST_LINK_KEYS.*SMTP_URL/s],
    ['the keys of links', COMPLETE, /CROWSNEST_LINK_KEYS/],
    ['a key that is whole', { ...COMPLETE, CROWSNEST_LINK_KEYS: 'REPLACE-ME' }, /CROWSNEST_LINK_KEYS/],
    ['a database that answers', { ...COMPLETE, CROWSNEST_LINK_KEYS: LINK_KEYS }, /127\.0\.0\.1:1/],
  ]
  for (const [name, env, expected] of CASES) {
    test(`${name} say that they are closed, keep nothing, and tell the operator why without a secret`, async (context) => {
      const { ask, post, call, errors } = startHost(context, env)
      const page = await post('/subscribe', { email: 'keeper@light.example' })
      assert.equal(page.status, 503)
      assert.match(page.body, /nothing was saved/)
      assert.equal(page.headers['retry-after'], '60')
      const health = await ask('GET', '/health')
      assert.equal(health.status, 503)
      assert.deepEqual(JSON.parse(health.body), { version: '0.1.0', store: 'out of reach' })
      assert.equal((await call({ name: 'work', method: 'POST' })).status, undefined)
      assert.match(errors.join(''), expected)
      assert.doesNotMatch(errors.join(''), /s3cret|REPLACE-ME|keeper@light|\n\s+at /)
    })
  }

  test('the files beside them say no more than that they are closed, too', async (context) => {
    const { ask, call, errors } = startHost(context, { LAMBDA_TASK_ROOT: path.join(folder.path, 'nowhere') })
    assert.equal((await ask('GET', '/health')).status, 503)
    assert.equal((await call({ name: 'work', method: 'POST' })).status, undefined)
    assert.match(errors.join(''), /package\.json/)
    assert.doesNotMatch(errors.join(''), /\n\s+at /)
  })
})
