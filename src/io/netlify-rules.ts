import fs from 'node:fs'
import { parse } from 'smol-toml'
import { z } from 'astro/zod'

const rulesSchema = z.object({
  headers: z.array(z.object({ for: z.string(), values: z.record(z.string(), z.string()) })).default([]),
  redirects: z.array(z.object({ from: z.string(), to: z.string(), status: z.int().default(301) })).default([]),
})

/** What a host adds to the files of a site: the headers and redirects of `netlify.toml`. */
export type HostRules = z.infer<typeof rulesSchema>

export const NO_RULES: HostRules = { headers: [], redirects: [] }

/** Reads `netlify.toml`, so that a site is served here as it will be there. */
export function readNetlifyRules(file: string): HostRules {
  return rulesSchema.parse(parse(fs.readFileSync(file, 'utf8')))
}

/** The headers of a path: those of every rule that fits, a later one over an earlier. */
export function headersFor({ headers }: HostRules, pathname: string): Record<string, string> {
  const fitting = headers.filter(({ for: pattern }) => patternToRegExp(pattern).test(pathname))
  return Object.fromEntries(
    fitting
      .flatMap(({ values }) => Object.entries(values))
      // A browser that reaches this machine over http could not follow an upgrade.
      .map(([name, value]) => [name.toLowerCase(), value.replace(/;? *upgrade-insecure-requests/, '')]),
  )
}

/** In a pattern, `*` is anything, and `:name` one part between slashes. */
function patternToRegExp(pattern: string): RegExp {
  const parts = pattern.split(/(\*|:\w+)/).map((part) => {
    if (part === '*') return '.*'
    return /^:\w/.test(part) ? '[^/]+' : part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
  })
  return new RegExp(`^${parts.join('')}$`, 's')
}
