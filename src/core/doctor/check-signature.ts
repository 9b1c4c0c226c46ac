import { createTeller, type Finding } from './finding.ts'
import { isAligned } from './mail-domain.ts'

/** What came of verifying one signature. */
export interface SignatureCheck {
  readonly domain: string
  readonly selector: string
  /** `pass`, `fail`, `neutral`, `policy`, `temperror`, `permerror` (RFC 8601 section 2.7.1). */
  readonly result: string
  readonly reason: string | undefined
  /** Headers that it covers, in lower case, those that are not there left out. */
  readonly covers: readonly string[]
  /** Whether it covers only the beginning of the body (`l=`). */
  readonly isPartial: boolean
}

const tell = createTeller('signature')

const PAIR = ['list-unsubscribe', 'list-unsubscribe-post']

/**
 * Whether a mail is signed by whom it is from, and what for.
 *
 * @param from the domain in From
 * @param present headers that the mail has, in lower case
 */
export function checkSignatures(
  proofs: readonly SignatureCheck[],
  { from, present }: { readonly from: string | undefined; readonly present: readonly string[] },
): Finding[] {
  if (proofs.length === 0) {
    const remedy = 'Set DKIM_KEY_FILE and DKIM_SELECTOR, or have the mail server sign'
    return [tell('error', 'signature', 'The mail is not signed', { where: 'DKIM-Signature', remedy })]
  }
  const passed = proofs.filter(({ result }) => result === 'pass')
  const aligned = passed.filter(({ domain }) => from !== undefined && isAligned(from, domain))
  const best = aligned.length > 0 ? aligned : passed
  return [
    ...best.slice(0, 1).map((proof) => describePass(proof, from, aligned.length > 0)),
    ...(passed.length > 0 ? [] : [describeFailure(proofs)]),
    ...checkCover(best, present),
  ]
}

function describePass({ domain, selector }: SignatureCheck, from: string | undefined, isOwn: boolean): Finding {
  const where = `${selector}._domainkey.${domain}`
  return isOwn
    ? tell('ok', 'signature', `The signature of ${domain} holds`, { where })
    : tell(
        'error',
        'signature',
        `The signature of ${domain} holds, and From says ${from ?? 'nothing'}: DMARC does not count it`,
        {
          where,
          remedy: 'Have the mail signed by the domain in From',
        },
      )
}

function describeFailure(proofs: readonly SignatureCheck[]): Finding {
  const silent = proofs.find(({ result }) => result === 'temperror')
  const [first] = silent === undefined ? proofs : [silent]
  const { domain = '', selector = '', result = '', reason } = first ?? {}
  const where = `${selector}._domainkey.${domain}`
  if (silent !== undefined)
    return tell(
      'unknown',
      'signature',
      `Whether the signature of ${domain} holds is not known: ${reason ?? 'no answer'}`,
      { where },
    )
  return tell('error', 'signature', `The signature of ${domain} does not hold: ${reason ?? result}`, {
    where,
    remedy: /body hash/.test(reason ?? '')
      ? 'The body was changed after it was signed: see who rewrites mails on the way'
      : /key/.test(reason ?? '')
        ? 'Publish the key there; npm run subscribers -- doctor prints the record'
        : 'A signed header was changed on the way, or the key that is published is another',
  })
}

function checkCover(best: readonly SignatureCheck[], present: readonly string[]): Finding[] {
  if (best.length === 0) return []
  const covered = new Set(best.flatMap(({ covers }) => covers))
  const bare = PAIR.filter((name) => present.includes(name) && !covered.has(name))
  const remedy =
    'Sign List-Unsubscribe and List-Unsubscribe-Post as well: Gmail offers one click only then (RFC 8058, 3.1)'
  const pair =
    bare.length > 0
      ? [
          tell(
            'error',
            'signed-headers',
            `The signature does not cover ${bare.map((name) => NAMES[name] ?? name).join(' and ')}`,
            { where: 'DKIM-Signature', remedy },
          ),
        ]
      : PAIR.every((name) => covered.has(name))
        ? [tell('ok', 'signed-headers', `It covers both headers to leave by (${covered.size} headers in all)`)]
        : []
  const partial = best.every(({ isPartial }) => isPartial)
    ? [
        tell(
          'warning',
          'signed-body',
          'The signature covers the beginning of the body alone (l=), so that anybody can add to it',
          { where: 'DKIM-Signature', remedy: 'Sign without l=' },
        ),
      ]
    : []
  return [...pair, ...partial]
}

const NAMES: Readonly<Record<string, string>> = {
  'list-unsubscribe': 'List-Unsubscribe',
  'list-unsubscribe-post': 'List-Unsubscribe-Post',
}
