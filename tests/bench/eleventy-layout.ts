import markdownIt from 'markdown-it'

/** What the peer's pages need of an item's front matter; the excerpt is rendered when it is asked for. */
export interface PeerItem {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly kind: string
  readonly published?: string
  readonly firstSeen: string
  readonly sources: readonly { readonly id: string }[]
  readonly topics?: readonly string[]
  readonly sigs?: readonly string[]
  readonly excerpt: () => string
}

export interface PeerIssue {
  readonly number: number
  readonly title: string
  readonly date: string
  readonly weeks: readonly string[]
  readonly covers: { readonly from: string; readonly to: string }
  readonly picks: readonly PeerPick[]
  readonly note: () => string
}

interface PeerPick {
  readonly id: string
  readonly title: string
  readonly url?: string
  readonly section: string
  readonly source: string
  readonly blurb?: string
}

/** What one page is made of. */
export interface PeerEntry {
  readonly key: string
  readonly entries: readonly PeerItem[]
  readonly issue: PeerIssue
  readonly before?: PeerIssue
  readonly after?: PeerIssue
}

const markdown = markdownIt()
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string) => text.replace(/[&<>"]/g, (mark) => ESCAPES[mark] ?? mark)
const LINKS = [
  'issues',
  'river',
  'topics',
  'releases',
  'posts',
  'search',
  'latest',
  'archive',
  'catch-up',
  'case-studies',
]
const MORE = ['series', 'sigs', 'kinds', 'sources', 'authors', 'events', 'feeds', 'suggest', 'corrections', 'about']

/** Text is escaped; an array of what this made stands as it is. */
export function markup(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | readonly string[])[]
): string {
  return strings.reduce((whole, part, index) => {
    const value = values[index - 1] ?? ''
    return whole + (typeof value === 'object' ? value.join('') : escape(String(value))) + part
  })
}

/** A page: the head, header and foot that every page of ours has. */
export function page(title: string, main: string): string {
  const link = (name: string) => markup`<li><a href="/${name}/">${name}</a></li>`
  return markup`<!doctype html><html lang="en"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><title>${title} · Crowsnest</title><meta name="description" content="Once a week, the few things that people who build and run Kubernetes should know." /><link rel="canonical" href="https://crowsnest.example/${title}/" /><link rel="icon" href="/favicon.svg" /><link rel="stylesheet" href="/assets/style.css" /><link rel="alternate" type="application/rss+xml" title="Issues" href="/rss.xml" /><meta property="og:title" content="${title}" /><meta property="og:type" content="website" /></head><body><a class="skip" href="#main">Skip to the text</a><div class="page"><header><a class="mark" href="/">Crowsnest</a><nav aria-label="Site"><ul>${LINKS.slice(0, 6).map(link)}</ul></nav></header><main id="main"><div class="head"><h1>${title}</h1></div>${[main]}</main><footer><nav aria-label="More"><ul>${[...LINKS, ...MORE].map(link)}</ul></nav><p class="meta">Text under CC BY 4.0.</p></footer></div></body></html>`
}

const dayOf = ({ published, firstSeen }: PeerItem) => (published ?? firstSeen).slice(0, 10)
const dayPath = (item: PeerItem) => `/${dayOf(item).replaceAll('-', '/')}/#${item.id}`

/** A line an item. */
export function list(items: readonly PeerItem[]): string {
  const rows = items.map(
    (item) =>
      markup`<li><a href="${item.url}">${item.title}</a><span class="tail"><span class="from">${item.sources.map(({ id }) => id).join(', ')}</span><a href="${dayPath(item)}"><time datetime="${dayOf(item)}">${dayOf(item)}</time></a></span></li>`,
  )
  return markup`<ul class="lines wide">${rows}</ul>`
}

/** The items of a day, by kind, each with its excerpt. */
export function dayPage({ key, entries }: PeerEntry): string {
  const kinds = [...new Set(entries.map(({ kind }) => kind))]
  const groups = kinds.map((kind) => {
    const articles = entries
      .filter((item) => item.kind === kind)
      .map((item) => {
        const tags = [
          ...(item.topics ?? []).map((id) => `topics/${id}`),
          ...(item.sigs ?? []).map((id) => `sigs/${id}`),
        ]
        return markup`<article id="${item.id}"><h3><a href="${item.url}">${item.title}</a></h3><p class="meta"><b>${item.sources.map(({ id }) => id).join(', ')}</b><a href="#${item.id}">${item.firstSeen.slice(11, 16)}</a></p><blockquote cite="${item.url}">${[item.excerpt()]}</blockquote><p class="meta">${tags.map((tag) => markup`<a href="/${tag}/">${tag}</a> `)}</p></article>`
      })
    return markup`<section><h2>${kind}</h2>${articles}</section>`
  })
  return page(key, groups.join(''))
}

function sections({ picks }: PeerIssue): string {
  return [...new Set(picks.map(({ section }) => section))]
    .map((section) => {
      const articles = picks
        .filter((pick) => pick.section === section)
        .map(
          (pick) =>
            markup`<article class="h-cite" id="${pick.id}"><h3 class="p-name"><a class="u-url" href="${pick.url ?? ''}">${pick.title}</a></h3><p class="meta">${pick.source}</p><p class="blurb p-summary">${[markdown.renderInline(pick.blurb ?? '')]}</p></article>`,
        )
      return markup`<section id="${section}"><h2>${section}</h2>${articles}</section>`
    })
    .join('')
}

export function issuePage({ key, issue, before, after, entries }: PeerEntry): string {
  const contents = issue.picks.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)
  const around = [before, after].map((other) =>
    other ? markup`<a href="/issues/${other.weeks[0] ?? ''}/">${other.title}</a>` : '',
  )
  return page(
    issue.title,
    markup`<p class="meta">No. ${issue.number} · ${issue.date} · ${issue.picks.length} picks from ${entries.length}</p><div class="note">${[issue.note()]}</div><nav><ol>${contents}</ol></nav>${[sections(issue)]}<p><a href="/issues/${key}/candidates/">The others</a></p><nav>${around}</nav>`,
  )
}

