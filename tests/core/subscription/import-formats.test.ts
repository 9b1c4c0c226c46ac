import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { detectFormat } from '../../../src/core/subscription/import/detect-format.ts'
import { columnName, type ImportFile } from '../../../src/core/subscription/import/import-format.ts'

const NOW = new Date('2026-11-23T09:00:00Z')

const MAILCHIMP = ['Email Address', 'MEMBER_RATING', 'OPTIN_TIME', 'CONFIRM_TIME', 'LEID', 'EUID']
const MAILCHIMP_LEFT = [...MAILCHIMP, 'UNSUB_TIME', 'UNSUB_REASON']
const MAILCHIMP_CLEANED = [...MAILCHIMP, 'CLEAN_TIME']
const LISTMONK = ['uuid', 'email', 'name', 'attributes', 'status', 'created_at', 'updated_at']
const BUTTONDOWN = ['email_address', 'type', 'creation_date', 'unsubscription_date', 'undeliverability_date']
const BUTTONDOWN_OLD = ['email', 'notes', 'subscriber_type', 'creation_date', 'tags']
const OWN = [
  ...['id', 'address', 'state', 'origin', 'requested_at', 'confirmed_at', 'unsubscribed_at', 'wording'],
  ...['requested_from', 'confirmed_from'],
]
const ID = 'c3Vic2NyaXB0aW9uLW9uZQ'

/** What a line comes to, in few words: what it is, and the moments that are known. */
function read(columns: readonly string[], cells: readonly string[], own: Partial<ImportFile> = {}): string {
  const names = columns.map(columnName)
  const file = { name: 'list.csv', columns: new Set(names), now: NOW, ...own }
  const format = detectFormat(file)
  assert.ok(format.ok, 'the columns are known')
  const reader = format.value.open(file)
  assert.ok(reader.ok, 'the file can be read')
  const line = reader.value((name) => cells[names.indexOf(name)] ?? '')
  if (line.kind === 'refused') return `${format.value.name}: refused, ${line.why}`
  if (line.kind === 'suppression') return `${format.value.name}: ${line.reason} ${line.address} ${line.at}`
  const { state, address, requestedAt, confirmedAt = '-', unsubscribedAt = '-' } = line.subscription
  return `${format.value.name}: ${state} ${address} ${requestedAt} ${confirmedAt} ${unsubscribedAt}`
}

const [A, B, C] = ['2024-05-01 10:00:00', '2024-05-01 10:05:30', '2025-02-03 04:05:06']
const [AT, BT, CT] = ['2024-05-01T10:00:00Z', '2024-05-01T10:05:30Z', '2025-02-03T04:05:06Z']
const NT = '2026-11-23T09:00:00Z'

