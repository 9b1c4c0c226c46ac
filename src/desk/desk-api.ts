import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'astro/zod'
import { commandSchema } from '../core/issue/command.ts'
import { checkFields } from '../core/text/check-fields.ts'
import { ExpectedError, failure, formatProblem, type Problem, type Result, success } from '../core/text/problem.ts'
import { CurateLockedError } from '../io/curate-lock.ts'
import { fileProblem } from '../io/file-problem.ts'
import type { CheckDesk, DeskSession } from './desk-session.ts'
import { guardHost, guardOrigin, guardToken, type Refused } from './guard-request.ts'
import type { Refusal } from './protocol.ts'

export interface DeskApiOptions {
  readonly session: DeskSession
  readonly token: string
  readonly check: CheckDesk
  /** Milliseconds that `GET changes` waits. */
  readonly patience?: number
}

/** The most bytes of a request. */
const BODY_LIMIT = 1_000_000
const PATIENCE = 25_000

const sinceSchema = z.string().max(200).optional()
const doSchema = z.strictObject({ command: commandSchema, since: sinceSchema })
const turnSchema = z.strictObject({ since: sinceSchema })
const checkSchema = z.strictObject({ links: z.boolean() })

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

type Verb = (request: IncomingMessage, url: URL, signal: AbortSignal) => Promise<Answer> | Answer

/**
 * What answers below `/desk/api/`; see `protocol.ts`. Takes any request there, and answers each: with what was asked
 * for, or with a `Refusal`, which is never a stack trace.
 *
 * @returns a handler for the path after `/desk/api/`
 */
export function createDeskApi({ session, token, check, patience = PATIENCE }: DeskApiOptions) {
  const routes: Readonly<Record<string, Readonly<Partial<Record<'GET' | 'POST', Verb>>>>> = {
    state: { GET: () => fromResult(session.view()) },
    do: {
      POST: async (request) =>
        fromResult(await withBody(request, doSchema, ({ command, since }) => session.carryOut(command, since))),
    },
    undo: {
      POST: async (request) => fromResult(await withBody(request, turnSchema, ({ since }) => session.undo(since))),
    },
    redo: {
      POST: async (request) => fromResult(await withBody(request, turnSchema, ({ since }) => session.redo(since))),
    },
    check: {
      POST: async (request) => {
        const asked = await withBody(request, checkSchema, (body) => success(body))
        if (!asked.ok) return fromResult(asked)
        const curation = session.curation()
        return curation.ok ? json(200, await check(curation.value, asked.value.links)) : fromResult(curation)
      },
    },
    mail: {
      GET: () => {
        const mail = session.mail('html')
        return mail.ok ? { status: 200, type: 'text/html; charset=utf-8', body: mail.value } : fromResult(mail)
      },
    },
    'mail-text': {
      GET: () => {
        const mail = session.mail('text')
        return mail.ok ? { status: 200, type: 'text/plain; charset=utf-8', body: mail.value } : fromResult(mail)
      },
    },
    changes: {
      GET: (_request, url, signal) =>
        new Promise((resolve) => {
          const since = url.searchParams.get('since') ?? ''
          const end = (version: string) => {
            clearTimeout(timer)
            resolve(json(200, { version }))
          }
          const timer = setTimeout(() => {
            callOff()
            end(session.version())
          }, patience)
          const callOff = session.onChange(since, end)
          signal.addEventListener('abort', () => {
            callOff()
            end(session.version())
          })
        }),
    },
  }

  return async function answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const gone = new AbortController()
    response.once('close', () => {
      gone.abort()
    })
    const found = await find(request, path, gone.signal).catch((error: unknown) => explain(error))
    if (response.destroyed || response.writableEnded) return
    response.writeHead(found.status, {
      'content-type': found.type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      // Whatever is opened from here by itself, a mail say, does nothing.
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      ...found.headers,
    })
    response.end(found.body)
  }

  async function find(request: IncomingMessage, path: string, signal: AbortSignal): Promise<Answer> {
    const { method = '', headers, socket } = request
    const asked = { method, headers, port: socket.localPort }
    const refused = guardHost(asked) ?? guardOrigin(asked) ?? guardToken(asked, token)
    if (refused) return refuse(refused)
    const url = URL.parse(path, 'http://desk.invalid/')
    const name = url === null ? path : url.pathname.slice(1)
    const route = Object.hasOwn(routes, name) ? routes[name] : undefined
    if (!route || url === null) {
      const all = Object.keys(routes).join(', ')
      return refuse({ status: 404, problem: `The desk has nothing called ${JSON.stringify(name)}. It has ${all}.` })
    }
    const verb = method === 'GET' || method === 'POST' ? route[method] : undefined
    if (!verb) {
      const allow = Object.keys(route).join(', ')
      return { ...refuse({ status: 405, problem: `${name} takes ${allow}, not ${method}.` }), headers: { allow } }
    }
    return verb(request, url, signal)
  }
}

