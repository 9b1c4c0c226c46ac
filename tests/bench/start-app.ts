import fs from 'node:fs'
import path from 'node:path'
import { makeSite } from '../cli/served-site.ts'
import { startServer } from '../cli/start-server.ts'
import { type SmtpSink, startSmtpSink } from '../smtp-sink.ts'

/** As many bytes as a page of the app has that is built with the site's design. */
export const PAGE_BYTES = 9_000

export interface MeasuredApp {
  readonly port: number
  readonly pid: number
  readonly sink: SmtpSink
  readonly state: string
  readonly kill: () => Promise<unknown>
  readonly stop: () => Promise<unknown>
}

/** `npm run serve` as a process, behind one proxy, with mail over SMTP to a sink in this one. */
export async function startApp(folder: string): Promise<MeasuredApp> {
  const { content, dist } = makeSite(folder)
  for (const name of fs.readdirSync(path.join(dist, 'app'))) {
    fs.appendFileSync(path.join(dist, 'app', name, 'index.html'), 'x'.repeat(PAGE_BYTES))
  }
  const sink = await startSmtpSink()
  const state = path.join(folder, 'state')
  const args = ['--content', content, '--dist', dist, '--state', state, '--port', '0']
  const server = await startServer(args, { CROWSNEST_PROXIES: '1', SMTP_URL: sink.url })
  const end = async (signal: NodeJS.Signals) => {
    await server.stop(signal)
    await sink.stop()
  }
  return {
    ...{ port: server.port, pid: server.child.pid ?? 0, sink, state },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}
