import type { DnsAnswer } from './dns-answer.ts'

export type SpfQualifier = '+' | '-' | '~' | '?'

interface SpfTerm {
  readonly qualifier: SpfQualifier
  readonly name: string
  /** What stands after the colon, or the equals sign of a modifier. */
  readonly value: string
}

/** All that one policy leads to (RFC 7208), as far as the answers that are there let it be told. */
export interface SpfReading {
  /** Domains whose TXT records are needed to go on. */
  readonly wanted: readonly string[]
  /** Terms that a receiver must look up: 10 at most, section 4.6.4. */
  readonly lookups: number
  /** What makes a receiver give up, as sentences. */
  readonly faults: readonly string[]
  /** Whose records could not be looked up. */
  readonly unreached: readonly string[]
  /** What becomes of all other senders; undefined where nothing is said of them. */
  readonly rest: SpfQualifier | undefined
}

export const MOST_SPF_LOOKUPS = 10
/** Past this, counting on tells nobody anything new. */
const COUNTED = 40

const MECHANISMS = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists']
const LOOKED_UP = ['include', 'a', 'mx', 'ptr', 'exists']

/** The SPF records among the texts of a name. */
export const spfRecordsOf = (answer: DnsAnswer): string[] =>
  answer.outcome === 'found' ? answer.records.filter((text) => /^v=spf1(\s|$)/i.test(text)) : []

/**
 * Reads the policy of a domain and whatever that includes.
 *
 * @param answers of TXT, by domain in lower case; that of `domain` has one SPF record
 */
export function readSpf(domain: string, answers: ReadonlyMap<string, DnsAnswer>): SpfReading {
  const wanted = new Set<string>()
  const faults: string[] = []
  const unreached: string[] = []
  let lookups = 0
  let rest: SpfQualifier | undefined

  const follow = (name: string, path: readonly string[], isRoot: boolean): void => {
    const key = name.toLowerCase().replace(/\.$/, '')
    if (path.includes(key)) {
      faults.push(`${key} includes itself`)
      return
    }
    const answer = answers.get(key)
    if (answer === undefined) wanted.add(key)
    else if (answer.outcome === 'unreached') unreached.push(key)
    else {
      const [record, ...more] = spfRecordsOf(answer)
      if (record === undefined) faults.push(`${path.at(-1) ?? key} includes ${key}, which has no SPF record`)
      else if (more.length > 0) faults.push(`${key} has ${more.length + 1} SPF records`)
      else read(key, record, [...path, key], isRoot)
    }
  }

  const read = (key: string, record: string, path: readonly string[], isRoot: boolean): void => {
    const terms = parseTerms(record)
    for (const { fault } of terms) if (fault !== undefined) faults.push(`${fault}, in the record of ${key}`)
    const known = terms.flatMap(({ term }) => term ?? [])
    const all = known.find(({ name }) => name === 'all')
    if (isRoot && all !== undefined) rest = all.qualifier
    for (const { name, value } of known) {
      if (name === 'redirect' && all !== undefined) continue
      if (!LOOKED_UP.includes(name) && name !== 'redirect') continue
      lookups += 1
      if (lookups > COUNTED) return
      // What has a macro in it is another name for every mail.
      if (value.includes('%')) continue
      if (name === 'include') follow(value, path, false)
      if (name === 'redirect') follow(value, path, isRoot)
    }
  }

  follow(domain, [], true)
  return { wanted: [...wanted], lookups, faults: [...new Set(faults)], unreached, rest }
}

function parseTerms(record: string): { readonly term?: SpfTerm; readonly fault?: string }[] {
  const words = record.trim().split(/\s+/).slice(1)
  const terms = words.map((word) => parseTerm(word))
  const redirects = terms.filter(({ term }) => term?.name === 'redirect')
  return redirects.length > 1 ? [...terms, { fault: 'redirect= stands there twice' }] : terms
}

function parseTerm(word: string): { readonly term?: SpfTerm; readonly fault?: string } {
  const modifier = /^([a-z][\w.-]*)=(.*)$/i.exec(word)
  if (modifier !== null) {
    const [, name = '', value = ''] = modifier
    const isEmpty = /^(redirect|exp)$/i.test(name) && value === ''
    return isEmpty ? { fault: `${word} names nothing` } : { term: { qualifier: '+', name: name.toLowerCase(), value } }
  }
  const [, sign = '', name = '', rest = ''] = /^([+\-~?]?)([a-z][a-z0-9]*)((?:[:/].*)?)$/i.exec(word) ?? []
  const mechanism = name.toLowerCase()
  if (!MECHANISMS.includes(mechanism)) return { fault: `${JSON.stringify(word)} is nothing that SPF knows` }
  const value = rest.startsWith(':') ? rest.slice(1) : rest
  const needsValue = ['include', 'exists', 'ip4', 'ip6'].includes(mechanism)
  const isSound =
    mechanism === 'all' ? rest === '' : needsValue ? isValue(mechanism, value) && rest.startsWith(':') : rest !== ':'
  if (!isSound) return { fault: `${JSON.stringify(word)} is not as SPF wants it` }
  return { term: { qualifier: (sign || '+') as SpfQualifier, name: mechanism, value } }
}

function isValue(mechanism: string, value: string): boolean {
  if (mechanism === 'ip4') {
    const [, address = '', length = '32'] = /^([\d.]+)(?:\/(\d{1,2}))?$/.exec(value) ?? []
    const numbers = address.split('.')
    return (
      numbers.length === 4 && numbers.every((each) => /^\d{1,3}$/.test(each) && Number(each) < 256) && +length <= 32
    )
  }
  if (mechanism === 'ip6') {
    const [, address = '', length = '128'] = /^([\da-f:.]+)(?:\/(\d{1,3}))?$/i.exec(value) ?? []
    return URL.canParse(`http://[${address}]/`) && +length <= 128
  }
  return value !== ''
}
