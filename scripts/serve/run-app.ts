import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { planRetention } from '../../src/core/subscription/plan-retention.ts'
import { formatMoment } from '../../src/core/text/moment.ts'
import { ExpectedError, type Problem, take } from '../../src/core/text/problem.ts'
import type { SiteSettings } from '../../src/core/text/site-settings.ts'
import type { AppSettings } from '../../src/io/app-settings.ts'
import { say, sayProblems } from '../../src/io/command-line.ts'
import { createCalmReport } from '../../src/io/calm-report.ts'
import { createComposer } from '../../src/io/compose-message.ts'
import { FAILED, USAGE } from '../../src/io/exit-code.ts'
import { readLinkKeys } from '../../src/io/link-keys.ts'
import { createMailFiler } from '../../src/io/mail-files.ts'
import { createMailer } from '../../src/io/mailer.ts'
import { headersFor, type HostRules, withFolderRules } from '../../src/io/netlify-rules.ts'
import { openStore, type StoreEnvironment } from '../../src/io/open-store.ts'
import { createRandomIds } from '../../src/io/random-ids.ts'
import { deliverServiceMails, type DeliveryPorts } from '../../src/jobs/deliver-service-mails.ts'
import { settleSignups } from '../../src/jobs/settle-signups.ts'
import { startWorkLoop, type WorkLoop } from '../../src/jobs/start-work-loop.ts'
import { createApp } from '../../src/server/app.ts'
import { clientAddress } from '../../src/server/client-address.ts'
import { isAppPath } from '../../src/server/is-app-path.ts'
import { readPageTemplates } from '../../src/server/page-templates.ts'

export interface AppOptions {
  /** The built site, which has the pages of the app. */
  readonly dist: string
  readonly state: string
  /** Says where the store is: in the state folder, or in a database. */
  readonly environment: StoreEnvironment
  readonly settings: SiteSettings
  /** Headers of the host, for pages of the app as for all others. */
  readonly rules: HostRules
  readonly app: AppSettings
  /** The folder for mail where no server takes it. */
  readonly outbox: string
  readonly now: () => Date
}

/** The app of subscriptions, at work: it answers, decides what came in, and sends. */
export interface RunningApp {
  /** Answers what is the app's; false for all else. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => boolean
  /** @param origin where this server is reached on this machine */
  readonly startWork: (origin: string) => void
  /** Lets what is under way come to its end, for so many milliseconds, and closes the store. */
  readonly end: (grace: number) => Promise<void>
}

const SECOND = 1000
const HOUR = 3_600_000
/** Work is done when it comes; this is for what was put off, and for what another process wrote down. */
const LOOK_AROUND = 5 * SECOND
const CLEAN_UP = 6 * HOUR
/** Between two batches of sign-ups that are decided, while more come in. */
const REST = 25
/** A reader is told that the store is out of reach before what stands in front of this gives up on them, at 30 seconds. */
const PATIENCE = 5 * SECOND
/** Pages of the app as they are built, with slots nobody has filled. */
export const isTemplatePath = (pathname: string): boolean => /^\/+app(\/|$)/i.test(pathname)

/** Opens what the app needs; throws an `ExpectedError` for what is missing or cannot be opened. */
export async function runApp(options: AppOptions): Promise<RunningApp> {
  const { dist, state, environment, settings, rules, app, outbox, now } = options
  const fill = take(readPageTemplates(dist))
  const keys = take(readLinkKeys(process.env, state), process.env.CROWSNEST_LINK_KEYS ? USAGE : FAILED)
  const store = await openStore(environment, state, { patience: PATIENCE })
  const foreign = await store.checkAdoption()
  const report = createCalmReport(now)
  const randomId = createRandomIds()
  const loops: WorkLoop[] = []
  let cameSince = false
  let settling: WorkLoop | undefined
  let delivering: WorkLoop | undefined

  const listen = getRequestListener(
    createApp({
      ...{ store, fill, keys, settings, randomId, now, report },
      token: app.token,
      version: readVersion(),
      headers: headersFor(withFolderRules(rules, dist), '/app/'),
      clientAddress: (request, env) => {
        const socket = (env as HttpBindings).incoming.socket.remoteAddress ?? ''
        return clientAddress(socket, request.headers.get('x-forwarded-for'), app.proxies)
      },
      onSignup: () => {
        cameSince = true
        settling?.hint()
      },
      onMail: () => delivering?.hint(),
    }).fetch,
  )

  const startLoop = (every: number, work: (isOver: () => boolean) => Promise<unknown>): WorkLoop => {
    const pause = (signal: AbortSignal) => wait(every, undefined, { signal }).catch(() => undefined)
    const onError = (error: unknown) => {
      const problems = error instanceof ExpectedError ? error.problems : [unexpected(error)]
      for (const problem of problems) report(problem)
    }
    const loop = startWorkLoop(work, { pause, onError })
    loops.push(loop)
    return loop
  }

  return {
    handle(request, response) {
      // RFC 9112, section 3.2.2: a server takes the whole address as well.
      if (!isAppPath((request.url ?? '/').replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/, ''))) return false
      void listen(request, response)
      return true
    },
    startWork(origin) {
      settling = startLoop(LOOK_AROUND, async (isOver) => {
        // Whoever is at the door goes before what was written down.
        const pause = () => {
          const isBusy = cameSince
          cameSince = false
          return isBusy ? wait(REST) : new Promise<void>((resolve) => setImmediate(resolve))
        }
        if ((await settleSignups({ store, randomId, pause, report }, isOver)) > 0) delivering?.hint()
      })
      startLoop(CLEAN_UP, () => store.retain(planRetention(now()), { dryRun: false, at: formatMoment(now()) }))
      if (foreign) {
        say('The app takes what comes in, and sends no mail:')
        sayProblems([foreign], 'warning')
        say('Start it again after that, for it looks once.')
        return
      }
      const { mailServer, sender, dkim } = app
      const ports: DeliveryPorts = {
        ...{ store, keys, now, report, ...sender },
        composeMessage: createComposer(dkim),
        randomToken: () => randomBytes(16),
        // Who reads files of this machine sits at it.
        settings: mailServer === undefined ? { ...settings, url: origin } : settings,
        deliver: mailServer === undefined ? createMailFiler(outbox, now) : createSender(createMailer(mailServer)),
      }
      delivering = startLoop(LOOK_AROUND, (isOver) => deliverServiceMails(ports, isOver))
    },
    async end(grace) {
      await within(Promise.all(loops.map((loop) => loop.end())), (grace * 3) / 4)
      // A database that says nothing is not waited for: what somebody was told is written down is.
      await within(store.close(), grace / 4)
    },
  }
}

async function within(work: Promise<unknown>, time: number): Promise<void> {
  const done = new AbortController()
  await Promise.race([work, wait(time, undefined, { signal: done.signal }).catch(() => undefined)])
  done.abort()
}

const createSender =
  (deliverMessage: ReturnType<typeof createMailer>): DeliveryPorts['deliver'] =>
  (_, envelope, message) =>
    deliverMessage(envelope, message)

const unexpected = (error: unknown): Problem => ({
  where: 'work of the app',
  what: error instanceof Error ? error.message : String(error),
  remedy: 'It is tried again; if it stays, report it',
})

function readVersion(): string {
  const file = path.resolve(import.meta.dirname, '../../package.json')
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string }).version
}
