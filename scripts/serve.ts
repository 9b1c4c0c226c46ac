import fs from 'node:fs'
import path from 'node:path'
import { isLoopbackHost } from '../src/core/text/loopback-host.ts'
import { ExpectedError, take } from '../src/core/text/problem.ts'
import { readAppSettings } from '../src/io/app-settings.ts'
import {
  addCommonOptions,
  commonOptions,
  createProgram,
  parseCount,
  print,
  runProgram,
  say,
} from '../src/io/command-line.ts'
import { displayPath } from '../src/io/content-folder.ts'
import { endOnSignal } from '../src/io/end-on-signal.ts'
import { USAGE } from '../src/io/exit-code.ts'
import { forPlainHttp, forThisMachine, type HostRules, readNetlifyRules } from '../src/io/netlify-rules.ts'
import { serveSite } from '../src/io/serve-site.ts'
import { readSiteSettings } from '../src/io/site-settings-file.ts'
import { isTemplatePath, runApp } from './serve/run-app.ts'

interface Options {
  readonly port: number
  readonly host?: string
  readonly dist: string
  readonly out: string
}

const ROOT = path.resolve(import.meta.dirname, '..')
/** What is being answered when the end comes has so many milliseconds, and then what is being sent as many. */
const GRACE = 4_000

const program = addCommonOptions(
  createProgram('serve', 'Serves the built site with its real headers, and the app of subscriptions.'),
)
  .option('--port <n>', 'where to serve; 0 is any free one', parseCount(0, 65_535), 4321)
  .option('--host <address>', 'the address to listen at, like 0.0.0.0 for all (default: this machine alone)')
  .option('--dist <dir>', 'the built site', 'dist')
  .option('--out <dir>', 'the folder that mail is written to where SMTP_URL is not set', 'outbox')
  .addHelpText(
    'after',
    `
Examples:
  npm run build && npm run serve                       mail goes to outbox/
  SMTP_URL=smtps://user:password@mail.example:465 npm run serve -- --port 8080
  npm run serve -- --host 0.0.0.0 --state /data        in a container

SMTP_URL is the server that sends mail; without it, mail is written to outbox/, with links to this server.
MAIL_FROM and MAIL_REPLY_TO stand in for the sender of content/site.yml. CROWSNEST_PROXIES is how many proxies of yours
stand before this one. CROWSNEST_LINK_KEYS holds the keys of links, in place of a file in the state folder.
CROWSNEST_TOKEN lets editors fetch suggestions. docs/operations.md says more.`,
  )
  .action(async (options: Options) => {
    const { content, state, json } = commonOptions(program)
    const settings = take(readSiteSettings(content))
    const appSettings = take(readAppSettings(process.env, settings), USAGE)
    const dist = path.resolve(options.dist)
    assertBuilt(dist)
    const rules = adaptRules(readNetlifyRules(path.join(ROOT, 'netlify.toml')), options.host, appSettings.proxies)
    const outbox = path.resolve(options.out)
    const app = await runApp({
      ...{ dist, state, settings, rules, outbox },
      ...{ environment: process.env, app: appSettings, now: createClock() },
    })
    const { port, host } = options
    const site = { rules, host, fallback: app.handle, hides: isTemplatePath }
    const server = await serveSite(dist, port, site).catch(async (error: unknown) => {
      await app.end(0)
      throw error
    })
    endOnSignal(async () => {
      await server.close(GRACE)
      await app.end(GRACE)
    })
    const { mailServer } = appSettings
    const mail = mailServer ? `sent by ${mailServer.host}:${mailServer.port}` : `written to ${displayPath(outbox)}/`
    say(`Serving ${displayPath(dist)}/ and the app of subscriptions; mail is ${mail}. Ctrl+C ends it.`)
    app.startWork(server.origin)
    print(json ? JSON.stringify({ ready: server.origin }) : `ready ${server.origin}`)
  })

/** Says at once what a page missing here and there would say in eleven lines; one that may not be read is not missing. */
function assertBuilt(dist: string): void {
  const find = (name: string) => fs.statSync(path.join(dist, name), { throwIfNoEntry: false })
  const missing = ['index.html', 'app'].find((name) => find(name) === undefined)
  if (missing === undefined) return
  const what = fs.existsSync(dist)
    ? `it has no ${missing}, and so is no site with the pages of the app`
    : 'there is no built site'
  throw new ExpectedError({ where: displayPath(dist), what, remedy: 'Run npm run build first, or name it with --dist' })
}

/** As they are behind a proxy, which speaks TLS; without one, as far as a browser that came over http can follow. */
function adaptRules(rules: HostRules, host: string | undefined, proxies: number): HostRules {
  if (proxies > 0) return rules
  return host === undefined || isLoopbackHost(host) ? forThisMachine(rules) : forPlainHttp(rules)
}

/** The machine's clock; one that was set (`--now`) goes on from there. */
function createClock(): () => Date {
  const { now } = program.opts<{ now?: Date }>()
  if (now === undefined) return () => new Date()
  const started = performance.now()
  return () => new Date(now.getTime() + performance.now() - started)
}

await runProgram(program, process.argv.slice(2))