describe('a line of an export', () => {
  const cases: readonly (readonly [
    what: string,
    columns: string[],
    cells: string[],
    expected: string,
    file?: object,
  ])[] = [
    [
      'confirmed at Mailchimp',
      MAILCHIMP,
      ['k@light.example', '2', A, B],
      `mailchimp: confirmed k@light.example ${AT} ${BT} -`,
    ],
    [
      'confirmed, and never asked for',
      MAILCHIMP,
      ['k@light.example', '2', '', B],
      `mailchimp: confirmed k@light.example ${BT} ${BT} -`,
    ],
    [
      'put on the list by another',
      MAILCHIMP,
      ['k@light.example', '2', A, ''],
      `mailchimp: unconfirmed k@light.example ${AT} - -`,
    ],
    [
      'left Mailchimp',
      MAILCHIMP_LEFT,
      ['k@light.example', '2', A, B, '', '', C, 'NORMAL'],
      `mailchimp: unsubscribed k@light.example ${AT} ${BT} ${CT}`,
    ],
    [
      'left, and nobody knows when',
      MAILCHIMP_LEFT,
      ['k@light.example', '2', A, B, '', '', '', ''],
      `mailchimp: unsubscribed k@light.example ${AT} ${BT} -`,
    ],
    [
      'left by a complaint',
      MAILCHIMP_LEFT,
      ['k@light.example', '2', A, B, '', '', C, 'ABUSE'],
      `mailchimp: complained k@light.example ${CT}`,
    ],
    [
      'cleaned',
      MAILCHIMP_CLEANED,
      ['k@light.example', '2', A, B, '', '', C],
      `mailchimp: bounced k@light.example ${CT}`,
    ],
    [
      'cleaned, by the file name alone',
      MAILCHIMP,
      ['k@light.example', '2', A, B],
      `mailchimp: bounced k@light.example ${NT}`,
      { name: 'cleaned_email_audience_export_1a2b.csv' },
    ],
    [
      'left, by the file name alone',
      MAILCHIMP,
      ['k@light.example', '2', A, B],
      `mailchimp: unsubscribed k@light.example ${AT} ${BT} -`,
      { name: 'unsubscribed_members_export_1a2b.csv' },
    ],
    [
      'subscribed, by the file name, beside fields of the list called like others',
      MAILCHIMP_LEFT,
      ['k@light.example', '2', A, B, '', '', '', ''],
      `mailchimp: confirmed k@light.example ${AT} ${BT} -`,
      { name: 'subscribed_members_export_1a2b.csv' },
    ],
    [
      'enabled at listmonk, where nobody says more',
      LISTMONK,
      ['u', 'k@light.example', 'Kay', '{}', 'enabled', '2024-05-01 10:00:00.123456 +0000 UTC'],
      `listmonk: unconfirmed k@light.example ${AT} - -`,
    ],
    [
      'enabled, of the confirmed',
      LISTMONK,
      ['u', 'k@light.example', 'Kay', '{}', 'enabled', '2024-05-01 15:30:00 +0530 IST'],
      `listmonk: confirmed k@light.example ${AT} - -`,
      { state: 'confirmed' },
    ],
    [
      'enabled, and left the list',
      [...LISTMONK, 'subscription_status'],
      ['u', 'k@light.example', '', '', 'enabled', A, A, 'unsubscribed'],
      `listmonk: unsubscribed k@light.example ${AT} - -`,
      { state: 'confirmed' },
    ],
    [
      'switched off',
      LISTMONK,
      ['u', 'k@light.example', 'Kay', '{}', 'disabled', A],
      `listmonk: unsubscribed k@light.example ${AT} - -`,
      { state: 'confirmed' },
    ],
    [
      'blocklisted',
      LISTMONK,
      ['u', 'k@light.example', 'Kay', '{}', 'blocklisted', A, C],
      `listmonk: complained k@light.example ${CT}`,
      { state: 'confirmed' },
    ],
    [
      'of a status to come',
      LISTMONK,
      ['u', 'k@light.example', 'Kay', '{}', 'sleepy', A, C],
      'listmonk: refused, it has a status that is not known here',
    ],
    [
      'regular at Buttondown',
      BUTTONDOWN,
      ['k@light.example', 'regular', '2024-05-01T10:00:00.5+00:00'],
      `buttondown: confirmed k@light.example ${AT} - -`,
    ],
    [
      'regular, in an old export',
      BUTTONDOWN_OLD,
      ['k@light.example', '', 'regular', '2024-05-01'],
      'buttondown: confirmed k@light.example 2024-05-01T00:00:00Z - -',
    ],
    ['premium', BUTTONDOWN, ['k@light.example', 'premium', A], `buttondown: confirmed k@light.example ${AT} - -`],
    [
      'unactivated',
      BUTTONDOWN,
      ['k@light.example', 'unactivated', A],
      `buttondown: unconfirmed k@light.example ${AT} - -`,
    ],
    [
      'unsubscribed',
      BUTTONDOWN,
      ['k@light.example', 'Unsubscribed', A, C],
      `buttondown: unsubscribed k@light.example ${AT} - ${CT}`,
    ],
    [
      'removed by the owner of the list',
      BUTTONDOWN,
      ['k@light.example', 'removed', A, ''],
      `buttondown: unsubscribed k@light.example ${AT} - -`,
    ],
    [
      'undeliverable',
      BUTTONDOWN,
      ['k@light.example', 'undeliverable', A, '', C],
      `buttondown: bounced k@light.example ${CT}`,
    ],
    [
      'complained',
      BUTTONDOWN,
      ['k@light.example', 'complained', A, '', ''],
      `buttondown: complained k@light.example ${NT}`,
    ],
    [
      'blocked at the door',
      BUTTONDOWN,
      ['k@light.example', 'blocked', A, '', ''],
      'buttondown: refused, Buttondown had blocked it: its owner never got an issue',
    ],
    [
      'of a type to come',
      BUTTONDOWN,
      ['k@light.example', 'sleepy', A],
      'buttondown: refused, it has a type of subscriber that is not known here',
    ],
    ['an address', ['email'], ['k@light.example'], `plain: unconfirmed k@light.example ${NT} - -`],
    [
      'a mailbox, that is said to have confirmed',
      ['E-Mail'],
      ['Kay Ess <K@Light.Example>'],
      `plain: confirmed K@light.example ${NT} - -`,
      { state: 'confirmed' },
    ],
    [
      'an address that left, among those said to have confirmed',
      ['email', 'status'],
      ['k@light.example', 'unsubscribed'],
      `plain: unsubscribed k@light.example ${NT} - -`,
      { state: 'confirmed' },
    ],
    [
      'an address with a state to come',
      ['email', 'status'],
      ['k@light.example', 'sleepy'],
      'plain: refused, it has a state that is not known here',
    ],
    ['no address', ['email'], ['k@light'], 'plain: refused, there is no address in it that mail can be sent to'],
    [
      'two lines in one',
      ['email'],
      ['k@light.example\r\nBcc: z@z.example'],
      'plain: refused, there is no address in it that mail can be sent to',
    ],
    [
      'a moment of a spreadsheet',
      MAILCHIMP,
      ['k@light.example', '2', '5/1/2024 10:00', B],
      'mailchimp: refused, what stands in optin_time is no moment like 2024-05-03 10:20:30 (in UTC)',
    ],
    [
      'a day that is on no calendar',
      MAILCHIMP,
      ['k@light.example', '2', '2024-02-30 10:00:00', B],
      'mailchimp: refused, what stands in optin_time is no moment like 2024-05-03 10:20:30 (in UTC)',
    ],
    [
      'a moment to come',
      MAILCHIMP,
      ['k@light.example', '2', A, '2027-01-01 00:00:00'],
      'mailchimp: refused, confirm_time has not come yet',
    ],
    [
      'our own',
      OWN,
      [ID, 'k@light.example', 'unsubscribed', 'form', AT, BT, CT, '2026-11', '192.0.2.0/24', '2001:db8:1:2::/64'],
      `crowsnest: unsubscribed k@light.example ${AT} ${BT} ${CT}`,
    ],
    [
      'our own, with another id',
      OWN,
      ['1', 'k@light.example', 'confirmed', 'form', AT],
      'crowsnest: refused, its id is none of ours; leave it empty for a new one',
    ],
    [
      'our own, with a state to come',
      OWN,
      [ID, 'k@light.example', 'sleepy', 'form', AT],
      'crowsnest: refused, its state is none of confirmed, unconfirmed and unsubscribed',
    ],
    [
      'our own, with a device in place of a network',
      OWN,
      [ID, 'k@light.example', 'confirmed', 'form', AT, '', '', '', '192.0.2.7'],
      'crowsnest: refused, what stands for a network is none',
    ],
  ]
  for (const [what, columns, cells, expected, file] of cases) {
    test(`that is ${what}`, () => {
      assert.equal(read(columns, cells, file), expected)
    })
  }

  test('says in the proof of consent whose list it was, what it was called, and when it came', () => {
    const columns = new Set(MAILCHIMP.map(columnName))
    const file = { name: 'subscribed_1.csv', columns, now: NOW, list: 'Harbour\n Weekly' }
    const format = detectFormat(file)
    assert.ok(format.ok)
    const reader = format.value.open(file)
    assert.ok(reader.ok)
    const line = reader.value((name) => (name === 'email_address' ? 'k@light.example' : ''))
    assert.ok(line.kind === 'subscription')
    const { consent, origin } = line.subscription
    assert.equal(origin, 'import')
    assert.deepEqual(consent, {
      wording: 'What was asked for at Mailchimp (Harbour Weekly), a list that was brought here on 2026-11-23',
    })
  })
})

