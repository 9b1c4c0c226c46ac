import type { ServerResponse } from 'node:http'

/** The client itself, and style sheets as modules: these stand in the page already, and would fetch the client. */
const CLIENT = /<script type="module" src="(?:\/@vite\/client|[^"]*\.css)"><\/script>/g

/**
 * Leaves Vite's development client out of the page that a response will be. It would load the page anew at every
 * change of the content, so at every key that an editor presses, and once more when the server comes back.
 */
export function leaveOutClient(response: ServerResponse): void {
  const chunks: Buffer[] = []
  const end = response.end.bind(response)
  const keep = (chunk: unknown, encoding: unknown) => {
    if (chunk === undefined || chunk === null || typeof chunk === 'function') return
    chunks.push(
      typeof chunk === 'string'
        ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
        : Buffer.from(chunk as Uint8Array),
    )
  }
  Object.assign(response, {
    write(chunk: unknown, encoding?: unknown, done?: unknown) {
      keep(chunk, encoding)
      const call = typeof encoding === 'function' ? encoding : done
      if (typeof call === 'function') process.nextTick(call)
      return true
    },
    end(chunk?: unknown, encoding?: unknown) {
      keep(chunk, encoding)
      const page = Buffer.concat(chunks).toString('utf8').replace(CLIENT, '')
      if (!response.headersSent) response.removeHeader('content-length')
      return end(page)
    },
  })
}
