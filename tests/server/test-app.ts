import type { TestContext } from 'node:test'
import type { Hono } from 'hono'
import type { LinkKey } from '../../src/core/subscription/link-token.ts'
import type { Problem } from '../../src/core/text/problem.ts'
import { take } from '../../src/core/text/problem.ts'
import { openSqliteStore, type SqliteStore } from '../../src/io/sqlite-store.ts'
import { settleSignups } from '../../src/jobs/settle-signups.ts'
import type { AppPorts } from '../../src/server/app-ports.ts'
import { createApp } from '../../src/server/app.ts'
import { parsePageTemplates, TEMPLATE_SLOTS, type TemplateName } from '../../src/server/page-templates.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'

/** Pages that say their name, and show each slot as a text and in an attribute. */
export function makeTemplates(): Record<TemplateName, string> {
  const page = (name: TemplateName) =>
    `<!doctype html><title>${name}</title>${TEMPLATE_SLOTS[name].map(showSlot).join('')}<form method="post"></form>`
  const names = Object.keys(TEMPLATE_SLOTS) as TemplateName[]
  return Object.fromEntries(names.map((name) => [name, page(name)])) as Record<TemplateName, string>
}

const showSlot = (slot: string) =>
  slot === 'lines' ? `<dl>{{lines}}</dl>` : `<p id="${slot}">{{${slot}}}</p><input value="{{${slot}}}">`

export const KEY: LinkKey = { id: 'k1', secret: new Uint8Array(32).fill(7) }

/** An app on a store of its own; `now` moves when a test says so. */
export interface TestApp {
  readonly app: Hono
  readonly store: SqliteStore
  readonly ports: AppPorts
  readonly problems: readonly Problem[]
  readonly hints: { count: number }
  readonly clock: { now: Date }
  /** Decides the sign-ups that wait. */
  readonly settle: () => Promise<number>
  /** Posts a form. */
  readonly post: (path: string, fields?: Record<string, string>, headers?: Record<string, string>) => Promise<Response>
}

export async function makeTestApp(context: TestContext, own: Partial<AppPorts> = {}): Promise<TestApp> {
  const folder = makeTemporaryFolder()
  const store = await openSqliteStore(folder.path)
  context.after(async () => {
    await store.close()
    folder[Symbol.dispose]()
  })
  const clock = { now: new Date('2026-11-20T09:00:00Z') }
  const hints = { count: 0 }
  const problems: Problem[] = []
  let ids = 0
  const randomId = () => {
    ids += 1
    return String(ids).padStart(22, '0')
  }
  const ports: AppPorts = {
    store,
    fill: take(parsePageTemplates(makeTemplates())),
    keys: [KEY],
    settings: { name: 'Crowsnest', url: 'https://crowsnest.example' },
    version: '0.1.0',
    headers: { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'strict-origin-when-cross-origin' },
    now: () => clock.now,
    randomId,
    clientAddress: () => '192.0.2.7',
    onSignup: () => {
      hints.count += 1
    },
    report: (problem) => problems.push(problem),
    ...own,
  }
  const app = createApp(ports)
  const report = (problem: Problem) => void problems.push(problem)
  return {
    ...{ app, store, ports, problems, hints, clock },
    settle: () => settleSignups({ store, randomId, report, pause: () => Promise.resolve() }),
    post: async (path, fields = {}, headers = {}) =>
      app.request(path, { method: 'POST', body: new URLSearchParams(fields), headers }),
  }
}

/** A store that does not answer. */
export function makeBrokenStore(): AppPorts['store'] {
  const fail = () => Promise.reject(new Error('disk I/O error at /secret/place'))
  return {
    ...{ addSignup: fail, countSignups: fail, find: fail, change: fail, check: fail },
    ...{ addSuggestion: fail, listSuggestions: fail, answerSuggestion: fail },
    secret: new Uint8Array(32),
  }
}
