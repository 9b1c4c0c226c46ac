import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { describe, test } from 'node:test'
import { validate } from 'dockerfile-utils'
import { makeSite } from '../cli/served-site.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { copiesOf, isInContext, last, readDockerfile, readStages, type Stage } from './dockerfile.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const text = readDockerfile()
const stages = readStages(text)
const stage = (name: string): Stage => {
  const found = stages.get(name)
  assert.ok(found, name)
  return found
}
const RUNNING = ['app', 'ingest']
/** What the manifests and the operator start. */
const STARTED = [
  'scripts/serve.ts',
  'scripts/send.ts',
  'scripts/worker.ts',
  'scripts/subscribers.ts',
  'scripts/ingest.ts',
]

describe('the Dockerfile', () => {
  test('has no mistake that a reader of such files finds', () => {
    assert.deepEqual(validate(text), [])
    assert.notDeepEqual(validate(text.replace('WORKDIR', 'WORKDIRR')), [])
  })

  test('builds the app where nothing else is asked for', () => {
    assert.deepEqual([...stages.keys()], ['build', 'modules', 'run', 'ingest', 'app'])
  })

  test('starts from the official image of Node 24, named once', () => {
    assert.deepEqual(
      [...text.matchAll(/^ARG NODE_IMAGE=(.*)$/gm)].map(([, image]) => image),
      ['docker.io/library/node:24-slim'],
    )
    for (const { base, name } of stages.values()) {
      assert.ok(base === '$' + '{NODE_IMAGE}' || stages.has(base), `${name} starts from ${base}`)
    }
  })

  test('installs what the lockfile says, runs no script of a package, and leaves development out', () => {
    const installs = [...stages.values()].flatMap(({ instructions }) =>
      instructions.filter(({ name, text }) => name === 'RUN' && text.includes('npm ')).map(({ text }) => text),
    )
    assert.ok(installs.length >= 2)
    for (const install of installs) assert.match(install, /^npm ci --omit=dev( --omit=optional)? --ignore-scripts$/)
  })

  test('has each script that another one starts', () => {
    const script = fs.readFileSync(path.join(ROOT, 'deploy/ingest.sh'), 'utf8')
    const started = [...script.matchAll(/dirname "\$0"\)\/([\w-]+\.sh)/g)].map(([, name]) => `deploy/${name}`)
    assert.ok(started.length > 0)
    for (const name of ['deploy/ingest.sh', ...started]) {
      assert.ok(
        copiesOf(stage('ingest')).some(({ sources }) => sources.includes(name)),
        name,
      )
      assert.ok(isInContext(name), name)
    }
  })

  test('fetches nothing but packages: no ADD, no address', () => {
    assert.ok(!/^ADD /m.test(text))
    const instructions = [...stages.values()].flatMap(({ instructions }) => instructions)
    for (const { name, text } of instructions) {
      if (name !== 'HEALTHCHECK') assert.ok(!/https?:\/\/|curl|wget/.test(text), `${name} ${text}`)
    }
  })

  for (const name of RUNNING) {
    test(`${name} runs as somebody who is not root, by number`, () => {
      assert.match(last(stage(name), 'USER')?.text ?? '', /^[1-9]\d{4}:[1-9]\d{4}$/)
    })

    test(`${name} ends on SIGTERM, and keeps what it writes in a volume`, () => {
      assert.equal(last(stage(name), 'STOPSIGNAL')?.text, 'SIGTERM')
      assert.equal(last(stage(name), 'VOLUME')?.text, '["/data"]')
      assert.match(last(stage(name), 'ENV')?.text ?? '', /\bCROWSNEST_STATE=\/data\b/)
    })
  }

  test('starts Node itself as the first process, so that signals reach it', () => {
    assert.equal(last(stage('app'), 'ENTRYPOINT')?.text, '["node"]')
    assert.deepEqual(JSON.parse(last(stage('app'), 'CMD')?.text ?? ''), [
      ...['scripts/serve.ts', '--host', '0.0.0.0', '--out', '/data/outbox'],
    ])
    assert.equal(last(stage('app'), 'EXPOSE')?.text, '4321')
  })

  test('says what it is, in the labels that registries show', () => {
    const { text: labels = '' } = last(stage('app'), 'LABEL') ?? {}
    for (const label of ['title', 'description', 'licenses'])
      assert.match(labels, new RegExp(`opencontainers.image.${label}=`))
  })

  test('holds no secret: neither ARG nor ENV names one', () => {
    for (const { name, text } of [...stages.values()].flatMap(({ instructions }) => instructions)) {
      if (name === 'ARG' || name === 'ENV')
        assert.ok(!/TOKEN|PASSWORD|SECRET|DATABASE_URL|SMTP_URL|LINK_KEYS/.test(text))
    }
  })
})

