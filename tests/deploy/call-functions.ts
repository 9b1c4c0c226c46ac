// node call-functions.ts: calls bundled functions as Netlify's runtime does, in a process that holds nothing but them. Reads
// calls from stdin, one a line, and answers each with a line; what a function left to be done after its answer is waited
// for then, and told by another line.
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

/** One call of a function. */
export interface FunctionCall {
  readonly name: string
  readonly url: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly ip?: string
  /** Whether the host lets a function work on after its answer. */
  readonly waits?: boolean
}

/** What it answered; no status where it answered nothing, as those that run by the clock do. */
export interface FunctionAnswer {
  readonly status?: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

type Handler = (request: Request, context: object) => Promise<Response | undefined>

for await (const line of createInterface({ input: process.stdin })) {
  const { name, url, method = 'GET', headers = {}, body, ip, waits = true } = JSON.parse(line) as FunctionCall
  const file = pathToFileURL(path.join(process.cwd(), 'scripts/functions', `${name}.mjs`)).href
  const { default: handle } = (await import(file)) as { default: Handler }
  const left: Promise<unknown>[] = []
  const waitUntil = (work: Promise<unknown>) => void left.push(work)
  const request = new Request(url, { method, headers, ...(body === undefined ? {} : { body }) })
  const response = await handle(request, { ip, params: {}, ...(waits ? { waitUntil } : {}) })
  const answer: FunctionAnswer = {
    ...(response ? { status: response.status } : {}),
    headers: Object.fromEntries(response?.headers ?? []),
    body: (await response?.text()) ?? '',
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
  await Promise.all(left)
  process.stdout.write(`${JSON.stringify({ left: left.length })}\n`)
}
