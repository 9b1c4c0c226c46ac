import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { makeFirst } from '../../src/io/make-first.ts'
import { until } from '../until.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const TOKEN = 'a-token-for-the-test'
/** Milliseconds that all tests of another desk take at most, on a machine that has much else to do, too. */
const PATIENCE = 300_000

export interface DeskServer {
  /** Address of the desk, with its token. */
  readonly address: string
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** The desk of `astro dev` on a content folder, as `npm run curate` starts it; it keeps its port and token. */
export async function createDeskServer(folder: string, now: string): Promise<DeskServer> {
  await waitForTurn()
  const port = await freePort()
  let child: ChildProcess | undefined
  return {
    address: `http://127.0.0.1:${port}/desk/#token=${TOKEN}`,
    async start() {
      const astro = path.join(ROOT, 'node_modules/astro/bin/astro.mjs')
      const started = spawn(process.execPath, [astro, 'dev', '--port', `${port}`, '--ignore-lock'], {
        cwd: ROOT,
        env: {
          ...process.env,
          ASTRO_TELEMETRY_DISABLED: '1',
          CROWSNEST_CACHE: path.join(folder, 'cache'),
          CROWSNEST_CONTENT: path.join(folder, 'content'),
          CROWSNEST_STATE: path.join(folder, 'state'),
          CROWSNEST_NOW: now,
          CROWSNEST_EDITOR: 'keeper',
          CROWSNEST_DESK_TOKEN: TOKEN,
        },
      })
      child = started
      await new Promise<void>((resolve, reject) => {
        let talk = ''
        const hear = (chunk: Buffer) => {
          talk += chunk.toString()
          if (/ready in/.test(talk)) resolve()
        }
        started.stdout.on('data', hear)
        started.stderr.on('data', hear)
        started.once('exit', (code) => {
          reject(new Error(`astro dev ended with ${code}: ${talk}`))
        })
      })
    },
    async stop() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

/**
 * Desks of one clone share `.astro/`, and Astro writes there by way of a file that has one name; so of all files of one
 * run of the tests one has a desk at a time, until it ends.
 */
async function waitForTurn(): Promise<void> {
  const share = process.env.CROWSNEST_TEST_SHARE
  if (share === undefined) return
  const turn = path.join(share, 'desk')
  await until('another file ends its desk', () => makeFirst(turn), { patience: PATIENCE })
  process.once('exit', () => {
    fs.rmSync(turn, { recursive: true, force: true })
  })
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export const readText = (file: string): string => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '')