describe('the context of the build', () => {
  test('has everything that is copied from it', () => {
    const sources = [...stages.values()].flatMap((one) => copiesOf(one).filter(({ from }) => !from))
    for (const source of new Set(sources.flatMap(({ sources }) => sources))) {
      assert.ok(fs.existsSync(path.join(ROOT, source)), source)
      assert.ok(isInContext(source), source)
    }
  })

  test('has no state, no secret, no history and nothing that was installed or built here', () => {
    for (const name of [
      '.git',
      '.crowsnest',
      'node_modules',
      'dist',
      'outbox',
      '.env',
      'scripts/.env.local',
      'tests',
      'docs',
    ]) {
      assert.ok(!isInContext(name), name)
    }
  })
})

/** All files that a script imports, its own and those of packages, without the types. */
function importsOf(file: string, files = new Set<string>(), packages = new Set<string>()) {
  if (files.has(file)) return { files, packages }
  files.add(file)
  const source = fs.readFileSync(path.join(ROOT, file), 'utf8')
  const imports = source.matchAll(/^(?:import|export) (?!type )(?:[^'"]*? from )?'([^']+)'/gms)
  const more = source.matchAll(/\bimport\('([^']+)'\)|new URL\('(\.[^']+\.ts)'/g)
  for (const name of [...imports, ...more].map(([, first, second]) => first ?? second ?? '')) {
    if (name.startsWith('.')) importsOf(path.posix.join(path.posix.dirname(file), name), files, packages)
    else if (!name.startsWith('node:')) packages.add(/^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
  }
  return { files, packages }
}

describe('the image', () => {
  const copied = copiesOf(stage('app')).filter(({ from }) => !from)

  for (const script of STARTED) {
    const { files, packages } = importsOf(script)

    test(`has every file of ours that ${script} imports`, () => {
      assert.ok(files.size > 10)
      const has = (file: string) =>
        copied.some(({ sources }) => sources.some((source) => file === source || file.startsWith(`${source}/`)))
      assert.deepEqual(
        [...files].filter((file) => !has(file)),
        [],
      )
    })

    test(`has every package that ${script} imports`, () => {
      const { dependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
        dependencies: Record<string, string>
      }
      assert.ok(packages.size > 0)
      assert.deepEqual(
        [...packages].filter((name) => !(name in dependencies)),
        [],
      )
    })
  }
})

test('the image that ingests has what says whether content is sound', () => {
  const copied = copiesOf(stage('ingest')).filter(({ from }) => !from)
  const { files } = importsOf('tests/content.test.ts')
  for (const file of [...files, 'scripts/check/wrong-content.ts']) {
    assert.ok(isInContext(file), file)
    const isThere = copied.some(({ sources, target }) =>
      sources.some((source) =>
        target.endsWith('/') ? `${target}${path.basename(source)}` === file : file.startsWith(`${target}/`),
      ),
    )
    assert.ok(isThere, file)
  }
})

/** Lays out a folder as the stage `app` does, with the packages of this repository, and nothing in it to be written. */
function layOutImage(folder: string): { readonly app: string; readonly data: string } {
  const [app, data] = [path.join(folder, 'app'), path.join(folder, 'data')]
  fs.mkdirSync(app)
  for (const { from, sources, target } of copiesOf(stage('app'))) {
    if (from === 'modules') fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(app, target))
    else if (from === 'build') fs.renameSync(makeSite(folder).dist, path.join(app, target))
    else {
      for (const source of sources) {
        const place = path.join(app, target === './' ? path.basename(source) : target)
        fs.mkdirSync(path.dirname(place), { recursive: true })
        fs.cpSync(path.join(ROOT, source), place, { recursive: true })
      }
    }
  }
  for (const name of fs.readdirSync(app, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(app, name)
    if (!name.startsWith('node_modules')) fs.chmodSync(file, fs.statSync(file).isDirectory() ? 0o555 : 0o444)
  }
  fs.chmodSync(app, 0o555)
  fs.chmodSync(folder, 0o755)
  fs.mkdirSync(data)
  return { app, data }
}

describe('what the image runs', () => {
  test('serves, takes a sign-up and ends, as nobody in particular, in a folder where it may write nothing', async (context) => {
    using folder = makeTemporaryFolder()
    const { app, data } = layOutImage(folder.path)
    context.after(() => spawnSync('chmod', ['-R', 'u+w', app]))
    const [uid, gid] = (last(stage('app'), 'USER')?.text ?? '').split(':').map(Number)
    // Root may write anywhere; anybody else is held by the modes of the files.
    const isRoot = process.getuid?.() === 0
    if (isRoot) fs.chownSync(data, uid ?? 0, gid ?? 0)
    const args = JSON.parse(last(stage('app'), 'CMD')?.text ?? '') as string[]
    const child = spawn(process.execPath, [...args.map((arg) => arg.replace(/^\/data/, data)), '--port', '0'], {
      cwd: app,
      env: { NODE_ENV: 'production', CROWSNEST_STATE: data, PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(isRoot ? { uid, gid } : {}),
    })
    const errors: string[] = []
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
    const ended = once(child, 'close')
    const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended.then(() => [''])])) as [
      string,
    ]
    const origin = /^ready (http:\/\/localhost:\d+)$/.exec(line)?.[1]
    assert.ok(origin, errors.join(''))
    const { port } = new URL(origin)
    const ask = (target: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${target}`, init)
    assert.deepEqual(await (await ask('/health')).json(), { version: '0.1.0', store: 'ok' })
    assert.equal(await (await ask('/')).text(), 'home')
    const body = new URLSearchParams({ email: 'keeper@light.example' })
    assert.equal((await ask('/subscribe', { method: 'POST', body })).status, 200)
    child.kill('SIGTERM')
    const [code] = (await ended) as [number | null]
    assert.equal(code, 0, errors.join(''))
    assert.ok(fs.existsSync(path.join(data, 'subscribers.sqlite')))
    assert.ok(!fs.existsSync(path.join(app, 'outbox')))
  })

  for (const [status, exit] of [
    [200, 0],
    [503, 1],
    [undefined, 1],
  ] as const) {
    test(`is ${exit === 0 ? 'well' : 'unwell'} to the health check where /health ${status ? `says ${status}` : 'says nothing'}`, async (context) => {
      const asked: (string | undefined)[] = []
      const server = http.createServer(({ url }, response) => {
        asked.push(url)
        if (status) response.writeHead(status).end()
        else response.destroy()
      })
      context.after(() => server.close())
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const words = /CMD (\[.*\])$/.exec(last(stage('app'), 'HEALTHCHECK')?.text ?? '')?.[1] ?? '[]'
      const [command, ...args] = JSON.parse(words) as string[]
      assert.equal(command, 'node')
      const { port } = server.address() as AddressInfo
      const check = spawn(
        process.execPath,
        args.map((arg) => arg.replace(':4321', `:${port}`)),
        { stdio: 'ignore' },
      )
      assert.deepEqual(await once(check, 'exit'), [exit, null])
      assert.deepEqual(asked, ['/health'])
    })
  }
})
