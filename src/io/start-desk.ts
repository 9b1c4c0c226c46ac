import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import type { dev } from 'astro'
import { ExpectedError } from '../core/text/problem.ts'

export interface DeskRun {
  readonly content: string
  readonly state: string
  readonly editor: string
  /** Key of the issue at work; by default the open one. */
  readonly issue?: string | undefined
  /** The clock, where it is fixed: as `CROWSNEST_NOW` takes it. */
  readonly now?: string | undefined
  /** Where to serve; the next free port after it, where it is taken, unless `isPortFixed`. */
  readonly port: number
  readonly isPortFixed?: boolean | undefined
}

export interface StartedDesk {
  /** With the token; whoever has it may edit. */
  readonly address: string
  readonly stop: () => Promise<void>
}

const ROOT = path.resolve(import.meta.dirname, '../..')
const HOST = '127.0.0.1'
const PORTS = 20

/**
 * Starts the desk: Astro's development server, on the loopback interface alone. It asks nobody for news of itself, and
 * stays in this process.
 *
 * @param startServer Astro's `dev`
 */
export async function startDesk(startServer: typeof dev, run: DeskRun): Promise<StartedDesk> {
  const token = randomBytes(24).toString('base64url')
  const port = await findPort(run.port, run.isPortFixed ? 1 : PORTS)
  Object.assign(process.env, {
    ASTRO_TELEMETRY_DISABLED: '1',
    ASTRO_DISABLE_UPDATE_CHECK: 'true',
    CROWSNEST_CONTENT: run.content,
    CROWSNEST_STATE: run.state,
    CROWSNEST_EDITOR: run.editor,
    CROWSNEST_DESK_TOKEN: token,
    ...(run.issue === undefined ? {} : { CROWSNEST_ISSUE: run.issue }),
    ...(run.now === undefined ? {} : { CROWSNEST_NOW: run.now }),
  })
  // Astro reads its content configuration relative to where it runs.
  process.chdir(ROOT)
  const server = await startServer({
    root: ROOT,
    server: { host: HOST, port },
    logLevel: process.env.DEBUG ? 'info' : 'error',
    vite: { server: { strictPort: true } },
  })
  return { address: `http://${HOST}:${server.address.port}/desk/#token=${token}`, stop: () => server.stop() }
}

/** Ends the desk, and this process with 0, on SIGINT and SIGTERM; also where a server of Vite's has other plans for them. */
export function endDeskOnSignal({ stop }: StartedDesk): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.removeAllListeners(signal)
    process.once(signal, () => {
      void stop().finally(() => process.exit(0))
    })
  }
}

/** The first port that is free, of so many from the one that was asked for; 0 is any. */
async function findPort(first: number, tries: number): Promise<number> {
  for (let port = first; port < first + tries; port++) if (await isFree(port)) return port
  throw new ExpectedError({
    where: `http://${HOST}:${first}`,
    what: tries === 1 ? 'something else is served there already' : `this port and the ${tries - 1} after it are taken`,
    remedy: 'Name another port with --port',
  })
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', () => {
      resolve(false)
    })
    probe.listen(port, HOST, () => {
      probe.close(() => {
        resolve(true)
      })
    })
  })
}

/**
 * Opens an address in the browser of a person, where there is a person and a browser: `$BROWSER`, else what the system
 * opens pages with.
 *
 * @returns whether anything was started
 */
export function openBrowser(address: string, environment = process.env, platform = process.platform): boolean {
  const program = environment.BROWSER || findOpener(environment, platform)
  if (program === undefined || program === 'none') return false
  const child = spawn(program, [address], { stdio: 'ignore', detached: true })
  // That there is no browser after all is no failure of the desk: its address has been printed.
  child.on('error', () => undefined)
  child.unref()
  return true
}

/** Over SSH, or without a screen, a browser would open where nobody sits. */
function findOpener(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  if (environment.SSH_CONNECTION) return undefined
  if (platform === 'darwin') return 'open'
  if (platform === 'win32') return 'explorer'
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) return undefined
  return isOnPath('xdg-open', environment.PATH ?? '') ? 'xdg-open' : undefined
}

const isOnPath = (program: string, folders: string) =>
  folders.split(path.delimiter).some((folder) => folder !== '' && fs.existsSync(path.join(folder, program)))
