import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { planRetention } from '../../src/core/subscription/plan-retention.ts'
import { formatMoment } from '../../src/core/text/moment.ts'
import { ExpectedError, type Problem, take } from '../../src/core/text/problem.ts'
import type { SiteSettings } from '../../src/core/text/site-settings.ts'
import { type AppSettings, readAppSettings } from '../../src/io/app-settings.ts'
import { createCalmReport } from '../../src/io/calm-report.ts'
import { createComposer } from '../../src/io/compose-message.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { parseLinkKeys } from '../../src/io/link-keys.ts'
import type { MailServer } from '../../src/io/mail-server.ts'
import { createMailer } from '../../src/io/mailer.ts'
import { headersFor, readNetlifyRules, withFolderRules } from '../../src/io/netlify-rules.ts'
import { openStore } from '../../src/io/open-store.ts'
import { createRandomIds } from '../../src/io/random-ids.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { deliverServiceMails, type DeliveryPorts } from '../../src/jobs/deliver-service-mails.ts'
import { settleSignups } from '../../src/jobs/settle-signups.ts'
import type { SubscriptionStore } from '../../src/jobs/subscription-store.ts'
import { answerJson, answerProblem } from '../../src/server/answer.ts'
import type { AppPorts } from '../../src/server/app-ports.ts'
import { createApp } from '../../src/server/app.ts'
import { readPageTemplates } from '../../src/server/page-templates.ts'

/** What the host hands to a function beside the request: of it, what the app wants. */
export interface NetlifyContext {
  /** Of the device that asks, as the host saw it. */
  readonly ip?: string
  /** Keeps the function awake, after its answer, until a promise is settled. */
  readonly waitUntil?: (work: Promise<unknown>) => void
}

/** Where a function is reached, or when it is started; the host reads this from the source, so it is literal there. */
export interface NetlifyConfig {
  readonly path?: readonly string[]
  readonly method?: readonly string[]
  readonly schedule?: string
}

const SECOND = 1000
/** A scheduled function has 30 seconds. So long new work is begun, and so long one mail may then take. */
const WORK_TIME = 18 * SECOND
const MAIL_TIME = {
  connectionTimeout: 5_000,
  dnsTimeout: 5_000,
  greetingTimeout: 5_000,
  socketTimeout: 8_000,
  whole: 10_000,
}
/** For a request, and for what is done after its answer; many instances share what a database can bear. */
const CONNECTIONS = 2
/** The host ends a function that answers nothing. */
const PATIENCE = 3 * SECOND
/** Without these, what a reader was told is saved would be lost with the function, or no mail could ever go. */
const NEEDED = ['DATABASE_URL', 'CROWSNEST_LINK_KEYS', 'SMTP_URL'] as const

interface HostedApp {
  readonly store: SubscriptionStore
  readonly answer: (request: Request, context: NetlifyContext) => Response | Promise<Response>
  readonly work: () => Promise<void>
}

interface Pages extends Pick<AppPorts, 'fill' | 'headers' | 'version'> {
  readonly settings: SiteSettings
}

const now = () => new Date()
const report = createCalmReport(now)
const randomId = createRandomIds()
let pages: Pages | undefined
let opening: Promise<HostedApp> | undefined

/** Answers a request to the app; where that cannot work, says so, and the log says why. */
export async function answerRequest(request: Request, context: NetlifyContext): Promise<Response> {
  const found = await attempt(readPages)
  if (found === undefined) return new Response('Not now: try again later\n', { status: 503 })
  const app = await attempt(openOnce)
  return app === undefined ? answerClosed(found, request) : app.answer(request, context)
}

/** What is left to do, for a while: sign-ups are decided, and mails go. */
export async function workAwhile(): Promise<void> {
  await attempt(async () => (await openOnce()).work())
}

/** Forgets what was held long enough. */
export async function forgetOld(): Promise<void> {
  await attempt(async () => {
    const { store } = await openOnce()
    await store.retain(planRetention(now()), { dryRun: false, at: formatMoment(now()) })
  })
}

/** What came of it; undefined where it failed, and the log says why. */
async function attempt<T>(action: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await action()
  } catch (error) {
    for (const problem of toProblems(error)) report(problem)
    return undefined
  }
}

/** The folder that holds what netlify.toml brings along (`included_files`), laid out as in the repository. */
const filesOfSite = (): string => process.env.LAMBDA_TASK_ROOT ?? process.cwd()

