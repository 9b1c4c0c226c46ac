const WORDS =
  'cluster pod node scheduler upgrade release gateway volume operator policy the a of to and with for that when it is was by from on harbour light keeper watch rotation probe quota rollout drain label selector'.split(
    ' ',
  )

/** Numbers that look random, and are the same each time. */
function createNumbers(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761 + 12_345) % 4_294_967_296
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return Math.floor((state / 4_294_967_296) * below)
  }
}

type Numbers = ReturnType<typeof createNumbers>

const words = (next: Numbers, count: number) =>
  Array.from({ length: count }, () => WORDS[next(WORDS.length)] ?? '').join(' ')

function sentence(next: Numbers): string {
  const text = words(next, 8 + next(14))
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${next(6) === 0 ? ' &amp; more' : ''}.`
}

function block(next: Numbers): string {
  const kind = next(12)
  if (kind === 0) return `<h2 id="part-${next(99)}">${words(next, 4)}</h2>`
  if (kind === 1) return `<pre><code class="language-yaml">kind: Pod\n${words(next, 20)}</code></pre>`
  if (kind === 2) return `<ul>\n${`<li>${words(next, 7)}</li>\n`.repeat(4)}</ul>`
  if (kind === 3) return `<figure><img src="https://harbour.example/${next(999)}.png" alt="${words(next, 3)}"></figure>`
  const link = `<a href="https://harbour.example/docs/${next(999)}/">${words(next, 2)}</a>`
  return `<p>${sentence(next)} See ${link}, <em>${words(next, 2)}</em> or <code>kubectl get ${words(next, 1)}</code>. ${Array.from({ length: 1 + next(4) }, () => sentence(next)).join(' ')}</p>`
}

/** HTML of 1 to 10 kB, as a blog has it. */
function body(next: Numbers): string {
  const length = 1_000 + next(9_000)
  let html = ''
  while (html.length < length) html += `${block(next)}\n`
  return html
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export interface GeneratedFeed {
  readonly format: 'RSS' | 'Atom'
  readonly items: number
  /** Tells feeds apart: another number, another feed. */
  readonly seed: number
  /** When its newest item was published; each of the others an hour before the one above it. */
  readonly newest: Date
  /** Items that were published since, above the others. */
  readonly added?: number
}

/** A clean feed, as a good generator writes it: the same each time. */
export function generateFeed({ format, items, seed, newest, added = 0 }: GeneratedFeed): string {
  const site = `https://harbour-${seed}.example`
  const entries = Array.from({ length: items }, (_, index) => {
    const at = index - added
    const next = createNumbers(seed * 1_000 + at)
    const link = `${site}/posts/${at < 0 ? `new-${-at}` : at}/`
    const title = `${words(next, 6)} ${seed}.${at}`
    const date = new Date(newest.getTime() - at * 3_600_000)
    const html = body(next)
    return format === 'RSS'
      ? `<item><title>${title}</title><link>${link}</link><guid isPermaLink="true">${link}</guid><pubDate>${date.toUTCString()}</pubDate><dc:creator>${words(next, 2)}</dc:creator><category>${words(next, 1)}</category><description>${escape(`<p>${sentence(next)}</p>`)}</description><content:encoded><![CDATA[${html}]]></content:encoded></item>`
      : `<entry><title>${title}</title><link rel="alternate" href="${link}"/><id>${link}</id><published>${date.toISOString()}</published><updated>${date.toISOString()}</updated><author><name>${words(next, 2)}</name></author><category term="${words(next, 1)}"/><content type="html">${escape(html)}</content></entry>`
  }).join('\n')
  return format === 'RSS'
    ? `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour ${seed}</title><link>${site}/</link><description>A made-up feed</description><language>en</language>\n${entries}\n</channel></rss>`
    : `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour ${seed}</title><link rel="alternate" href="${site}/"/><id>${site}/</id><updated>${newest.toISOString()}</updated>\n${entries}\n</feed>`
}