const json = (status: number, value: unknown): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
})

const refuse = ({ status, problem }: Refused): Answer => json(status, { problems: [problem] } satisfies Refusal)

/** A problem of the request itself, beside those of what it asks for. */
class BadRequest extends Error {
  readonly status: number
  readonly problems: readonly string[]
  constructor(status: number, ...problems: readonly string[]) {
    super(problems.join('\n'))
    this.status = status
    this.problems = problems
  }
}

/** What stands against a command is said with 409: it makes no sense as things stand. */
const fromResult = (result: Result<unknown>): Answer =>
  result.ok ? json(200, result.value) : json(409, { problems: result.problems.map(formatProblem) } satisfies Refusal)

async function withBody<Schema extends z.ZodType, T>(
  request: IncomingMessage,
  schema: Schema,
  act: (body: z.output<Schema>) => Result<T>,
): Promise<Result<T>> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new BadRequest(415, 'The desk takes JSON: say Content-Type: application/json.')
  }
  const read = parseBody(await readBody(request), schema)
  if (!read.ok) throw new BadRequest(400, ...read.problems.map(formatProblem))
  return act(read.value)
}

function parseBody<Schema extends z.ZodType>(text: string, schema: Schema): Result<z.output<Schema>> {
  const where = 'the request'
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return failure({ where, what: 'this is not JSON', remedy: 'Send an object, as the protocol of the desk has it' })
  }
  return checkFields(value, schema, where, () => undefined)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const tooLarge = () => new BadRequest(413, `A request holds at most ${BODY_LIMIT / 1e6} MB. Write less at once.`)
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > BODY_LIMIT) throw tooLarge()
      chunks.push(chunk)
    }
  } catch (error) {
    // Whoever asked has gone, which is no bug to be told of.
    throw request.complete || error instanceof BadRequest ? error : new BadRequest(400, 'The request was cut off.')
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** What was thrown, for a person; of a bug no more than that it is one. */
function explain(error: unknown): Answer {
  if (error instanceof BadRequest) {
    const { status, problems } = error
    return { ...json(status, { problems } satisfies Refusal), headers: status === 413 ? { connection: 'close' } : {} }
  }
  // Nothing stands against the command: the page keeps it, and sends it again.
  if (error instanceof CurateLockedError) return { ...fromResult({ ok: false, problems: error.problems }), status: 503 }
  if (error instanceof ExpectedError) return fromResult({ ok: false, problems: error.problems })
  const problem: Problem | undefined = fileProblem(error)
  if (problem) return json(500, { problems: [formatProblem(problem)] } satisfies Refusal)
  process.stderr.write(
    `desk: ${error instanceof Error ? (process.env.DEBUG ? error.stack : error.message) : String(error)}\n`,
  )
  return refuse({
    status: 500,
    problem: 'This should not have happened, and nothing more was written. Please report it.',
  })
}