/** What was not picked, by kind. */
export function candidateRows({ issue, entries }: PeerEntry): string {
  const picked = new Set(issue.picks.map(({ id }) => id))
  const others = entries.filter(({ id }) => !picked.has(id))
  const kinds = [...new Set(others.map(({ kind }) => kind))]
  return kinds.map((kind) => markup`<h2>${kind}</h2>${[list(others.filter((item) => item.kind === kind))]}`).join('')
}

export function mailPage({ issue }: PeerEntry): string {
  return markup`<!doctype html><html lang="en"><head><meta charset="utf-8" /><title>${issue.title}</title><link rel="stylesheet" href="/mail.css" /></head><body><table role="presentation"><tr><td><h1>${issue.title}</h1>${[issue.note()]}${[sections(issue)]}</td></tr></table></body></html>`
}

export function textOf({ issue }: PeerEntry): string {
  const picks = issue.picks.map(({ title, url = '', blurb = '' }) => `${title}\n${url}\n${blurb}\n`)
  return `${issue.title}\n\n${picks.join('\n')}`
}

export function feed({ key, entries }: PeerEntry): string {
  const items = entries
    .slice(0, 30)
    .map(
      (item) =>
        markup`<item><title>${item.title}</title><link>${item.url}</link><guid isPermaLink="false">urn:crowsnest:item:${item.id}</guid><pubDate>${new Date(item.firstSeen).toUTCString()}</pubDate><description>${item.excerpt()}</description></item>`,
    )
  return markup`<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>${key}</title><link>https://crowsnest.example/</link><description>${key}</description>${items}</channel></rss>`
}
