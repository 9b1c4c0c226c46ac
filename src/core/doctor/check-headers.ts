import { createTeller, type Finding } from './finding.ts'
import { headerValues, type MailView } from './mail-view.ts'

const tell = createTeller('headers')

/** Headers that a mail has once (RFC 5322 section 3.6), and those of RFC 2369 and 8058, of which a program reads one. */
const ONCE = [
  'From',
  'Date',
  'Subject',
  'Message-ID',
  'To',
  'Reply-To',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
]
const DAY = 86_400_000
/** As long as a mail server goes on trying, and then some. */
const OLD = 30 * DAY

/** The https link in List-Unsubscribe, if there is one. */
export function oneClickLink(mail: MailView): string | undefined {
  const [value = ''] = headerValues(mail, 'List-Unsubscribe')
  return [...value.slice(0, 10_000).matchAll(/<\s*([^<>]*?)\s*>/g)]
    .map(([, link = '']) => link)
    .find((link) => /^https:\/\//i.test(link) && URL.canParse(link))
}

/** The pair by which mail programs let a reader leave with one click (RFC 8058 sections 2 and 3.1). */
export function checkUnsubscribeHeaders(mail: MailView): Finding {
  const [list, ...more] = headerValues(mail, 'List-Unsubscribe')
  const [post, ...others] = headerValues(mail, 'List-Unsubscribe-Post')
  const remedy = 'Send List-Unsubscribe: <https://…>, <mailto:…> and List-Unsubscribe-Post: List-Unsubscribe=One-Click'
  const fail = (what: string, where = 'List-Unsubscribe') =>
    tell('error', 'unsubscribe-headers', what, { where, remedy })
  if (list === undefined) return fail('There is no List-Unsubscribe, so mail programs offer no way to leave')
  if (more.length > 0) return fail(`List-Unsubscribe stands there ${more.length + 1} times`)
  if (oneClickLink(mail) === undefined) return fail('List-Unsubscribe has no https link, and one click needs one')
  if (post === undefined) return fail('There is no List-Unsubscribe-Post, so leaving takes more than one click')
  if (others.length > 0) return fail('List-Unsubscribe-Post stands there more than once', 'List-Unsubscribe-Post')
  if (post !== 'List-Unsubscribe=One-Click')
    return fail('List-Unsubscribe-Post says something else than List-Unsubscribe=One-Click', 'List-Unsubscribe-Post')
  return tell('ok', 'unsubscribe-headers', 'Readers can leave with one click (List-Unsubscribe, List-Unsubscribe-Post)')
}

/** All other headers of a mail to a list. */
export function checkHeaders(mail: MailView, now: Date): Finding[] {
  const repeated = ONCE.filter((name) => headerValues(mail, name).length > 1)
  const missing = ['From', 'Date'].filter((name) => headerValues(mail, name).length === 0)
  const list = ['List-Id', 'List-Archive', 'List-Help'].filter((name) => headerValues(mail, name).length === 0)
  const [precedence] = headerValues(mail, 'Precedence')
  return [
    ...(mail.hasTooManyHeaders
      ? [tell('error', 'header-size', `The headers have ${mail.headerBytes} bytes, more than any server takes`)]
      : []),
    missing.length > 0
      ? tell('error', 'header-once', `A mail must have ${missing.join(' and ')}, and this has not`, {
          remedy: 'Give the whole message to the doctor, as it arrived (“show original” in a mail program)',
        })
      : repeated.length > 0
        ? tell('error', 'header-once', `What may stand there once stands there more often: ${repeated.join(', ')}`, {
            where: repeated[0],
            remedy: 'See who adds it on the way; servers refuse such mails, or show what was not signed',
          })
        : tell('ok', 'header-once', 'What a mail must have is there once'),
    checkDate(headerValues(mail, 'Date')[0], now),
    list.length === 0
      ? tell('ok', 'list-headers', 'List-Id, List-Archive and List-Help are there')
      : tell('warning', 'list-headers', `A mail to a list should have ${list.join(', ')}`, {
          where: list[0],
          remedy: list.includes('List-Id')
            ? 'Set mail.listId in site.yml, and see what is lost on the way'
            : 'See what is lost on the way',
        }),
    precedence !== undefined && /^(bulk|list)$/i.test(precedence)
      ? tell('ok', 'precedence', 'Precedence keeps answers by machines away')
      : tell('warning', 'precedence', 'No Precedence: bulk, so that answers by machines come back', {
          where: 'Precedence',
          remedy: 'See what is lost on the way',
        }),
  ]
}

function checkDate(text: string | undefined, now: Date): Finding {
  const where = 'Date'
  if (text === undefined) return tell('unknown', 'date', 'There is no Date to look at', { where })
  const time = Date.parse(text.replace(/\([^()]*\)/g, ''))
  const remedy = 'Set the clock of the machine that made it'
  if (Number.isNaN(time)) return tell('error', 'date', 'Date is no date', { where, remedy })
  if (time > now.getTime() + DAY) return tell('error', 'date', `Date is in the future: ${iso(time)}`, { where, remedy })
  if (time < now.getTime() - OLD)
    return tell('warning', 'date', `Date is more than 30 days ago: ${iso(time)}`, {
      where,
      remedy: 'Look at a newer mail',
    })
  return tell('ok', 'date', `Date is sound (${iso(time)})`)
}

const iso = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z')
