import { foldSpace } from '../text/plain-text.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { dayInZone, type OldDate } from './old-date.ts'
import { listField, type OldFields, textField } from './read-old-file.ts'

export const GENERATORS = ['jekyll', 'hugo', 'pelican'] as const
export type Generator = (typeof GENERATORS)[number]

/** How the old site made its addresses. */
export interface OldSite {
  readonly generator: Generator
  /** Address of its root, `https://lwkd.info/`; absent where nobody says. */
  readonly url?: string | undefined
  /** Of all issues: a pattern with the generator's own tokens, or the name of one of Jekyll's styles. */
  readonly permalink?: string | undefined
  /** Hugo's, by the first folder of a file. */
  readonly permalinks?: ReadonlyMap<string, string> | undefined
  /** In which Jekyll tells the day of a moment; UTC without it. */
  readonly timezone?: string | undefined
  /** Hugo's `uglyURLs`: `/a.html` for `/a/`. */
  readonly isUgly?: boolean | undefined
}

/** What an address is made of. */
export interface AddressParts {
  readonly site: OldSite
  /** Below the folder of the old content, with `/`. */
  readonly path: string
  readonly title: string
  readonly date: OldDate
  readonly fields: OldFields
}

/** Jekyll's styles (jekyllrb.com/docs/permalinks). */
const STYLES: Readonly<Record<string, string>> = {
  date: '/:categories/:year/:month/:day/:title:output_ext',
  pretty: '/:categories/:year/:month/:day/:title/',
  ordinal: '/:categories/:year/:y_day/:title:output_ext',
  weekdate: '/:categories/:year/W:week/:short_day/:title:output_ext',
  none: '/:categories/:title:output_ext',
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
const two = (number: number) => String(number).padStart(2, '0')

/** A name for an address, with `-` for all that is no letter or digit; other writing than Latin stays. */
const slugify = (text: string, keep = '') =>
  text.replaceAll(new RegExp(`[^\\p{L}\\p{M}\\p{N}${keep}]+`, 'gu'), '-').replaceAll(/^-+|-+$/g, '')

const DATE_PREFIX = /^\d{4}-\d{1,2}-\d{1,2}-/
const stemOf = (path: string) => (path.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '')

/** Parts of a day, of which all generators have some under names of their own. */
function dayParts(day: string, moment: string) {
  const date = new Date(`${day}T00:00:00Z`)
  const [year, month, of] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  const ofYear = Math.round((date.getTime() - Date.UTC(year, 0, 1)) / 86_400_000) + 1
  const weekday = date.getUTCDay()
  const thursday = new Date(Date.UTC(year, month, of + 4 - (weekday || 7)))
  const weekYear = thursday.getUTCFullYear()
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(weekYear, 0, 1)) / 604_800_000)
  const [hour = '00', minute = '00', second = '00'] = moment.slice(11, 19).split(':')
  const [monthName = '', dayName = ''] = [MONTHS[month], DAYS[weekday]]
  return { year, month: month + 1, of, ofYear, weekday, week, weekYear, hour, minute, second, monthName, dayName }
}

type Tokens = Readonly<Record<string, string>>

function jekyllTokens({ site, path, date, fields }: AddressParts): Tokens {
  const day = site.timezone === undefined ? date.moment.slice(0, 10) : dayInZone(date.moment, site.timezone)
  const parts = dayParts(day ?? date.day, date.moment)
  const slug = textField(fields, 'slug') ?? stemOf(path).replace(DATE_PREFIX, '')
  const folders = path
    .split('/')
    .slice(0, -1)
    .filter((folder) => !/^_(?:posts|drafts)$/.test(folder))
  const named = listField(fields, /\s+/, 'categories', 'category')
  const categories = [...new Set([...folders, ...named].map((name) => name.toLowerCase()))]
  return {
    year: String(parts.year),
    short_year: two(parts.year % 100),
    month: two(parts.month),
    i_month: String(parts.month),
    short_month: parts.monthName.slice(0, 3),
    long_month: parts.monthName,
    day: two(parts.of),
    i_day: String(parts.of),
    y_day: String(parts.ofYear).padStart(3, '0'),
    w_day: String(parts.weekday || 7),
    w_year: String(parts.weekYear),
    week: two(parts.week),
    short_day: parts.dayName.slice(0, 3),
    long_day: parts.dayName,
    hour: parts.hour,
    minute: parts.minute,
    second: parts.second,
    title: slugify(slug, "._~!$&'()+,;=@"),
    slug: slugify(slug).toLowerCase(),
    name: stemOf(path),
    categories: categories.join('/'),
    slugified_categories: categories.map((name) => slugify(name)).join('/'),
    output_ext: '.html',
  }
}

