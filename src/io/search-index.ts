import fs from 'node:fs'
import path from 'node:path'
import { close, createIndex } from 'pagefind'
import { formatSearchRecord } from '../core/search/format-record.ts'
import { readSearchPage, searchedKind } from '../core/search/read-page.ts'
import { splitSearchPage } from '../core/search/split-page.ts'
import { ExpectedError } from '../core/text/problem.ts'
import { settleSearchIndex } from './settle-search-index.ts'

/** Where the index lies in a built site, and what of it a browser asks for; the rest is an interface that we do not use. */
const FOLDER = 'pagefind'
const KEPT = /^(pagefind\.js|pagefind-entry\.json|pagefind\.\w+\.pf_meta|wasm\.en\.pagefind|index|fragment|filter)$/
/** Records given to the indexer at once: enough to keep it busy, few enough to fit in its pipe. */
const BATCH = 200

/**
 * Writes the search index of a built site into it. The same pages make the same bytes.
 *
 * @returns how many pages it holds; with none, there is no index
 */
export async function writeSearchIndex(site: string): Promise<number> {
  const addresses = fs
    .globSync(['[0-9]*/*/*/**/index.html', '{issues,posts,case-studies}/*/index.html'], { cwd: site })
    .map((file) => `/${path.posix.dirname(file.split(path.sep).join('/'))}/`)
    .filter((address) => searchedKind(address) !== undefined)
    .sort()
  if (addresses.length === 0) return 0
  try {
    const { index, errors } = await createIndex({ forceLanguage: 'en' })
    if (index === undefined) throw failed(errors)
    for (let start = 0; start < addresses.length; start += BATCH) {
      const added = addresses.slice(start, start + BATCH).flatMap((url) => {
        const page = readSearchPage(fs.readFileSync(path.join(site, url, 'index.html'), 'utf8'), url)
        const records = page === undefined ? [] : splitSearchPage(page)
        return records.map((record) => index.addHTMLFile({ url: record.url, content: formatSearchRecord(record) }))
      })
      const problems = (await Promise.all(added)).flatMap((answer) => answer.errors)
      if (problems.length > 0) throw failed(problems)
    }
    const folder = path.join(site, FOLDER)
    const written = await index.writeFiles({ outputPath: folder })
    if (written.errors.length > 0) throw failed(written.errors)
    for (const name of fs.readdirSync(folder)) {
      if (!KEPT.test(name)) fs.rmSync(path.join(folder, name), { recursive: true })
    }
    settleSearchIndex(folder)
    return addresses.length
  } finally {
    await close()
  }
}

function failed(errors: readonly string[]): ExpectedError {
  return new ExpectedError({
    where: 'the search index',
    what: `could not be made: ${errors.join('; ') || 'the indexer did not start'}`,
    remedy: 'Run npm ci, so that the package of the indexer for this machine is there, and build again',
  })
}
