/** A template of the site, and how its addresses are known. */
const TEMPLATES: readonly (readonly [name: string, address: RegExp])[] = [
  ['home', /^\/$/],
  ['not found', /^\/404\.html$/],
  ['year', /^\/\d{4}\/$/],
  ['month', /^\/\d{4}\/\d\d\/$/],
  ['day', /^\/\d{4}\/\d\d\/\d\d\/(\d+\/)?$/],
  ['issues', /^\/issues\/$/],
  ['issue', /^\/issues\/[^/]+\/$/],
  ['candidates', /^\/issues\/[^/]+\/candidates\/(\d+\/)?$/],
  ['issue as mail', /^\/issues\/[^/]+\/mail\/$/],
  ['river', /^\/river\/(\d+\/)?$/],
  ['catch-up', /^\/catch-up\/(\d+\/)?$/],
  ['one of sources', /^\/sources\/[^/]+\/(\d+\/)?$/],
  ['one of topics', /^\/topics\/[^/]+\/(\d+\/)?$/],
  ['one of groups', /^\/sigs\/[^/]+\/(\d+\/)?$/],
  ['one of kinds', /^\/kinds\/[^/]+\/(\d+\/)?$/],
  ['one of authors', /^\/authors\/[^/]+\/(\d+\/)?$/],
  ['one of series', /^\/series\/[^/]+\/$/],
  ['one of proposals', /^\/keps\/[^/]+\/$/],
  ['one of projects', /^\/projects\/[^/]+\/$/],
  ['minor', /^\/releases\/[^/]+\/$/],
  ['version lens', /^\/v\/[^/]+\/$/],
  ['vulnerability', /^\/security\/[^/]+\/$/],
  ['post', /^\/posts\/[^/]+\/$/],
  ['case study', /^\/case-studies\/[^/]+\/$/],
  [
    'list or standing page',
    /^\/(sources|topics|sigs|kinds|authors|series|posts|case-studies|releases|v|security|keps|projects|events|archive|search|feeds|flags|about|editorial-policy|privacy|subscribe|suggest|corrections|takedown|latest)\/$/,
  ],
]

export interface Template {
  readonly name: string
  readonly address: string
}

/**
 * One address of every template: of the pages that one makes the largest, for that is where it breaks first; of lists
 * and standing pages each.
 *
 * @param pages address and size of every page
 */
export function findTemplates(pages: readonly { readonly address: string; readonly size: number }[]): {
  readonly templates: readonly Template[]
  /** Pages that no template is known to make. */
  readonly strangers: readonly string[]
} {
  const largest = new Map<string, { address: string; size: number }>()
  const strangers: string[] = []
  for (const page of pages) {
    // Templates of the app, of which nobody sees one as it stands; tests/e2e/app-pages.test.ts fills them in.
    if (page.address.startsWith('/app/')) continue
    const name = TEMPLATES.find(([, address]) => address.test(page.address))?.[0]
    if (name === undefined) {
      strangers.push(page.address)
      continue
    }
    const key = name === 'list or standing page' ? page.address.slice(1, -1) : name
    const before = largest.get(key)
    if (before === undefined || page.size > before.size) largest.set(key, page)
  }
  const templates = [...largest].map(([name, { address }]) => ({ name, address }))
  return { templates: templates.sort((one, other) => (one.address < other.address ? -1 : 1)), strangers }
}
