/** One old address, and the page that it leads to now; both are paths. */
export interface Redirect {
  readonly from: string
  readonly to: string
}

const FIRST = '# Old addresses of imported issues: npm run import-issues keeps the lines down to the end.'
const LAST = '# The end of the old addresses.'

/** Lines of a `_redirects` file as Netlify takes it; what needs more than a path has none. */
const formatLine = ({ from, to }: Redirect) => `${from}  ${to}  301`

/** The redirects that an earlier import left in a file. */
export function ownRedirects(text: string): Redirect[] {
  const { own } = part(text)
  return own.flatMap((line) => {
    const [from, to] = line.trim().split(/\s+/)
    return from?.startsWith('/') && to?.startsWith('/') ? [{ from, to }] : []
  })
}

/** Old addresses that lines of somebody else's in a file speak for: they go first. */
export function otherAddresses(text: string): string[] {
  const { before, after } = part(text)
  return [...before, ...after].flatMap((line) => /^\/\S*(?=\s)/.exec(line.trim())?.[0] ?? [])
}

/** The file with these redirects in the place of those of earlier imports; every other line stays as it is. */
export function putRedirects(text: string, redirects: readonly Redirect[]): string {
  const { before, after } = part(text)
  const lines = redirects.map(formatLine).sort()
  const own = lines.length === 0 ? [] : [FIRST, ...lines, LAST]
  const whole = [
    ...trimEnd(before),
    ...(before.some((line) => line.trim() !== '') && own.length > 0 ? [''] : []),
    ...own,
    ...after,
  ]
  return whole.length === 0 ? '' : `${trimEnd(whole).join('\n')}\n`
}

function part(text: string): { before: string[]; own: string[]; after: string[] } {
  const lines = text === '' ? [] : text.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n')
  const first = lines.indexOf(FIRST)
  if (first === -1) return { before: lines, own: [], after: [] }
  const last = lines.indexOf(LAST, first)
  const end = last === -1 ? lines.length : last
  return { before: lines.slice(0, first), own: lines.slice(first + 1, end), after: lines.slice(end + 1) }
}

function trimEnd(lines: readonly string[]): string[] {
  const end = lines.findLastIndex((line) => line.trim() !== '')
  return lines.slice(0, end + 1)
}
