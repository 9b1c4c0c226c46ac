import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { PATIENCE, until } from '../until.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** A checkout as a newcomer has it: the files of this one, under git, and the dependencies that are installed. */
function copyCheckout(): string {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-tour-'))
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
  for (const file of list.toString().split('\0')) {
    const from = path.join(ROOT, file)
    if (file !== '' && fs.existsSync(from)) fs.cpSync(from, path.join(copy, file), { recursive: true })
  }
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'))
  fs.appendFileSync(path.join(copy, '.gitignore'), 'node_modules\n')
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], { cwd: copy })
  git('init', '--quiet')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'a checkout')
  return copy
}

function start(checkout: string, ...args: string[]): ChildProcess {
  const env = { ...process.env, CROWSNEST_CONTENT: undefined, CROWSNEST_STATE: undefined, CROWSNEST_NOW: undefined }
  return spawn(process.execPath, ['scripts/start.ts', ...args], {
    cwd: checkout,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function firstLine(child: ChildProcess): Promise<string> {
  assert.ok(child.stdout)
  for await (const line of createInterface(child.stdout)) return line
  throw new Error('it ended without a word')
}

describe('the tour', () => {
  let checkout: string
  let child: ChildProcess
  let ready: string
  let talk = ''

  before(async () => {
    checkout = copyCheckout()
    child = start(checkout, '--offline', '--port', '0')
    child.stderr?.on('data', (chunk: Buffer) => (talk += chunk.toString()))
    ready = await firstLine(child).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${talk}`)
    })
  })

  after(() => {
    child.kill('SIGKILL')
    fs.rmSync(checkout, { recursive: true, force: true })
  })

  test('says on stdout where the site is', () => {
    assert.match(ready, /^ready http:\/\/localhost:\d+$/)
  })

  test('serves a site with an issue made of the sample feeds', async () => {
    const page = await fetch(`${ready.replace('ready ', '')}/issues/2026-W34/`)
    assert.equal(page.status, 200)
    const html = await page.text()
    assert.match(html, /<h1[^>]*>\s*Kubernetes 1\.37 is a week away/)
    assert.match(html, /Gateway API v1\.6/)
    assert.equal((await fetch(`${ready.replace('ready ', '')}/nowhere/`)).status, 404)
  })

  test('shows all else that the checkout holds, and leads to it from the first page', async () => {
    const origin = ready.replace('ready ', '')
    const read = async (address: string) => {
      const page = await fetch(origin + address)
      assert.equal(page.status, 200, address)
      return page.text()
    }
    const idsOf = (collection: string) =>
      fs
        .globSync('*.{md,yml}', { cwd: path.join(checkout, 'content', collection), exclude: ['README.md'] })
        .map((file) => path.parse(file).name)
    for (const section of ['posts', 'case-studies', 'series', 'authors', 'topics', 'sigs']) {
      const collection = section === 'sigs' ? 'groups' : section
      const ids = idsOf(collection)
      assert.ok(ids.length > 0, collection)
      for (const id of ids) await read(`/${section}/${id}/`)
    }
    const releases = await read('/releases/')
    for (const minor of ['1.36', '1.35', '1.34']) assert.ok(releases.includes(minor), minor)
    assert.match(await read('/events/'), /KubeCon/)
    const home = await read('/')
    for (const part of ['Not picked', 'Kubernetes releases', 'Earlier issues', 'Longer reads']) {
      assert.match(home, new RegExp(`<h2[^>]*>(?:\\s|<a [^>]*>)*${part}`), part)
    }
    assert.match(home, /href="\/posts\/[\w-]+\/"/)
  })

  test('leaves the mail of that issue in the outbox', () => {
    assert.deepEqual(fs.readdirSync(path.join(checkout, 'outbox')).sort(), [
      '2026-W34.eml',
      '2026-W34.html',
      '2026-W34.txt',
    ])
  })

  test('takes an address, and writes the mail that asks into the outbox, with a link to itself', async () => {
    const origin = ready.replace('ready ', '')
    const page = await (await fetch(`${origin}/`)).text()
    assert.match(page, /<form[^>]* action="\/subscribe"/)
    const told = new Promise<string>((resolve) => {
      const look = () => {
        const [, file] = /^A mail is in (.+)$/m.exec(talk) ?? []
        if (file !== undefined) resolve(file)
      }
      child.stderr?.on('data', look)
    })
    const body = new URLSearchParams({ email: 'keeper@harbour.example' })
    assert.equal((await fetch(`${origin}/subscribe`, { method: 'POST', body })).status, 200)
    const mail = fs.readFileSync(path.join(checkout, await told), 'utf8')
    const link = new RegExp(`^${origin}(/confirm/\\S+)\r?$`, 'm').exec(mail)?.[1] ?? ''
    assert.equal((await fetch(origin + link, { method: 'POST' })).status, 200)
  })

  test('leaves the checkout as it was', () => {
    assert.equal(execFileSync('git', ['status', '--porcelain'], { cwd: checkout }).toString(), '')
  })

  test('builds where no other build and no desk reads what is half written', () => {
    assert.ok(!fs.existsSync(path.join(checkout, '.astro')))
  })

  test('ends with 0 when it is told to', async () => {
    child.kill('SIGTERM')
    const [code] = (await once(child, 'exit')) as [number | null]
    assert.equal(code, 0)
  })

  test('may be ended while it builds: at once, with 0, and with all that it has started', async () => {
    const early = start(checkout, '--offline', '--port', '0')
    assert.ok(early.stderr)
    for await (const line of createInterface(early.stderr)) if (line.startsWith('Building')) break
    const workspaces = () => fs.globSync('.crowsnest/build-*', { cwd: checkout }).length
    assert.equal(workspaces(), 1)
    early.kill('SIGINT')
    const [code] = (await once(early, 'exit')) as [number | null]
    assert.equal(code, 0)
    await until('the build has ended, and what it has written is gone', () => workspaces() === 0)
  })

  test('ends with 1 where it fails, instead of serving what was there before', { timeout: 3 * PATIENCE }, async () => {
    const content = path.join(checkout, '.crowsnest/broken')
    fs.cpSync(path.join(checkout, 'content'), content, { recursive: true })
    fs.writeFileSync(path.join(content, 'issues', '2026-W33.md'), '---\nstatus: adrift\n---\n')
    const failing = start(checkout, '--offline', '--port', '0', '--content', content)
    let said = ''
    failing.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const [code] = (await once(failing, 'close')) as [number | null]
    assert.equal(code, 1)
    assert.match(said, /2026-W33\.md:2, status: expected one of/)
    assert.doesNotMatch(said, /\n\s+at /)
  })

  test('names the port that is taken, and how to choose another', async () => {
    const other = http.createServer().listen(0, 'localhost')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const second = start(checkout, '--offline', '--port', String(port))
    let said = ''
    second.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const [code] = (await once(second, 'close')) as [number | null]
    other.close()
    assert.equal(code, 1)
    assert.match(said, new RegExp(`localhost:${port}.*--port`))
    assert.doesNotMatch(said, /\n\s+at /)
  })
})
