import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '../..')
const TOKEN = 'a-token-for-the-test'

export interface DeskServer {
  /** Address of the desk, with its token. */
  readonly address: string
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** The desk of `astro dev` on a content folder, as `npm run curate` starts it; it keeps its port and token. */
export async function createDeskServer(folder: string, now: string): Promise<DeskServer> {
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

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export const readText = (file: string): string => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '')
