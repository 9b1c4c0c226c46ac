import assert from 'node:assert/strict'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type DeskRun, openBrowser, startDesk } from '../../src/io/start-desk.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

type StartServer = Parameters<typeof startDesk>[0]

let taken: net.Server
let port: number

before(async () => {
  taken = net.createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  port = (taken.address() as net.AddressInfo).port
})

after(() => {
  taken.close()
})

/** Stands in for Astro: remembers what it was told, and says that it listens there. */
function fakeServer() {
  const told: { host: unknown; port: number; token: string | undefined; content: string | undefined }[] = []
  let stopped = 0
  const start = ((options: { server: { host: string; port: number } }) => {
    const { CROWSNEST_DESK_TOKEN: token, CROWSNEST_CONTENT: content } = process.env
    told.push({ ...options.server, token, content })
    const stop = () => Promise.resolve(void (stopped += 1))
    return Promise.resolve({ address: { port: options.server.port }, stop })
  }) as unknown as StartServer
  return { told, start, stops: () => stopped }
}

const run = (own: Partial<DeskRun> = {}): DeskRun => ({ content: '/c', state: '/s', editor: 'ada', port, ...own })

describe('a desk that is started', () => {
  test('listens on this machine alone, and has a token of its own each time', async () => {
    const { told, start, stops } = fakeServer()
    const one = await startDesk(start, run({ port: 0 }))
    const other = await startDesk(start, run({ port: 0 }))
    assert.deepEqual([told[0]?.host, told[0]?.content], ['127.0.0.1', '/c'])
    assert.match(one.address, /^http:\/\/127\.0\.0\.1:\d+\/desk\/#token=[\w-]{32}$/)
    assert.ok(one.address.endsWith(`#token=${told[0]?.token}`))
    assert.notEqual(told[0]?.token, told[1]?.token)
    await other.stop()
    assert.equal(stops(), 1)
  })

  test('takes the next port where its own is taken', async () => {
    const { told, start } = fakeServer()
    await startDesk(start, run())
    assert.ok((told[0]?.port ?? 0) > port)
  })

  test('says that a port is taken where it was asked for by name', async () => {
    const { told, start } = fakeServer()
    await assert.rejects(startDesk(start, run({ isPortFixed: true })), /served there already.*--port/)
    assert.equal(told.length, 0)
  })

  test('keeps Astro from asking for news of itself', async () => {
    await startDesk(fakeServer().start, run({ port: 0 }))
    assert.equal(process.env.ASTRO_TELEMETRY_DISABLED, '1')
    assert.equal(process.env.ASTRO_DISABLE_UPDATE_CHECK, 'true')
  })
})

describe('a browser', () => {
  const cases: [where: string, environment: NodeJS.ProcessEnv, platform: NodeJS.Platform][] = [
    ['over SSH', { SSH_CONNECTION: '1', DISPLAY: ':0', PATH: '/usr/bin' }, 'linux'],
    ['without a screen', { PATH: '/usr/bin' }, 'linux'],
    ['where nothing opens pages', { DISPLAY: ':0', PATH: '/nowhere' }, 'linux'],
    ['where none is wanted', { BROWSER: 'none' }, 'linux'],
  ]
  for (const [where, environment, platform] of cases) {
    test(`is not opened ${where}`, () => {
      assert.equal(openBrowser('http://127.0.0.1:1/', environment, platform), false)
    })
  }

  test('is the one that its owner names, and gets the address', async () => {
    using folder = makeTemporaryFolder()
    const program = path.join(folder.path, 'browser')
    fs.writeFileSync(
      program,
      `#!/bin/sh\nprintf %s "$1" > "${folder.path}/part" && mv "${folder.path}/part" "${folder.path}/opened"\n`,
      { mode: 0o755 },
    )
    const opened = new Promise<void>((resolve) => {
      const watcher = fs.watch(folder.path, (_event, name) => {
        if (name !== 'opened') return
        watcher.close()
        resolve()
      })
    })
    assert.equal(openBrowser('http://127.0.0.1:1/#token=a&b', { BROWSER: program }, 'linux'), true)
    await opened
    assert.equal(fs.readFileSync(path.join(folder.path, 'opened'), 'utf8'), 'http://127.0.0.1:1/#token=a&b')
  })

  test('that is not there is no failure', () => {
    assert.equal(openBrowser('http://127.0.0.1:1/', { BROWSER: '/nowhere/browser' }, 'linux'), true)
  })
})
