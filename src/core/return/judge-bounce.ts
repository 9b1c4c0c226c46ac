import { type MailField, parseFields, valueOf } from '../text/mail-parts.ts'

/**
 * What a report says of a mail: that its address is dead (`hard`), that it did not arrive this time (`soft`), that we were
 * not welcome (`refused`, which is no fault of the reader's), or nothing that matters (`nothing`: it is late, or arrived).
 */
export type Verdict = 'hard' | 'soft' | 'refused' | 'nothing'

export interface Judgement {
  readonly verdict: Verdict
  /** In our words, with the code: `5.1.1, there is no such address`. */
  readonly reason: string
  /** What the server said, without addresses, 200 characters at most; empty where it said nothing. */
  readonly said: string
}

/** What one report says of the mails that it is about. */
export interface DeliveryStatus {
  readonly judgement: Judgement
  /** The addresses that it names, in lower case: nobody is known by them, but they can contradict. */
  readonly named: readonly string[]
}

const MOST_TEXT = 64 * 1024
const MOST_GROUPS = 50
const MOST_SAID = 200

/** From mildest to worst: of what a report says in several ways, the mildest is believed, of several readers the worst. */
const ORDER: readonly Verdict[] = ['nothing', 'refused', 'soft', 'hard']

/**
 * Reads the machine's half of a report (RFC 3464): groups of fields, the first of which is about the whole message.
 *
 * @returns undefined where no group is about a recipient
 */
export function readDeliveryStatus(text: string): DeliveryStatus | undefined {
  const groups = text
    .slice(0, MOST_TEXT)
    .split(/\r?\n[ \t]*\r?\n/)
    .slice(0, MOST_GROUPS)
    .map(parseFields)
    .filter((fields) => fields.some(({ name }) => ['action', 'status', 'final-recipient'].includes(name)))
  const named = groups.flatMap((fields) =>
    ['final-recipient', 'original-recipient'].flatMap((name) => {
      const address = valueOf(fields, name)
        .replace(/^[^;]*;/, '')
        .trim()
        .replace(/^<(.*)>$/, '$1')
        .toLowerCase()
      return address.includes('@') && address.length <= MOST_ADDRESS ? [ownText(address)] : []
    }),
  )
  const [first, ...rest] = groups.map(judgeGroup)
  if (first === undefined) return undefined
  const judgement = rest.reduce((one, other) => (rank(other) > rank(one) ? other : one), first)
  return { judgement, named: [...new Set(named)] }
}

const MOST_ADDRESS = 254
/** A part of a text keeps all of it in memory. */
const ownText = (text: string) => Array.from(text).join('')

const rank = ({ verdict }: Judgement) => ORDER.indexOf(verdict)

function judgeGroup(fields: readonly MailField[]): Judgement {
  const action = valueOf(fields, 'action')
    .toLowerCase()
    .replace(/[^a-z].*$/, '')
  const status = codeIn(valueOf(fields, 'status'))
  const diagnosis = valueOf(fields, 'diagnostic-code').replace(/^[\w.-]+\s*;\s*/, '')
  const said = withoutAddresses(diagnosis)
  if (action === 'delayed') return { verdict: 'nothing', reason: 'a mail is late, and its server goes on trying', said }
  if (action !== '' && action !== 'failed') return { verdict: 'nothing', reason: `a mail was ${action}`, said }
  if (action === '' && status === undefined) return { verdict: 'nothing', reason: 'a report that says nothing', said }
  // RFC 3464 wants an action; whoever leaves it out may leave out more.
  const judged = judgeFailure(status, diagnosis)
  const verdict = action === '' && judged.verdict === 'hard' ? 'soft' : judged.verdict
  return { ...judged, verdict, said }
}

/**
 * What a failure says, by enhanced codes (RFC 3463), the reply (RFC 5321, section 4.2), and words that are known: those
 * may only make it milder.
 *
 * @param status what stands in the field of that name
 * @param diagnosis what the server said, `550 5.1.1 …`
 */
