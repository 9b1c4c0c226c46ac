import type { Check } from '../../core/issue/check.ts'
import type { Command } from '../../core/issue/command.ts'
import type { DeskAnswer, DeskView, Refusal } from '../protocol.ts'

/** What a request came to: an answer, a refusal with reasons, or no word from the server at all. */
export type Reply<T> =
  | { readonly outcome: 'ok'; readonly value: T }
  | { readonly outcome: 'refused'; readonly status: number; readonly problems: readonly string[] }
  | { readonly outcome: 'unreached' }

export interface Connection {
  readonly state: () => Promise<Reply<DeskView>>
  /** `since` is the version that is known here, so that the answer tells all that came after it. */
  readonly carryOut: (command: Command, since: string) => Promise<Reply<DeskAnswer>>
  readonly undo: (since: string) => Promise<Reply<DeskAnswer>>
  readonly redo: (since: string) => Promise<Reply<DeskAnswer>>
  readonly check: (links: boolean) => Promise<Reply<readonly Check[]>>
  /** The mail of the issue as it stands, as HTML or as text. */
  readonly mail: (asText: boolean) => Promise<Reply<string>>
  /** Waits until something changed elsewhere, or for the server's patience to end. */
  readonly changes: (since: string) => Promise<Reply<{ readonly version: string }>>
}

/** Long enough for a slow disk; `changes` waits up to 25 s by itself, and checking links takes its time. */
const PATIENCE = { state: 60_000, do: 20_000, check: 180_000, changes: 40_000 }

export function createConnection(token: string, base = '/desk/api/'): Connection {
  async function ask<T>(path: string, patience: number, body?: unknown): Promise<Reply<T>> {
    const headers: Record<string, string> = { Authorization: `Bearer ${token}` }
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    try {
      const response = await fetch(base + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        signal: AbortSignal.timeout(patience),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      if (response.ok)
        return { outcome: 'ok', value: (path.startsWith('mail') ? await response.text() : await response.json()) as T }
      // A proxy or a server that is on its way down: as good as no answer.
      if (response.status === 502 || response.status === 503 || response.status === 504) return { outcome: 'unreached' }
      return { outcome: 'refused', status: response.status, problems: await readProblems(response) }
    } catch {
      return { outcome: 'unreached' }
    }
  }
  return {
    state: () => ask('state', PATIENCE.state),
    carryOut: (command, since) => ask('do', PATIENCE.do, { command, since }),
    undo: (since) => ask('undo', PATIENCE.do, { since }),
    redo: (since) => ask('redo', PATIENCE.do, { since }),
    check: (links) => ask('check', PATIENCE.check, { links }),
    mail: (asText) => ask(asText ? 'mail-text' : 'mail', PATIENCE.do),
    changes: (since) => ask(`changes?since=${encodeURIComponent(since)}`, PATIENCE.changes),
  }
}

async function readProblems(response: Response): Promise<readonly string[]> {
  try {
    const { problems } = (await response.json()) as Refusal
    if (Array.isArray(problems) && problems.length > 0) return problems.map(String)
  } catch {
    // Said below.
  }
  return [`the desk's server answered ${response.status} ${response.statusText}`]
}
