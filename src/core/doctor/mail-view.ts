import PostalMime from 'postal-mime'

export interface MailHeader {
  /** In lower case. */
  readonly name: string
  /** Unfolded, as it stands. */
  readonly value: string
}

/** A mail as the checks see it. Nothing in it is trusted. */
export interface MailView {
  /** Of the whole of it, also where less was read. */
  readonly bytes: number
  /** Whether it is longer than what was read. */
  readonly isCut: boolean
  readonly headers: readonly MailHeader[]
  /** Bytes up to the empty line; whether there were too many to look at all. */
  readonly headerBytes: number
  readonly hasTooManyHeaders: boolean
  readonly subject: string
  /** The addresses in From, the name of the sender left out. */
  readonly from: readonly string[]
  readonly html: string | undefined
  readonly text: string | undefined
  /** Character sets that its parts name, in lower case. */
  readonly charsets: readonly string[]
  /** Bytes of the longest line, without its end. */
  readonly longestLine: number
  /** Why its parts could not be read. */
  readonly fault: string | undefined
}

/** Bytes of headers, and of the whole, that are looked into: a mail that anybody reads has less. */
export const MOST_HEADER_BYTES = 256 * 1024
const MOST_PARSED = 8 * 1024 * 1024

/**
 * Takes a mail apart, whatever it is: never throws for what stands in it.
 *
 * @param whole how many bytes it has, where `message` is only its beginning
 */
export async function viewMail(message: Uint8Array, whole = message.length): Promise<MailView> {
  const end = findHeaderEnd(message)
  const head = decodeLatin1(message.subarray(0, Math.min(end, MOST_HEADER_BYTES)))
  const hasTooManyHeaders = end > MOST_HEADER_BYTES
  const headers = splitHeaders(head)
  const parsed = hasTooManyHeaders
    ? { fault: `its headers are longer than ${MOST_HEADER_BYTES / 1024} KB` }
    : await parseParts(message.subarray(0, MOST_PARSED))
  const parts = 'email' in parsed ? parsed.email : undefined
  return {
    bytes: whole,
    isCut: whole > message.length,
    ...{ headers, headerBytes: end, hasTooManyHeaders },
    subject: (parts?.subject ?? '').trim(),
    from: addressesOf(parts?.from, headers),
    html: nonEmpty(parts?.html),
    text: nonEmpty(parts?.text),
    charsets: findCharsets(decodeLatin1(message.subarray(0, 1024 * 1024))),
    longestLine: findLongestLine(message),
    fault: 'fault' in parsed ? parsed.fault : undefined,
  }
}

/** All values that a header has, in their order. */
export const headerValues = ({ headers }: MailView, name: string): string[] =>
  headers.filter((header) => header.name === name.toLowerCase()).map(({ value }) => value)

async function parseParts(message: Uint8Array) {
  try {
    return { email: await PostalMime.parse(message, { maxHeadersSize: MOST_HEADER_BYTES, maxNestingDepth: 50 }) }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

const nonEmpty = (text: string | undefined) => (text === undefined || text.trim() === '' ? undefined : text)

function addressesOf(
  from:
    { readonly address?: string | undefined; readonly group?: readonly { address: string }[] | undefined } | undefined,
  headers: readonly MailHeader[],
): string[] {
  const found = from?.group?.map(({ address }) => address) ?? (from?.address === undefined ? [] : [from.address])
  // Several mailboxes in one From are rare, and must not hide behind the first.
  const value = headers.find(({ name }) => name === 'from')?.value ?? ''
  const all = [...value.slice(0, 10_000).matchAll(/[^\s<>",;:()]{1,64}@[^\s<>",;:()]{1,255}/g)].map(
    ([address]) => address,
  )
  return found.length > 0 ? found.filter((address) => address.includes('@')) : all.slice(0, 1)
}

function findHeaderEnd(message: Uint8Array): number {
  for (let at = message.indexOf(10); at >= 0; at = message.indexOf(10, at + 1)) {
    if (message[at + 1] === 10 || (message[at + 1] === 13 && message[at + 2] === 10)) return at + 1
  }
  return message.length
}

function splitHeaders(head: string): MailHeader[] {
  const lines: string[] = []
  for (const line of head.split(/\r?\n/)) {
    if (/^[ \t]/.test(line) && lines.length > 0) lines.push(`${lines.pop() ?? ''} ${line.trim()}`)
    else lines.push(line)
  }
  return lines.flatMap((line): MailHeader[] => {
    const [, name, value] = /^([!-9;-~]{1,200}):(.*)$/s.exec(line) ?? []
    return name === undefined || value === undefined ? [] : [{ name: name.toLowerCase(), value: value.trim() }]
  })
}

function findCharsets(text: string): string[] {
  const found = [...text.matchAll(/^content-type:[^\n]*(?:\n[ \t][^\n]*){0,5}/gim)]
    .map(([header]) => /\btext\/[a-z]+/i.test(header) && /charset\s*=\s*"?([\w.:-]{1,40})/i.exec(header)?.[1])
    .filter((charset) => typeof charset === 'string')
  return [...new Set(found.map((charset) => charset.toLowerCase()))].slice(0, 20)
}

function findLongestLine(message: Uint8Array): number {
  let longest = 0
  let start = 0
  for (let at = message.indexOf(10); at >= 0; at = message.indexOf(10, start)) {
    longest = Math.max(longest, at - start - (message[at - 1] === 13 ? 1 : 0))
    start = at + 1
  }
  return Math.max(longest, message.length - start)
}

const decodeLatin1 = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)
