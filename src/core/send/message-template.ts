import { fingerprint } from '../text/fingerprint.ts'
import { LONGEST_LINE } from '../text/mail-size.ts'
import { relaxBody } from './relax-body.ts'

/** A message that all readers share, but for a few places. */
export interface MessageTemplate {
  /** The fields of its header that are the same for everybody, each line with its CRLF; ASCII. */
  readonly head: string
  readonly body: Gaps
  /** The body in the form that DKIM hashes (RFC 6376 section 3.4.4), with the same gaps. */
  readonly relaxedBody: Gaps
  /** What stands in the gaps as long as nobody is named, as long as what will. */
  readonly placeholder: string
  /** The mailto: link in its List-Unsubscribe. */
  readonly leaveBy: string | undefined
}

/** Bytes in which pieces are to be replaced by others of the same length. */
export interface Gaps {
  readonly bytes: Uint8Array
  /** How often the whole stands in it. */
  readonly places: number
  /** Where pieces of it are: offset in the bytes, and what part of the whole it is. */
  readonly pieces: readonly { readonly at: number; readonly from: number; readonly to: number }[]
}

/** What is one reader's own. */
export interface ReaderParts {
  /** A parsed address. */
  readonly to: string
  /** With its angle brackets. */
  readonly messageId: string
  /** Links that one leaves by, the best first. */
  readonly leaveBy: readonly string[]
  readonly token: string
}

/**
 * The signature of a message as a field of its header, with CRLF.
 *
 * @param head all other fields, each line with its CRLF
 * @param relaxedBody as DKIM hashes it, in pieces
 */
export type SignMessage = (head: string, relaxedBody: readonly Uint8Array[]) => string

/**
 * What stands for the token of a link, in its form and length, while a message is composed for nobody.
 *
 * @param content what the message is made of, which cannot have in it a digest of itself
 */
export function placeholderToken(keyId: string, content: string): string {
  const digits = fingerprint(content, 44)
  return `${keyId}.${digits.slice(0, 22)}.${digits.slice(22)}`
}

/** How often a text has a placeholder in it. */
export const countPlaces = (text: string, placeholder: string): number => text.split(placeholder).length - 1

/** The placeholder is the last part of the first link of List-Unsubscribe. */
const UNSUBSCRIBE =
  /^list-unsubscribe:\s*<[^<>\s]*\/(\w{1,8}\.[\w-]{22}\.[\w-]{22})>(?:\s*,\s*<(mailto:[^<>\s]*)>)?\s*$/i
const PERSONAL = /^(?:list-unsubscribe|to|message-id):/i

/**
 * Cuts a composed message. Throws where it is not one that is ours: all of it depends on that, so nothing is sent.
 *
 * @param places how often the text and the HTML had the placeholder; quoted-printable may have cut any of them
 */
export function cutMessage(message: Uint8Array, places?: number): MessageTemplate {
  const text = new TextDecoder().decode(message)
  const end = text.indexOf('\r\n\r\n')
  if (!/^[\t\r\n\x20-\x7e]*$/.test(text) || text.length !== message.length) fail('characters that are not ASCII')
  if (/\r(?!\n)|(?<!\r)\n/.test(text)) fail('a line that does not end with CRLF')
  if (text.split('\r\n').some((line) => line.length > LONGEST_LINE)) fail(`a line over ${LONGEST_LINE} characters`)
  if (end < 0) fail('no empty line after its header')
  const fields = text.slice(0, end).split(/\r\n(?![ \t])/)
  const unfolded = fields.map((field) => field.replaceAll('\r\n', ''))
  const [, placeholder, leaveBy] =
    unfolded.map((field) => UNSUBSCRIBE.exec(field)).find((found) => found !== null) ?? []
  if (placeholder === undefined) return fail('no List-Unsubscribe with the place of a token')
  const shared = fields.filter((field) => !PERSONAL.test(field))
  if (shared.some((field) => field.replaceAll(/\r\n[ \t]/g, '').includes(placeholder))) fail('a token in another field')
  const content = text.slice(end + 4)
  const body = findGaps(content, placeholder)
  const relaxedBody = findGaps(relaxBody(content), placeholder)
  const whole = countPlaces(content.replaceAll('=\r\n', ''), placeholder)
  const counts = [body.places, relaxedBody.places, ...(places === undefined ? [] : [places])]
  if (whole === 0 || counts.some((count) => count !== whole)) {
    fail(`${whole} places for a token, where ${counts.join(', ')} were found`)
  }
  return { head: shared.map((field) => `${field}\r\n`).join(''), body, relaxedBody, placeholder, leaveBy }
}

function fail(what: string): never {
  throw new TypeError(`a message that is sent to many has ${what}`)
}

/** The pieces of a placeholder, which soft line breaks (RFC 2045 section 6.7) may have come between. */
function findGaps(text: string, placeholder: string): Gaps {
  const letters = [...placeholder].map((letter) => letter.replace('.', '\\.'))
  const matches = [...text.matchAll(new RegExp(letters.join('(?:=\r\n)*'), 'g'))]
  const pieces = matches.flatMap(({ 0: found, index }) => {
    let [at, from] = [index, 0]
    return found.split('=\r\n').map((piece) => {
      const gap = { at, from, to: from + piece.length }
      at += piece.length + 3
      from += piece.length
      return gap
    })
  })
  return { bytes: new TextEncoder().encode(text), places: matches.length, pieces }
}

/** The bytes of the message for one reader; throws for what would break out of its place. */
export function personaliseMessage(template: MessageTemplate, reader: ReaderParts, sign?: SignMessage): Uint8Array {
  const { head, body, relaxedBody, placeholder } = template
  const { token } = reader
  if (token.length !== placeholder.length || !/^[\w.-]+$/.test(token)) throw new TypeError('a token of another form')
  const fields = personalFields(reader) + head
  const signature = sign === undefined ? '' : sign(fields, fillParts(relaxedBody, token))
  const start = encoder.encode(`${signature}${fields}\r\n`)
  const message = new Uint8Array(start.length + body.bytes.length)
  message.set(start)
  message.set(body.bytes, start.length)
  fill(message, body, token, start.length)
  return message
}

const encoder = new TextEncoder()

/** The bytes with a token in its places, in pieces, so that none are copied. */
function fillParts({ bytes, pieces }: Gaps, token: string): Uint8Array[] {
  const letters = encoder.encode(token)
  const parts: Uint8Array[] = []
  let done = 0
  for (const { at, from, to } of pieces) {
    parts.push(bytes.subarray(done, at), letters.subarray(from, to))
    done = at + to - from
  }
  return [...parts, bytes.subarray(done)]
}

function fill(bytes: Uint8Array, { pieces }: Gaps, token: string, start: number): void {
  const letters = encoder.encode(token)
  for (const { at, from, to } of pieces) bytes.set(letters.subarray(from, to), start + at)
}

/** Longer lines are folded, where they can be: RFC 5322 section 2.1.1. */
const LINE = 78

function personalFields({ to, messageId, leaveBy }: ReaderParts): string {
  const links = leaveBy.map((link) => `<${link}>`)
  for (const value of [to, messageId, ...links]) {
    if (!/^[\x21-\x7e]+$/.test(value) || value.length >= LONGEST_LINE) throw new TypeError('no value of a field')
  }
  return field('To', [to]) + field('Message-ID', [messageId]) + field('List-Unsubscribe', links)
}

function field(name: string, values: readonly string[]): string {
  const line = `${name}: ${values.join(', ')}`
  return `${line.length <= LINE ? line : `${name}:\r\n ${values.join(',\r\n ')}`}\r\n`
}