describe('a file', () => {
  test('of people who never subscribed is refused as a whole', () => {
    const columns = new Set(MAILCHIMP.map(columnName))
    const file = { name: 'nonsubscribed_email_audience_export_1a2b.csv', columns, now: NOW }
    const format = detectFormat(file)
    assert.ok(format.ok)
    const reader = format.value.open(file)
    assert.ok(!reader.ok)
    assert.match(reader.problems[0]?.what ?? '', /never subscribed/)
  })

  test('with columns that nobody knows is refused, and they are named', () => {
    const found = detectFormat({ name: 'list.csv', columns: new Set(['vorname', 'nachname']) })
    assert.ok(!found.ok)
    assert.match(found.problems[0]?.what ?? '', /vorname, nachname/)
  })

  test('that is said to be of a kind that it is not is refused', () => {
    const found = detectFormat({ name: 'list.csv', columns: new Set(['email']) }, 'mailchimp')
    assert.ok(!found.ok)
    assert.match(found.problems[0]?.what ?? '', /not those of an export of Mailchimp/)
  })

  test('whose lines say themselves what they are takes no word for it', () => {
    const columns = new Set(MAILCHIMP.map(columnName))
    const found = detectFormat({ name: 'list.csv', columns, state: 'confirmed' })
    assert.ok(!found.ok)
    assert.match(found.problems[0]?.remedy ?? '', /--as/)
  })

  test('of ours that is taken for another list at its owner’s wish is one', () => {
    const found = detectFormat({ name: 'list.csv', columns: new Set(OWN) }, 'plain')
    assert.ok(found.ok && found.value.name === 'plain')
  })
})
