import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { z } from 'astro/zod'
import type { LinkKey } from '../core/subscription/link-token.ts'
import { failure, type Problem, type Result, success } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'
import { linkNew } from './place-file.ts'

/** The first signs; all say yes to what they signed. */
export type LinkKeys = readonly [LinkKey, ...LinkKey[]]

/** The keys of links in a state folder. */
export const linkKeysFile = (state: string): string => path.join(state, 'link-keys.json')

const VARIABLE = 'CROWSNEST_LINK_KEYS'
const BYTES = 32
/** What is shorter can be guessed. */
const LEAST_BYTES = 16

const fileSchema = z.object({ keys: z.array(z.object({ id: z.string(), secret: z.string() })) })

/**
 * The keys that links are signed with: `CROWSNEST_LINK_KEYS` of the environment, else the file in the state folder, which
 * is made where there is none. No problem repeats a key.
 */
export function readLinkKeys(
  environment: Readonly<Record<string, string | undefined>>,
  state: string,
): Result<LinkKeys> {
  const given = environment[VARIABLE]
  if (given !== undefined && given.trim() !== '') return parseLinkKeys(given)
  const file = linkKeysFile(state)
  if (!fs.existsSync(file)) {
    const made = writeKeys(file, [makeKey('k1')], linkNew)
    if (!made.ok) return made
  }
  return readKeysFile(file)
}

/** Reads `k2:<base64url>,k1:<base64url>`, the newest first. */
export function parseLinkKeys(text: string): Result<LinkKeys> {
  const remedy = `Set ${VARIABLE} to keys like k1:<43 characters of base64url>, the newest first, with commas between`
  const pairs = text.split(',').map((part) => {
    const [id = '', secret, ...rest] = part.trim().split(':')
    // What stands alone may be the key itself, and is not repeated.
    return secret === undefined ? { id: '', secret } : { id, secret: rest.length > 0 ? undefined : secret }
  })
  return readKeys(pairs, { where: VARIABLE, remedy })
}

/**
 * Makes a new key, which signs from now on; those before it go on saying yes to the links that are in people's mail.
 *
 * @returns the id of the new key
 */
export function rotateLinkKeys(state: string): Result<string> {
  const file = linkKeysFile(state)
  const known = readLinkKeys({}, state)
  if (!known.ok) return known
  const numbers = known.value.map(({ id }) => Number(/^k(\d+)$/.exec(id)?.[1] ?? 0))
  const key = makeKey(`k${Math.max(...numbers) + 1}`)
  const written = writeKeys(file, [key, ...known.value], fs.renameSync)
  if (!written.ok) return written
  return success(key.id)
}

const makeKey = (id: string): LinkKey => ({ id, secret: randomBytes(BYTES) })

const formatFile = (keys: readonly LinkKey[]) =>
  `${JSON.stringify({ keys: keys.map(({ id, secret }) => ({ id, secret: Buffer.from(secret).toString('base64url') })) }, null, 2)}\n`

/**
 * Puts keys into a file that nobody else may read at any moment.
 *
 * @param place gives the finished file its name: `linkNew` leaves one that is there, and so two
 *   processes that make it at once have the same keys; `renameSync` replaces it
 */
function writeKeys(
  file: string,
  keys: readonly LinkKey[],
  place: (temporary: string, file: string) => unknown,
): Result<undefined> {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    fs.writeFileSync(temporary, formatFile(keys), { mode: 0o600, flag: 'wx', flush: true })
    try {
      place(temporary, file)
    } finally {
      fs.rmSync(temporary, { force: true })
    }
  } catch (error) {
    return failure(cannotWrite(file, error))
  }
  return success(undefined)
}

const cannotWrite = (file: string, error: unknown): Problem => ({
  where: displayPath(file),
  what: `the keys of links cannot be written there (${error instanceof Error ? error.message : String(error)})`,
  remedy: `Give the user that runs this the right to write the folder, or set ${VARIABLE}`,
})

function readKeysFile(file: string): Result<LinkKeys> {
  const where = displayPath(file)
  const remedy = 'Put it back as it was; without it, links in mails that went out lead nowhere'
  try {
    // Whoever reads it can unsubscribe everybody.
    if (process.platform !== 'win32' && (fs.statSync(file).mode & 0o077) !== 0) fs.chmodSync(file, 0o600)
    const read = fileSchema.safeParse(JSON.parse(fs.readFileSync(file, 'utf8')))
    if (read.success) return readKeys(read.data.keys, { where, remedy })
    return failure({ where, what: 'expected keys, each with id and secret', remedy })
  } catch (error) {
    // What JSON.parse says would show a part of the file.
    const what = error instanceof SyntaxError ? 'it is no JSON' : `it cannot be read (${(error as Error).message})`
    return failure({ where, what, remedy })
  }
}

function readKeys(
  pairs: readonly { readonly id: string; readonly secret: string | undefined }[],
  { where, remedy }: { readonly where: string; readonly remedy: string },
): Result<LinkKeys> {
  const problems: Problem[] = []
  const keys = pairs.flatMap(({ id, secret = '' }, index): LinkKey[] => {
    const field = `keys[${index}]`
    const problem = (what: string) => problems.push({ where, field, what, remedy })
    if (!/^[a-zA-Z0-9]{1,8}$/.test(id)) problem('expected a name of one to eight letters and digits before the colon')
    else if (pairs.findIndex((other) => other.id === id) < index) problem(`there are two keys called ${id}`)
    else if (!/^[\w-]+=*$/.test(secret)) problem(`expected a key in base64url behind ${id}`)
    else {
      const bytes = Buffer.from(secret, 'base64url')
      if (bytes.length >= LEAST_BYTES) return [{ id, secret: new Uint8Array(bytes) }]
      problem(`the key ${id} has ${bytes.length} bytes, and can be guessed with less than ${LEAST_BYTES}`)
    }
    return []
  })
  const [first, ...rest] = keys
  if (problems.length > 0) return failure(...problems)
  return first === undefined ? failure({ where, what: 'there is no key', remedy }) : success([first, ...rest])
}
