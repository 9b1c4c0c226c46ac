import { parse as parseToml } from 'smol-toml'
import { cleanUrl } from '../text/canonical-url.ts'
import { parseYaml } from '../text/yaml.ts'
import type { OldSite } from './old-address.ts'

/** Files in which generators are told how to make a site, in the order in which they are looked for. */
export const CONFIG_FILES = [
  ...['_config.yml', '_config.yaml', 'pelicanconf.py', 'hugo.toml', 'hugo.yaml', 'hugo.yml', 'hugo.json'],
  ...[
    'config.toml',
    'config.yaml',
    'config.yml',
    'config.json',
    'config/_default/hugo.toml',
    'config/_default/config.toml',
  ],
] as const

/**
 * What a generator's own settings say of addresses. Python's are searched for plain texts, and never run.
 *
 * @returns undefined for what cannot be read
 */
export function readOldConfig(text: string, name: string): OldSite | undefined {
  if (name.endsWith('.py')) return readPelican(text)
  const data = readData(text, name)
  if (data === undefined) return undefined
  const field = (key: string) => [...data].find(([one]) => one.toLowerCase() === key)?.[1]
  const said = (key: string) => {
    const value = field(key)
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
  }
  if (name.startsWith('_config')) {
    const url = rootUrl(`${said('url') ?? ''}${said('baseurl') ?? ''}`)
    return { generator: 'jekyll', url, permalink: said('permalink'), timezone: said('timezone') }
  }
  const permalinks = field('permalinks')
  const pages = isRecord(permalinks) ? (isRecord(permalinks.page) ? permalinks.page : permalinks) : {}
  const patterns = Object.entries(pages).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return {
    generator: 'hugo',
    url: rootUrl(said('baseurl') ?? ''),
    permalinks: new Map(patterns),
    isUgly: field('uglyurls') === true,
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readData(text: string, name: string): Map<string, unknown> | undefined {
  try {
    const yaml = name.endsWith('.toml') || name.endsWith('.json') ? undefined : parseYaml(text, name)
    const data = name.endsWith('.toml')
      ? parseToml(text)
      : name.endsWith('.json')
        ? (JSON.parse(text) as unknown)
        : yaml?.ok
          ? yaml.value.value
          : undefined
    return isRecord(data) ? new Map(Object.entries(data)) : undefined
  } catch {
    return undefined
  }
}

function readPelican(text: string): OldSite {
  const said = (name: string) =>
    new RegExp(`^${name}\\s*=\\s*[uUrR]{0,2}(["'])(.*?)\\1`, 'm').exec(text)?.[2]?.trim() || undefined
  return { generator: 'pelican', url: rootUrl(said('SITEURL') ?? ''), permalink: said('ARTICLE_URL') }
}

/** The address of a site's root, if it is one. */
export const rootUrl = (text: string): string | undefined => {
  const url = cleanUrl(text)
  return url === undefined ? undefined : url.endsWith('/') ? url : `${url}/`
}
