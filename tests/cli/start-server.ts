import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { startScript } from './run-script.ts'

/** Starts `npm run serve` as its operator would, and waits until it says where it is. */
export async function startServer(args: readonly string[], env: Record<string, string> = {}) {
  const { child, ended } = startScript('serve', args, env)
  assert.ok(child.stdout && child.stderr)
  const lines = createInterface(child.stderr)
  const ready = createInterface(child.stdout)
  const first = await Promise.race([
    once(ready, 'line').then(([line]) => String(line)),
    ended.then(({ stderr }) => stderr),
  ])
  assert.match(first, /^ready http:\/\/localhost:\d+$/)
  const origin = first.replace('ready ', '')
  const { port } = new URL(origin)
  const ask = (target: string, init: RequestInit = {}) => fetch(origin + target, { redirect: 'manual', ...init })
  const post = (target: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    ask(target, { method: 'POST', body: new URLSearchParams(fields), headers })
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return ended
  }
  return { child, ended, lines, origin, port: Number(port), ask, post, stop }
}

export type StartedServer = Awaited<ReturnType<typeof startServer>>