function readPages(): Pages {
  if (pages) return pages
  const root = filesOfSite()
  const dist = path.join(root, 'dist')
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
  pages = {
    fill: take(readPageTemplates(dist)),
    // The host adds headers to files alone.
    headers: headersFor(withFolderRules(readNetlifyRules(path.join(root, 'netlify.toml')), dist), '/app/'),
    settings: take(readSiteSettings(path.join(root, 'content'))),
    version,
  }
  return pages
}

/** One for all requests that come to this function while it is awake; what could not be opened is tried again. */
function openOnce(): Promise<HostedApp> {
  opening ??= open().catch((error: unknown) => {
    opening = undefined
    throw error
  })
  return opening
}

async function open(): Promise<HostedApp> {
  const pages = readPages()
  const app = take(readAppSettings(process.env, pages.settings), USAGE)
  const mailServer = assertComplete(app)
  const keys = take(parseLinkKeys(process.env.CROWSNEST_LINK_KEYS ?? ''), USAGE)
  // A function keeps no state folder: the database has everything. One instance answers one request at a time.
  const store = await openStore(process.env, '', { connections: CONNECTIONS, patience: PATIENCE })
  const foreign = await store.checkAdoption()
  if (foreign) report({ ...foreign, what: `no mail is sent, for ${foreign.what}` })
  const deliverMessage = createMailer(mailServer, MAIL_TIME)
  const delivery: DeliveryPorts = {
    ...{ store, composeMessage: createComposer(app.dkim), keys, now, report, ...app.sender, settings: pages.settings },
    randomToken: () => randomBytes(16),
    deliver: (_, envelope, message) => deliverMessage(envelope, message),
  }
  const pause = () => new Promise<void>((resolve) => setImmediate(resolve))
  const work = alone(async () => {
    const end = performance.now() + WORK_TIME
    const isOver = () => performance.now() > end
    await settleSignups({ store, randomId, pause, report }, isOver)
    if (!foreign) await deliverServiceMails(delivery, isOver)
  })
  let cameSince = false
  const hint = () => {
    cameSince = true
  }
  const { fetch } = createApp({
    ...{ store, fill: pages.fill, headers: pages.headers, version: pages.version, settings: pages.settings },
    ...{ keys, token: app.token, now, randomId, report, onSignup: hint, onMail: hint },
    clientAddress: (_, env) => (env as NetlifyContext).ip ?? '',
  })
  return {
    ...{ store, work },
    async answer(request, context) {
      const response = await fetch(request, context)
      // What was written down is done after the answer, whose time so tells nothing; where the host ends us before, the
      // function that runs by the clock does it.
      if (cameSince && context.waitUntil) {
        cameSince = false
        context.waitUntil(attempt(work))
      }
      return response
    },
  }
}

/** Work that is never done twice at once here; who asks for it meanwhile has it done once more. */
function alone(work: () => Promise<void>): () => Promise<void> {
  let isAsked = false
  let running: Promise<void> | undefined
  const run = async () => {
    try {
      while (isAsked) {
        isAsked = false
        await work()
      }
    } finally {
      running = undefined
    }
  }
  return () => {
    isAsked = true
    running ??= run()
    return running
  }
}

/** @returns the server that mail goes to */
function assertComplete({ mailServer }: AppSettings): MailServer {
  const missing = NEEDED.filter((name) => !process.env[name]?.trim())
  if (missing.length === 0 && mailServer !== undefined) return mailServer
  throw new ExpectedError({
    where: missing.join(', '),
    what: 'not set, and without it nothing can be kept or sent from here',
    remedy: 'Set it for functions, in the context of production alone; docs/operations.md says how, "On Netlify"',
  })
}

function answerClosed(pages: Pages, request: Request): Response {
  const headers = { 'retry-after': '60' }
  if (new URL(request.url).pathname === '/health') {
    return answerJson(pages, request, { status: 503, json: { version: pages.version, store: 'out of reach' }, headers })
  }
  return answerProblem(pages, request, {
    status: 503,
    what: 'what we write things down in is out of reach, and nothing was saved or changed',
    remedy: 'Try again in a minute',
    headers,
  })
}

function toProblems(error: unknown): readonly Problem[] {
  if (error instanceof ExpectedError) return error.problems
  return [{ where: 'the app', what: error instanceof Error ? error.message : String(error) }]
}