function hugoTokens({ path, title, date, fields }: AddressParts): Tokens {
  const parts = dayParts(date.day, date.moment)
  const folders = path.split('/').slice(0, -1)
  const isBundle = stemOf(path) === 'index'
  const sections = isBundle ? folders.slice(0, -1) : folders
  const name = isBundle ? (folders.at(-1) ?? '') : stemOf(path)
  const slug = textField(fields, 'slug')
  const urlize = (text: string) => slugify(text.toLowerCase(), '._+#~')
  return {
    year: String(parts.year),
    month: two(parts.month),
    monthname: parts.monthName.toLowerCase(),
    day: two(parts.of),
    weekday: String(parts.weekday),
    weekdayname: parts.dayName.toLowerCase(),
    yearday: String(parts.ofYear),
    section: sections[0] ?? '',
    sections: sections.join('/'),
    title: urlize(title),
    slug: urlize(slug ?? title),
    slugorfilename: urlize(slug ?? name),
    slugorcontentbasename: urlize(slug ?? name),
    filename: urlize(name),
    contentbasename: urlize(name),
  }
}

/** Codes of Python's `strftime`. */
function strftime(code: string, day: string, moment: string): string | undefined {
  const { year, month, of, ofYear, weekday, week, weekYear, hour, minute, second, monthName, dayName } = dayParts(
    day,
    moment,
  )
  const codes: Readonly<Record<string, string>> = {
    ...{ Y: String(year), y: two(year % 100), m: two(month), '-m': String(month), d: two(of), '-d': String(of) },
    ...{ e: String(of).padStart(2), j: String(ofYear).padStart(3, '0'), '-j': String(ofYear) },
    ...{ B: monthName, b: monthName.slice(0, 3), A: dayName, a: dayName.slice(0, 3), H: hour, M: minute, S: second },
    ...{ V: two(week), G: String(weekYear), u: String(weekday || 7), w: String(weekday), '%': '%' },
  }
  return codes[code]
}

function pelicanTokens({ path, title, fields }: AddressParts): Tokens {
  const folder = path.split('/').at(-2)
  const pelicanSlug = (text: string) => slugify(text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase())
  return {
    slug: textField(fields, 'slug') ?? pelicanSlug(title),
    category: pelicanSlug(textField(fields, 'category') ?? folder ?? 'misc'),
    author: pelicanSlug(listField(fields, /[;,]/, 'author', 'authors')[0] ?? ''),
    lang: textField(fields, 'lang') ?? 'en',
  }
}

const SAMPLE: AddressParts = {
  site: { generator: 'jekyll' },
  path: 'a/2020-01-01-b.md',
  title: 'b',
  date: { day: '2020-01-01', moment: '2020-01-01T00:00:00Z' },
  fields: new Map(),
}

/** Says what in a pattern is none of a generator's tokens. */
export function checkPermalink(pattern: string, generator: Generator, where: string): Result<string> {
  const unknown = expand(pattern, { ...SAMPLE, site: { generator } }).unknown
  if (unknown === undefined) return success(pattern)
  const known =
    generator === 'pelican'
      ? ['{slug}', '{category}', '{author}', '{lang}', '{date:%Y}']
      : Object.keys(generator === 'hugo' ? hugoTokens(SAMPLE) : jekyllTokens(SAMPLE)).map((name) => `:${name}`)
  return failure({
    where,
    what: `${generator === 'pelican' ? 'Pelican' : generator === 'hugo' ? 'Hugo' : 'Jekyll'} has no token ${unknown}`,
    remedy: `It has ${known.join(', ')}`,
  })
}

