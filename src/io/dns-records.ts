import dns from 'node:dns'
import net from 'node:net'
import type { DnsAnswer, DnsType } from '../core/doctor/dns-answer.ts'
import { failure, type Result, success } from '../core/text/problem.ts'

/** The DNS, asked within bounds. */
export interface DnsRecords {
  /** Never rejects: no answer is an answer, too. */
  readonly lookUp: (name: string, type: DnsType) => Promise<DnsAnswer>
  /** As `dns.promises.resolve`, for libraries that ask themselves. */
  readonly resolve: (name: string, type: string) => Promise<string[] | string[][]>
}

/** Milliseconds for an answer, and how often one is asked for. */
const WAIT = { timeout: 3_000, tries: 2 }
/** Questions that one examination may ask: a hostile mail or record could want any number. */
const MOST_QUESTIONS = 300

/** What the DNS says where a name, or a record of this kind, is not there. */
const NOT_THERE = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME'])

/**
 * Asks each question once.
 *
 * @param options.server `192.0.2.1:53`, in place of the system's; from `findNameServer`
 */
export function createDnsRecords(options: {
  readonly server?: string | undefined
  readonly timeout?: number
  readonly tries?: number
}): DnsRecords {
  const { server, timeout = WAIT.timeout, tries = WAIT.tries } = options
  const resolver = new dns.promises.Resolver({ timeout, tries })
  if (server !== undefined) resolver.setServers([server])
  const asked = new Map<string, Promise<string[] | string[][]>>()

  const resolve = (name: string, type: string) => {
    const key = `${type} ${name.toLowerCase()}`
    const before = asked.get(key)
    if (before !== undefined) return before
    if (asked.size >= MOST_QUESTIONS) return Promise.reject(new Error(`more than ${MOST_QUESTIONS} questions`))
    const answer = resolver.resolve(name, type) as Promise<string[] | string[][]>
    asked.set(key, answer)
    return answer
  }
  const lookUp = async (name: string, type: DnsType): Promise<DnsAnswer> => {
    try {
      const records = (await resolve(name, type)).map((record: unknown) => formatRecord(record))
      if (type === 'MX') records.sort((one, other) => Number.parseInt(one) - Number.parseInt(other))
      return records.length === 0 ? { outcome: 'none' } : { outcome: 'found', records }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
      if (code !== undefined && NOT_THERE.has(code)) return { outcome: 'none' }
      return { outcome: 'unreached', reason: describe(code, error) }
    }
  }
  return { lookUp, resolve }
}

function formatRecord(record: unknown): string {
  if (Array.isArray(record)) return record.join('')
  if (typeof record === 'object' && record !== null && 'exchange' in record && 'priority' in record)
    return `${String(record.priority)} ${String(record.exchange)}`
  return String(record)
}

function describe(code: string | undefined, error: unknown): string {
  if (code === 'ETIMEOUT' || code === 'ECONNREFUSED') return 'no name server answers'
  if (code === 'ESERVFAIL') return 'the name server failed'
  if (code === 'EREFUSED') return 'the name server refuses to answer'
  return error instanceof Error ? error.message : String(error)
}

/**
 * Reads `192.0.2.1`, `192.0.2.1:5353`, `[2001:db8::1]:53` or `ns1.example`, whose address the system looks up.
 *
 * @returns what `createDnsRecords` takes
 */
export async function findNameServer(text: string): Promise<Result<string>> {
  const bare = text.trim()
  const [, bracketed, plain = '', port = '53'] = /^(?:\[([\da-f:.]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/i.exec(bare) ?? []
  const host = net.isIPv6(bare) ? bare : (bracketed ?? plain)
  const problem = (what: string) =>
    failure({
      where: '--dns',
      what,
      remedy: 'Give the address of a name server, like 192.0.2.1, [2001:db8::1]:53 or ns1.example',
    })
  if (host === '' || Number(port) < 1 || Number(port) > 65_535)
    return problem(`${JSON.stringify(text)} names no server`)
  const format = (address: string) => (net.isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`)
  if (net.isIP(host) !== 0) return success(format(host))
  try {
    return success(format((await dns.promises.lookup(host)).address))
  } catch {
    return problem(`the address of ${host} cannot be found`)
  }
}
