import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import fs from 'node:fs'
import DKIM from 'nodemailer/lib/dkim'
import signHeaders from 'nodemailer/lib/dkim/sign'
import { dkimRecordName, LEAST_KEY_BITS } from '../core/doctor/check-dkim-record.ts'
import { formatSigning } from '../core/send/signing.ts'
import type { Mailbox } from '../core/text/mail-address.ts'
import { failure, type Problem, type Result, success } from '../core/text/problem.ts'
import type { MailSigner } from '../jobs/prepare-mail.ts'
import { displayPath } from './content-folder.ts'
import { fileProblem } from './file-problem.ts'

/** What mail is signed with (RFC 6376): the public half stands in DNS at `<selector>._domainkey.<domain>`. */
export interface Dkim {
  readonly domain: string
  readonly selector: string
  readonly key: KeyObject
}

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const SELECTOR = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`)
const DOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})+$`)

const KEY_REMEDY = 'Make one: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out dkim.pem'

/**
 * Reads `DKIM_KEY` (PEM, its line breaks may be written as \n) or `DKIM_KEY_FILE`, `DKIM_SELECTOR`, and `DKIM_DOMAIN`,
 * which is the domain of the sender where nothing is said. No problem repeats the key.
 *
 * @returns undefined where none of them is set: then whoever takes the mail signs it, or nobody
 */
export function readDkimSettings(
  environment: Readonly<Record<string, string | undefined>>,
  from: Pick<Mailbox, 'address'>,
): Result<Dkim | undefined> {
  const [pem, file, selector, domain] = ['DKIM_KEY', 'DKIM_KEY_FILE', 'DKIM_SELECTOR', 'DKIM_DOMAIN'].map(
    (name) => environment[name]?.trim() || undefined,
  )
  if ([pem, file, selector, domain].every((value) => value === undefined)) return success(undefined)
  const problems: Problem[] = []
  const key = readKey(pem, file)
  if (!key.ok) problems.push(...key.problems)
  const name = selector?.toLowerCase() ?? ''
  if (!SELECTOR.test(name) || name.length > 63) {
    const what =
      selector === undefined ? 'it is not set, and a signature names it' : `${JSON.stringify(selector)} is none`
    const remedy = 'Set it to the name of the record before ._domainkey, like crowsnest1'
    problems.push({ where: 'DKIM_SELECTOR', what, remedy })
  }
  const owner = (domain ?? from.address.slice(from.address.lastIndexOf('@') + 1)).toLowerCase()
  if (!DOMAIN.test(owner)) {
    const what = `${JSON.stringify(owner)} is no domain that can sign`
    problems.push({ where: 'DKIM_DOMAIN', what, remedy: 'Set it to the domain of the sender, like crowsnest.example' })
  }
  if (!key.ok || problems.length > 0) return failure(...problems)
  return success({ domain: owner, selector: name, key: key.value })
}

function readKey(pem: string | undefined, file: string | undefined): Result<KeyObject> {
  if (pem !== undefined && file !== undefined) {
    const what = 'DKIM_KEY_FILE is set as well, and there can be one key'
    return failure({ where: 'DKIM_KEY', what, remedy: 'Set one of the two' })
  }
  if (pem !== undefined) return parseKey(pem.replaceAll('\\n', '\n'), 'DKIM_KEY')
  if (file === undefined) {
    const what = 'neither it nor DKIM_KEY_FILE is set, and without a key nothing is signed'
    return failure({ where: 'DKIM_KEY', what, remedy: `${KEY_REMEDY}, or set none of the DKIM_ variables` })
  }
  const where = `DKIM_KEY_FILE (${displayPath(file)})`
  try {
    return parseKey(fs.readFileSync(file, 'utf8'), where)
  } catch (error) {
    const reason = fileProblem(error)?.what ?? (error instanceof Error && 'code' in error ? String(error.code) : '')
    const what = reason === 'ENOENT' ? 'there is no such file' : `it cannot be read: ${reason}`
    return failure({
      where,
      what,
      remedy: 'Name the file with the private key, and let the user that runs this read it',
    })
  }
}

function parseKey(pem: string, where: string): Result<KeyObject> {
  const problem = (what: string) => failure({ where, what, remedy: KEY_REMEDY })
  if (/-----BEGIN (?:RSA )?PUBLIC KEY-----/.test(pem)) return problem('this is the public key; the private one signs')
  if (/ENCRYPTED/.test(pem)) return problem('the key is locked by a passphrase, and nobody is there to type it')
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch {
    return problem('this is no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----')
  }
  if (key.asymmetricKeyType !== 'rsa')
    return problem(`expected an RSA key, found ${key.asymmetricKeyType ?? 'another'}`)
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < LEAST_KEY_BITS) return problem(`the key has ${bits} bits, and receivers want ${LEAST_KEY_BITS}`)
  return success(key)
}

/**
 * What a signature covers, where a message has it: all that a reader sees or acts upon, both fields of one-click
 * unsubscribing among it (RFC 8058 section 4).
 */
export const SIGNED = [
  ...['From', 'Reply-To', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type'],
  ...['Content-Transfer-Encoding', 'Auto-Submitted', 'Precedence'],
  ...['List-Id', 'List-Help', 'List-Archive', 'List-Unsubscribe', 'List-Unsubscribe-Post'],
].join(':')

const optionsOf = ({ domain, selector, key }: Dkim) => ({
  domainName: domain,
  keySelector: selector,
  privateKey: key,
  headerFieldNames: SIGNED,
})

/** The public half, SubjectPublicKeyInfo. */
export const publicKeyOf = ({ key }: Pick<Dkim, 'key'>): Buffer =>
  createPublicKey(key).export({ type: 'spki', format: 'der' })

/** What mails are signed with, as it is frozen with a send; undefined signs nothing. */
export const signingOf = (dkim: Dkim | undefined): string =>
  formatSigning(
    dkim && {
      record: dkimRecordName(dkim),
      hash: createHash('sha256').update(publicKeyOf(dkim)).digest('base64url'),
    },
  )

/** Signs messages whose body is there in its relaxed form, by the code of nodemailer. */
export function createSigner(dkim: Dkim): MailSigner {
  const options = optionsOf(dkim)
  const sign: MailSigner['sign'] = (head, relaxedBody) => {
    const fields = head
      .split(/\r\n(?![ \t])/)
      .filter((line) => line !== '')
      .map((line) => ({ key: line.slice(0, line.indexOf(':')).toLowerCase(), line }))
    const hash = createHash('sha256')
    for (const piece of relaxedBody) hash.update(piece)
    const signature = signHeaders(fields, 'sha256', hash.digest('base64'), options)
    if (signature === false) throw new TypeError('the key of DKIM does not sign')
    return `${signature}\r\n`
  }
  return { signing: signingOf(dkim), sign }
}

/** Signs any message, by nodemailer alone. */
export function createPlainSigner(dkim: Dkim): (message: Uint8Array) => Promise<Uint8Array> {
  const { headerFieldNames, ...key } = optionsOf(dkim)
  const signer = new DKIM({ keys: [key], headerFieldNames })
  return async (message) => {
    const chunks: Buffer[] = []
    for await (const chunk of signer.sign(Buffer.from(message))) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  }
}