function expand(pattern: string, parts: AddressParts): { address: string; unknown?: string | undefined } {
  let unknown: string | undefined
  const miss = (token: string) => {
    unknown ??= token
    return ''
  }
  if (parts.site.generator === 'pelican') {
    const tokens = pelicanTokens(parts)
    const address = pattern.replaceAll(/\{([^{}]*)\}/g, (token, name: string) => {
      const format = /^date:(.*)$/.exec(name)?.[1]
      if (format === undefined) return tokens[name] ?? miss(token)
      return format.replaceAll(
        /%(-?.)/g,
        (_, code: string) => strftime(code, parts.date.day, parts.date.moment) ?? miss(token),
      )
    })
    return { address, unknown }
  }
  const tokens = parts.site.generator === 'hugo' ? hugoTokens(parts) : jekyllTokens(parts)
  // The longest name that fits: `:year:month` and `:title:output_ext` have nothing between them.
  const names = Object.keys(tokens).sort((one, other) => other.length - one.length)
  const token = new RegExp(`:(${names.join('|')}|\\w+)`, 'g')
  const address = (STYLES[pattern] ?? pattern).replaceAll(token, (whole, name: string) => tokens[name] ?? miss(whole))
  return { address, unknown }
}

/** Addresses that an issue had, as paths from the root of its old host, the one that was its own first. */
export function oldAddresses(parts: AddressParts): string[] {
  const { site, fields } = parts
  const root = URL.parse(site.url ?? '')?.pathname.replace(/\/+$/, '') ?? ''
  const main = mainAddress(parts)
  const aliases = listField(
    fields,
    site.generator === 'pelican' ? /\s*,\s*/ : undefined,
    'aliases',
    'redirect_from',
    'alias',
  )
  const dir = main.replace(/\/+$/, '').replace(/[^/]*$/, '')
  const absolute = aliases.flatMap((alias) => {
    const url = URL.parse(alias)
    if (url === null) return [alias.startsWith('/') ? `${root}${alias}` : `${root}${dir}${alias}`]
    return site.url !== undefined && url.host === URL.parse(site.url)?.host ? [url.pathname] : []
  })
  // A page without a slash at its end is a file, by whose whole name hosts serve it too.
  const whole = /\/$|\.[a-z0-9]{2,5}$/i.test(main) ? [] : site.generator === 'jekyll' ? [`${root}${main}.html`] : []
  return [...new Set([`${root}${main}`, ...whole, ...absolute].map(tidy))]
}

function mainAddress(parts: AddressParts): string {
  const { site, path, fields } = parts
  const own = textField(fields, ...(site.generator === 'jekyll' ? ['permalink'] : ['url']))
  if (own !== undefined) {
    const address = site.generator === 'jekyll' ? expand(own, parts).address : (URL.parse(own)?.pathname ?? own)
    return tidy(`/${address}`)
  }
  const { permalink } = site
  if (site.generator === 'pelican') return tidy(`/${expand(permalink ?? '{slug}.html', parts).address}`)
  if (site.generator === 'jekyll') return tidy(`/${expand(permalink ?? 'date', parts).address}`)
  const tokens = hugoTokens(parts)
  const pattern = permalink ?? site.permalinks?.get(tokens.section ?? '')
  if (pattern !== undefined) return tidy(`/${expand(pattern, parts).address}`)
  const folders = (tokens.sections ?? '').split('/').map((folder) => slugify(folder.toLowerCase(), '._+#~'))
  const name = tokens.slugorfilename ?? stemOf(path)
  return tidy(`/${[...folders, name].join('/')}${site.isUgly === true ? '.html' : '/'}`)
}

/** One slash where there are several, and no `index.html`. */
function tidy(address: string): string {
  return foldSpace(address)
    .replaceAll(/\/{2,}/g, '/')
    .replace(/(?<=\/)index\.html?$/, '')
}
