import { parseJson } from '../core/text/json-lines.ts'
import { isLoopbackHost } from '../core/text/loopback-host.ts'
import { failure, type Result, success } from '../core/text/problem.ts'

/** Where a subscription app runs, and what editors show to it. */
export interface AppAccess {
  /** Its address; `http:` only on this machine, for the token goes with it. */
  readonly app: string
  readonly token: string
  readonly userAgent: string
}

/** Bytes of an answer. */
const LIMIT = 5_000_000
const PATIENCE = 20_000

/**
 * Asks a running subscription app, with the token as a bearer's: GET, or POST where there is something to send.
 *
 * @param path below its address, `suggestions`
 * @returns the JSON that it answered, undefined where it was none; what went wrong otherwise, with what to do
 */
export async function askApp(
  { app, token, userAgent }: AppAccess,
  path: string,
  body?: unknown,
): Promise<Result<unknown>> {
  const url = URL.parse(path, app.endsWith('/') ? app : `${app}/`)
  const where = 'CROWSNEST_APP'
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return failure({
      where,
      what: `"${app}" is no web address`,
      remedy: 'Say where the app runs, like https://crowsnest.example',
    })
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return failure({
      where,
      what: `${app} is not encrypted, and the token would go there in the open`,
      remedy: 'Use https',
    })
  }
  if (/[^\x21-\x7e]/.test(token)) {
    const remedy = 'Make one of letters and digits, and start the app with it'
    return failure({ where: 'CROWSNEST_TOKEN', what: 'this has characters that no header takes', remedy })
  }
  try {
    const response = await fetch(url, {
      headers: {
        ...{ authorization: `Bearer ${token}`, accept: 'application/json', 'user-agent': userAgent },
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    })
    if (response.status === 401 || response.status === 403) {
      return failure({
        where: 'CROWSNEST_TOKEN',
        what: `${url.origin} does not take this token`,
        remedy: 'Set the one that the app was started with',
      })
    }
    if (!response.ok) {
      const remedy =
        response.status === 404
          ? 'Is the app started with a CROWSNEST_TOKEN? Without one it has no such page'
          : undefined
      return failure({ where: url.href, what: `answered ${response.status} ${response.statusText}`.trim(), remedy })
    }
    const text = await readText(response)
    if (text === undefined) return failure({ where: url.href, what: `answered with more than ${LIMIT / 1e6} MB` })
    return success(parseJson(text))
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const reason =
      error instanceof Error && error.name === 'TimeoutError'
        ? `did not answer within ${PATIENCE / 1_000} s`
        : String(cause)
    return failure({ where: url.href, what: reason, remedy: 'Is the app running there? CROWSNEST_APP says where' })
  }
}

/** The text of an answer; undefined where it is over the limit, of which no more is kept. */
async function readText(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let text = ''
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > LIMIT) return undefined
    text += decoder.decode(part, { stream: true })
  }
  return text + decoder.decode()
}
