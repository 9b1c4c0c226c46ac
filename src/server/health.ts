import type { Context, Hono } from 'hono'
import { answerJson } from './answer.ts'
import type { AppPorts } from './app-ports.ts'
import { addRoute } from './routes.ts'

/** `/health`, for whoever watches over the app: which version this is, and whether the store can be read and written. */
export function addHealth(app: Hono, ports: AppPorts): void {
  const { store, version } = ports
  const show = async ({ req }: Context) => {
    try {
      await store.check()
      return answerJson(ports, req.raw, { status: 200, json: { version, store: 'ok' } })
    } catch {
      const headers = { 'retry-after': '60' }
      return answerJson(ports, req.raw, { status: 503, json: { version, store: 'out of reach' }, headers })
    }
  }
  addRoute(app, ports, '/health', { get: show })
}
