import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'smol-toml'
import { z } from 'astro/zod'
import { decodeUri } from '../core/text/decode-uri.ts'

const rulesSchema = z.object({
  headers: z.array(z.object({ for: z.string(), values: z.record(z.string(), z.string()) })).default([]),
  redirects: z.array(z.object({ from: z.string(), to: z.string(), status: z.int().default(301) })).default([]),
})

/** What a host adds to the files of a site: headers and redirects. */
export type HostRules = z.infer<typeof rulesSchema>
type HeaderRule = HostRules['headers'][number]

export const NO_RULES: HostRules = { headers: [], redirects: [] }

/** Rules in the folder of the site itself; the host reads this file and does not serve it. */
export const HEADERS_FILE = '_headers'

/**
 * Reads `netlify.toml`, so that a site is served here as it will be there. A rule that leads nowhere else, but hides what is
 * at an address, is left out: who serves knows what to hide.
 */
export function readNetlifyRules(file: string): HostRules {
  const rules = rulesSchema.parse(parse(fs.readFileSync(file, 'utf8')))
  return { ...rules, redirects: rules.redirects.filter(({ status }) => status >= 300 && status < 400) }
}

/** Redirects in the folder of the site itself; the host reads this file, too, and does not serve it. */
export const REDIRECTS_FILE = '_redirects'

/**
 * Reads `_redirects` of a built site: an old path, the new one, and a status, which is 301 where it is left out. Lines
 * with patterns and conditions are for the host alone.
 */
function readRedirectFile(folder: string): HostRules['redirects'] {
  const file = path.join(folder, REDIRECTS_FILE)
  if (!fs.existsSync(file)) return []
  return fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [from = '', to = '', status = '301', ...conditions] = line
        .replace(/(?:^|\s)#.*$/, '')
        .trim()
        .split(/\s+/)
      const isPlain = /^\/[^*:]*$/.test(from) && /^(?:\/|https?:\/\/)[^*]*$/.test(to) && conditions.length === 0
      return isPlain && /^30[1278]!?$/.test(status) ? [{ from: decodeUri(from), to, status: parseInt(status, 10) }] : []
    })
}

/** Reads `_headers` of a built site: a pattern at the start of a line, and its headers below, indented. */
export function readHeaderFile(folder: string): HeaderRule[] {
  const file = path.join(folder, HEADERS_FILE)
  if (!fs.existsSync(file)) return []
  const rules: HeaderRule[] = []
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    const [, name, value] = /^\s+([\w-]+):\s*(.+)$/.exec(line) ?? []
    if (line.startsWith('/')) rules.push({ for: line.trim(), values: {} })
    const rule = rules.at(-1)
    if (rule && name !== undefined && value !== undefined) rule.values[name] = value.trim()
  }
  return rules
}

/** The rules of a host, with those that the folder of a site brings along before them. */
export function withFolderRules(rules: HostRules, folder: string): HostRules {
  return {
    headers: [...readHeaderFile(folder), ...rules.headers],
    redirects: [...readRedirectFile(folder), ...rules.redirects],
  }
}

/** Tells search engines to keep nothing of a site that was built for a preview. */
export function writePreviewHeaders(folder: string): void {
  fs.writeFileSync(path.join(folder, HEADERS_FILE), '/*\n  X-Robots-Tag: noindex\n')
}

/**
 * The headers of a path: those of every rule that fits, a later one over an earlier, as the host's own development
 * server combines them.
 */
export function headersFor({ headers }: HostRules, pathname: string): Record<string, string> {
  const fitting = headers.filter(({ for: pattern }) => patternToRegExp(pattern).test(pathname))
  return Object.fromEntries(
    fitting.flatMap(({ values }) => Object.entries(values)).map(([name, value]) => [name.toLowerCase(), value]),
  )
}

/** The rules where nothing speaks TLS before us: a browser could not follow an upgrade to https. */
export function forPlainHttp(rules: HostRules): HostRules {
  return changeValues(rules, (policy) => policy.replace(/;? *upgrade-insecure-requests/, ''))
}

/** The rules where who reads sits at this machine: a form may also go to a provider of mail that is tried out on it. */
export function forThisMachine(rules: HostRules): HostRules {
  const local = 'http://localhost:* http://127.0.0.1:*'
  return changeValues(forPlainHttp(rules), (policy) => policy.replace(/(form-action [^;]*https:)/, `$1 ${local}`))
}

function changeValues(rules: HostRules, change: (value: string) => string): HostRules {
  const headers = rules.headers.map((rule) => ({
    ...rule,
    values: Object.fromEntries(Object.entries(rule.values).map(([name, value]) => [name, change(value)])),
  }))
  return { ...rules, headers }
}

/** Where a path leads by a redirect; a slash at its end makes no difference. */
export function redirectFor({ redirects }: HostRules, pathname: string): HostRules['redirects'][number] | undefined {
  let byPath = known.get(redirects)
  if (byPath === undefined) {
    // Of two that fit, the host takes the first.
    byPath = new Map(redirects.toReversed().map((redirect) => [trimSlash(redirect.from), redirect]))
    known.set(redirects, byPath)
  }
  return byPath.get(trimSlash(pathname))
}

/** An archive has a thousand old addresses, and every page that is missing asks. */
const known = new WeakMap<HostRules['redirects'], Map<string, HostRules['redirects'][number]>>()

const trimSlash = (pathname: string) => pathname.replace(/(?<=.)\/$/, '')

/**
 * A pattern as the host reads it (docs.netlify.com/manage/routing/headers, and its parser of headers): `*` is anything,
 * and alone between slashes also nothing; `:name` is one part; case and a slash at the end make no difference.
 */
function patternToRegExp(pattern: string): RegExp {
  const parts = pattern.split('/').filter(Boolean)
  const source = parts.map((part) => {
    if (part.startsWith(':')) return '/[^/]+'
    if (part === '*') return '(?:/.*)?'
    return `/${part.split('*').map(escapeRegExp).join('.*')}`
  })
  return new RegExp(`^${source.join('')}/?$`, 'is')
}

const escapeRegExp = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
