import { arrangeHit, type PageHit, wholeFirst } from './arrange-hits.ts'
import { describeSearch } from './describe-search.ts'
import { drawHit } from './draw-hits.ts'
import { type Find, type FoundPages, loadIndex } from './load-index.ts'
import { FILTERS, formatSearchQuery, readSearchQuery, type SearchQuery } from './search-query.ts'

/** Pages shown when somebody asks, which each cost a file, and when they ask for more. */
export const FIRST_HITS = 4
const MORE_HITS = 8
/** Milliseconds without a key after which somebody has typed a word; and after which waiting is worth a word. */
const PAUSE = 120
export const PATIENCE = 400

interface Search {
  readonly query: SearchQuery
  readonly found: FoundPages
  at: number
  dropped: number
}

/** Makes the search page answer: its form asks the index in the browser, and the address keeps what was asked. */
export function startSearch(page: ParentNode = document): void {
  const form = need(page, 'form[role=search]', HTMLFormElement)
  const field = need(form, 'input[type=search]', HTMLInputElement)
  const status = need(page, '[role=status]', HTMLElement)
  const list = need(page, '.hits', HTMLElement)
  const more = need(page, '.more', HTMLButtonElement)
  const hint = need(page, '.hint', HTMLElement)
  let index: Promise<Find> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let search: Search | undefined
  let asked = 0
  let attempts = 0

  const readForm = (): SearchQuery => readSearchQuery(`?${new URLSearchParams(formEntries(form)).toString()}`)
  const fillForm = (query: SearchQuery) => {
    field.value = query.text
    for (const name of FILTERS) need(form, `[name=${name}]`, HTMLSelectElement).value = query[name]
  }
  const load = (): Promise<Find> => {
    index ??= loadIndex(attempts++)
    // The next question tries again.
    index.catch(() => (index = undefined))
    return index
  }

  const clear = (text: string) => {
    search = undefined
    list.replaceChildren()
    more.hidden = true
    status.textContent = text
    hint.hidden = false
  }

  /** Answers the query, unless another is asked meanwhile. */
  const answer = async (query: SearchQuery) => {
    const number = ++asked
    document.title = document.title.replace(/^(?:.*: )?/, query.text === '' ? '' : `${query.text}: `)
    if (query.text === '') {
      clear('')
      return
    }
    const waiting = setTimeout(() => {
      if (number === asked) status.textContent = 'Searching …'
    }, PATIENCE)
    try {
      const found = await (await load())(query)
      if (number !== asked) return
      const next: Search = { query, found, at: 0, dropped: 0 }
      const hits = await take(next, FIRST_HITS)
      if (number !== asked) return
      search = next
      // Where nothing was found, there are other ways.
      hint.hidden = hits.length > 0
      list.replaceChildren(...hits.map(drawHit))
      tell(next)
    } catch {
      if (number === asked) {
        clear('The search index could not be loaded. Ask again when you are online, or look in the archive below.')
        if (import.meta.env.DEV)
          status.textContent = 'There is no search index in development: npm run build makes one.'
      }
    } finally {
      clearTimeout(waiting)
    }
  }

  const tell = (current: Search) => {
    const isComplete = current.at >= current.found.length
    more.hidden = isComplete
    status.textContent = describeSearch(current.query, {
      found: current.found.length,
      dropped: current.dropped,
      isComplete,
    })
  }

  const ask = (query: SearchQuery, how: 'push' | 'replace') => {
    clearTimeout(timer)
    const address = `${location.pathname}${formatSearchQuery(query)}`
    if (how === 'push' && address !== location.pathname + location.search) history.pushState(null, '', address)
    else history.replaceState(null, '', address)
    void answer(query)
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    ask(readForm(), 'push')
  })
  form.addEventListener('change', (event) => {
    if (event.target !== field) ask(readForm(), 'push')
  })
  field.addEventListener('focus', () => void load().catch(() => undefined))
  field.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      ask(readForm(), 'replace')
    }, PAUSE)
  })
  more.addEventListener('click', () => {
    const current = search
    if (current === undefined) return
    void take(current, MORE_HITS).then((hits) => {
      if (search !== current) return
      const entries = hits.map(drawHit)
      list.append(...entries)
      tell(current)
      entries[0]?.querySelector('a')?.focus()
    })
  })
  addEventListener('popstate', () => {
    const query = readSearchQuery(location.search)
    fillForm(query)
    void answer(query)
  })
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    const at = event.target
    const isWriting = at instanceof HTMLInputElement || at instanceof HTMLSelectElement
    if (event.key === '/' && !isWriting) {
      event.preventDefault()
      field.focus()
      field.select()
    } else if (event.key === 'Escape' && (at === field || list.contains(at as Node))) {
      event.preventDefault()
      if (at !== field) field.focus()
      else if (field.value !== '') {
        field.value = ''
        ask(readForm(), 'push')
      }
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !(at instanceof HTMLSelectElement)) {
      const links = [...list.querySelectorAll('a')]
      const place = at === field ? -1 : links.indexOf(at as HTMLAnchorElement)
      if (at !== field && place === -1) return
      const next = place + (event.key === 'ArrowDown' ? 1 : -1)
      if (next >= links.length || next < -1) return
      event.preventDefault()
      const target = next === -1 ? field : links[next]
      target?.focus()
    }
  })

  const first = readSearchQuery(location.search)
  fillForm(first)
  if (first.text !== '') void answer(first)
}

/** The next results of a search, at most so many pages; filters may leave nothing of some that were looked at. */
async function take(search: Search, most: number): Promise<PageHit[]> {
  const hits: PageHit[] = []
  while (hits.length < most && search.at < search.found.length) {
    const pages = search.found.slice(search.at, search.at + most - hits.length)
    search.at += pages.length
    for (const page of await Promise.all(pages.map((fetchPage) => fetchPage()))) {
      const hit = arrangeHit(page, search.query)
      if (hit === undefined) search.dropped += 1
      else hits.push(hit)
    }
  }
  return wholeFirst(hits)
}

function formEntries(form: HTMLFormElement): [string, string][] {
  return [...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : ''])
}

function need<Kind extends Element>(root: ParentNode, selector: string, kind: new () => Kind): Kind {
  const element = root.querySelector(selector)
  if (!(element instanceof kind)) throw new Error(`the search page has no ${selector}`)
  return element
}
