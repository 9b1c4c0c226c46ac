import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { decodeCbor, encodeCbor, type Cbor } from './plain-cbor.ts'

/** What every unpacked file of the index begins with. */
const MARK = Buffer.from('pagefind_dcd')
/** Of the parts of the metadata: version, pages, chunks of the index, filters, orders, names of metadata. */
const FILTERS = 3

/**
 * Puts what the indexer leaves in the order of its hash tables into an order of its own: the values of each filter, and
 * the filters in the metadata. Both files are called after their bytes, so they are named anew; without this, no two
 * builds would be alike.
 *
 * @param folder of the index
 */
export function settleSearchIndex(folder: string): void {
  const names = new Map<string, string>()
  for (const file of fs.readdirSync(path.join(folder, 'filter'))) {
    const [filter, values] = readPacked(path.join(folder, 'filter', file)) as [Cbor, Cbor[]]
    const bytes = pack([filter, sortByName(values)])
    const name = `en_${fingerprint(bytes)}`
    fs.rmSync(path.join(folder, 'filter', file))
    fs.writeFileSync(path.join(folder, 'filter', `${name}.pf_filter`), bytes)
    names.set(path.basename(file, '.pf_filter'), name)
  }
  const entryFile = path.join(folder, 'pagefind-entry.json')
  const entry = JSON.parse(fs.readFileSync(entryFile, 'utf8')) as { languages: { en: { hash: string } } }
  const old = path.join(folder, `pagefind.${entry.languages.en.hash}.pf_meta`)
  const meta = readPacked(old) as Cbor[]
  const filters = meta[FILTERS] as [string, string][]
  meta[FILTERS] = sortByName(filters.map(([filter, name]) => [filter, names.get(name) ?? name]))
  const bytes = pack(meta)
  entry.languages.en.hash = `en_${fingerprint(bytes)}`
  fs.rmSync(old)
  fs.writeFileSync(path.join(folder, `pagefind.${entry.languages.en.hash}.pf_meta`), bytes)
  fs.writeFileSync(entryFile, JSON.stringify(entry))
}

/** Lists whose first member is a name, in the order of the names. */
function sortByName(lists: readonly Cbor[]): Cbor[] {
  const nameOf = (list: Cbor): string => String((list as Cbor[])[0])
  return lists.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
}

function readPacked(file: string): Cbor {
  const bytes = zlib.gunzipSync(fs.readFileSync(file))
  if (!bytes.subarray(0, MARK.length).equals(MARK)) throw new Error(`${file} is not a file of the search index`)
  return decodeCbor(bytes.subarray(MARK.length))
}

const pack = (value: Cbor): Buffer => zlib.gzipSync(Buffer.concat([MARK, encodeCbor(value)]), { level: 9 })
const fingerprint = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 10)