export function judgeFailure(status: string | undefined, diagnosis: string): Omit<Judgement, 'said'> {
  const reply = /^(\d{3})(?!\d)/.exec(diagnosis)?.[1]
  const told =
    codeIn(/^(?:\d{3}[ -])?\s*#?([245]\.\d{1,3}\.\d{1,3})/.exec(diagnosis)?.[1] ?? '') ?? codeInBrackets(diagnosis)
  const codes = [status, told].flatMap((code) => (code === undefined ? [] : [code]))
  const code = codes.find((each) => !isGeneric(each)) ?? told ?? status ?? reply ?? '5.0.0'
  if ([...codes, reply ?? ''].some((each) => each.startsWith('4'))) return { verdict: 'soft', reason: say(code, SOON) }
  if (codes.every((each) => each.startsWith('2')) && codes.length > 0) {
    return { verdict: 'nothing', reason: say(code, 'a failure that is none') }
  }
  const known = codes.filter((each) => !isGeneric(each)).map(judgeCode)
  const [first = judgeReply(reply, code)] = known
  const judged = known.reduce((one, other) => (ORDER.indexOf(other[0]) < ORDER.indexOf(one[0]) ? other : one), first)
  if (judged[0] !== 'hard') return { verdict: judged[0], reason: say(code, judged[1]) }
  const words = withoutAddresses(diagnosis)
  if (FULL.test(words)) return { verdict: 'soft', reason: say(code, 'the mailbox is full') }
  if (POLICY.test(words)) {
    return { verdict: known.length > 0 ? 'soft' : 'refused', reason: say(code, 'it was kept out by a policy') }
  }
  return { verdict: judged[0], reason: say(code, judged[1]) }
}

const say = (code: string, what: string) => `${code}, ${what}`
const SOON = 'it could not be delivered for now'
const FULL = /quota|mailbox (?:is )?full|full mailbox|insufficient (?:system )?storage/i
const POLICY =
  /\b(?:spam|spamhaus|blocked|block ?list(?:ed)?|black ?list(?:ed)?|deny ?list(?:ed)?|dnsbl|rbl|reputation|unsolicited|dmarc|spf|dkim|policy|banned|abuse|virus|malware|sender)\b/i

/** Says no more than its class: what is behind it stands elsewhere. */
const isGeneric = (code: string) => /^\d\.(?:[01235]\.0|0\.\d+)$/.test(code)

/** By the beginning of a code, the longest first. */
const CODES: readonly (readonly [code: string, verdict: Verdict, what: string])[] = [
  ['5.1.7.', 'refused', 'it does not like our address'],
  ['5.1.8.', 'refused', 'it does not like our address'],
  ['5.1.2.', 'hard', 'there is no such domain'],
  ['5.1.10.', 'hard', 'the domain takes no mail'],
  ['5.1.', 'hard', 'there is no such address'],
  ['5.2.1.', 'hard', 'the mailbox is closed'],
  ['5.2.2.', 'soft', 'the mailbox is full'],
  ['5.2.3.', 'refused', 'our mail is too large for it'],
  ['5.2.4.', 'soft', 'a list behind the address is broken'],
  ['5.3.4.', 'refused', 'our mail is too large for it'],
  ['5.3.', 'soft', 'the server behind it has a trouble'],
  ['5.4.1.', 'hard', 'nobody takes mail for the address'],
  ['5.4.4.', 'hard', 'there is no way to the domain'],
  ['5.4.310.', 'hard', 'there is no such domain'],
  ['5.4.', 'soft', 'there was no way to it'],
  ['5.5.', 'soft', 'two servers misunderstood each other'],
  ['5.6.', 'refused', 'it does not like how our mail is written'],
  ['5.7.17.', 'hard', 'the mailbox has another owner now'],
  ['5.7.', 'refused', 'it was kept out by a policy'],
]

function judgeCode(code: string): readonly [Verdict, string] {
  const [, verdict = 'hard', what = 'it cannot be delivered'] =
    CODES.find(([start]) => `${code}.`.startsWith(start)) ?? []
  return code.startsWith('5') ? [verdict, what] : ['nothing', 'a failure that is none']
}

/** What a code that says nothing leaves to the reply of the server: RFC 5321, section 4.2.3. */
function judgeReply(reply: string | undefined, code: string): readonly [Verdict, string] {
  if (reply === '552') return ['soft', 'the mailbox is full']
  if (['521', '550', '551', '553', '556'].includes(reply ?? '')) return ['hard', 'nobody takes mail for the address']
  if (reply === undefined && /^5\.[01]\./.test(code)) return ['hard', 'it cannot be delivered']
  return ['soft', 'it was not taken, without a reason that is clear']
}

const codeIn = (text: string) => /^\s*([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text)?.[1]

/** `(#5.1.1)`, as qmail and some others write it. */
const codeInBrackets = (text: string) => /#([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text.slice(0, 2_000))?.[1]

/** A text of somebody else's, to be shown: short, and naming nobody. */
export function withoutAddresses(text: string): string {
  const words = text.slice(0, 2_000).split(/\s+/)
  return words
    .map((word) => (word.includes('@') ? '<address>' : word))
    .join(' ')
    .trim()
    .slice(0, MOST_SAID)
}
