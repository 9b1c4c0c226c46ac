import type { RequestProblem } from './answer.ts'
import { readBody } from './read-body.ts'

/** In bytes. What the form for an address sends, with the longest there is, is under a tenth of it. */
const LONGEST_BODY = 8192

/** The fields of a form, each with the text that was sent. */
export type ReadForm =
  | { readonly ok: true; readonly fields: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly problem: RequestProblem }

const refuse = (status: number, what: string, remedy: string): ReadForm => ({
  ok: false,
  problem: { status, where: 'body', what, remedy },
})

const SEND_ANEW = 'Go back, load the page again and send the form once more'

/**
 * Reads what a form or a program sent: form-encoded, `multipart/form-data`, or a JSON object of texts. Nothing is guessed:
 * what is no UTF-8, is cut off, or says one field twice is a problem, and no half of it is taken.
 *
 * @param most bytes of it
 */
export async function readForm(request: Request, most = LONGEST_BODY): Promise<ReadForm> {
  const type = request.headers.get('content-type') ?? ''
  const read = READERS.get((type.split(';')[0] ?? '').trim().toLowerCase())
  const packed = request.headers.get('content-encoding') ?? 'identity'
  if (read === undefined || packed.trim().toLowerCase() !== 'identity' || !isUtf8(type)) {
    return refuse(
      415,
      'what was sent is not of a kind that this address reads',
      'Send a form (application/x-www-form-urlencoded or multipart/form-data) or JSON, in UTF-8 and not packed',
    )
  }
  const bytes = await readBody(request, most)
  if (bytes === 'too long') {
    return refuse(413, `what was sent has over ${most} bytes, and nothing of it was read`, 'Send less')
  }
  if (bytes === 'broken off') return refuse(400, 'what was sent broke off', SEND_ANEW)
  return read(bytes, type)
}

const isUtf8 = (type: string) => /;\s*charset=/i.test(type) === /;\s*charset="?utf-?8"?\s*(?:;|$)/i.test(type)

type ReadBytes = (bytes: Uint8Array<ArrayBuffer>, type: string) => ReadForm | Promise<ReadForm>

const READERS = new Map<string, ReadBytes>([
  ['application/x-www-form-urlencoded', readUrlEncoded],
  ['multipart/form-data', readMultipart],
  ['application/json', readJson],
])

const notUtf8 = () => refuse(400, 'what was sent is not UTF-8, or its % signs are not as they should be', SEND_ANEW)

function readUrlEncoded(bytes: Uint8Array): ReadForm {
  const text = decodeText(bytes)
  if (text === undefined) return notUtf8()
  try {
    const decode = (part: string) => decodeURIComponent(part.replaceAll('+', ' '))
    return collect(
      text
        .split('&')
        .filter(Boolean)
        .map((pair) => {
          const at = pair.includes('=') ? pair.indexOf('=') : pair.length
          return [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
        }),
    )
  } catch {
    return notUtf8()
  }
}

async function readMultipart(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<ReadForm> {
  if (decodeText(bytes) === undefined) return notUtf8()
  try {
    return collect([...(await new Response(bytes, { headers: { 'content-type': type } }).formData())])
  } catch {
    return refuse(400, 'the parts of the form are not divided as they should be', SEND_ANEW)
  }
}

function readJson(bytes: Uint8Array): ReadForm {
  const text = decodeText(bytes)
  if (text === undefined) return notUtf8()
  const expected = 'Send one object of texts, like { "email": "keeper@light.example" }'
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return collect(Object.entries(value))
    return refuse(400, 'this is JSON, and no object', expected)
  } catch {
    return refuse(400, 'this is not JSON', expected)
  }
}

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Names of fields are not repeated to who sent them: they can be anything. */
function collect(entries: Iterable<readonly [name: string, value: unknown] | readonly unknown[]>): ReadForm {
  const fields = new Map<string, string>()
  for (const [name, value] of entries) {
    if (typeof name !== 'string' || typeof value !== 'string') {
      return refuse(400, 'a field is no text', 'Send each field once, as a text; no list, no file')
    }
    if (fields.has(name)) return refuse(400, 'a field is there twice', 'Send each field once')
    fields.set(name, value)
  }
  return { ok: true, fields }
}
