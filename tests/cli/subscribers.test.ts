import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { gzipSync } from 'node:zlib'
import { addressKey } from '../../src/core/subscription/address-key.ts'
import { signLink, verifyLink } from '../../src/core/subscription/link-token.ts'
import type { Subscription } from '../../src/core/subscription/subscription.ts'
import { readLinkKeys } from '../../src/io/link-keys.ts'
import { openSqliteStore, type SqliteStore } from '../../src/io/sqlite-store.ts'
import { checkAdoption } from '../../src/io/store-identity.ts'
import { makeSubscription } from '../builders.ts'
import { makeReaderSuggestion, makeServiceMail, makeSignup, ROOM } from '../io/store/store-builders.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { until } from '../until.ts'
import { runHere } from './run-here.ts'
import { runScript, startScript } from './run-script.ts'

const NOW = '2026-11-23T09:00:00Z'
const MAILCHIMP = 'Email Address,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,LEID,EUID'
const OWN = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' }

/** A state folder and files beside it, for one test. */
function makePlace() {
  const folder = makeTemporaryFolder()
  const file = (name: string) => path.join(folder.path, name)
  const state = file('state')
  return {
    state,
    file,
    write(name: string, content: string | Uint8Array): string {
      fs.writeFileSync(file(name), content)
      return file(name)
    },
    run: async (...args: string[]) => {
      const env = { ...OWN, CROWSNEST_STATE: state, CROWSNEST_NOW: NOW }
      const ended = await runHere('scripts/subscribers.ts', args, { env, cwd: folder.path })
      assert.doesNotMatch(`${ended.stdout}${ended.stderr}`, /\n\s+at |node:internal|should not have happened/)
      return ended
    },
    async using<T>(work: (store: SqliteStore) => Promise<T>): Promise<T> {
      const store = await openSqliteStore(state)
      try {
        return await work(store)
      } finally {
        await store.close()
      }
    },
    [Symbol.dispose]: () => {
      folder[Symbol.dispose]()
    },
  }
}

type Place = ReturnType<typeof makePlace>

const listAll = (place: Place) =>
  place.using(async (store) => {
    const all: Subscription[] = []
    for await (const each of store.list()) all.push(each)
    return all.toSorted((one, other) => (one.address < other.address ? -1 : 1))
  })

const put = (place: Place, ...subscriptions: Partial<Subscription>[]) =>
  place.using(async (store) => {
    const whole = subscriptions.map((own, index) =>
      makeSubscription({ id: `subscription-number-${String(index).padStart(2, '0')}`, ...own }),
    )
    await store.importSubscriptions(whole)
  })

const mode = (file: string) => (fs.statSync(file).mode & 0o777).toString(8)

interface Report {
  readonly format: string
  readonly lines: number
  readonly added: number
  readonly known: number
  readonly suppressed: number
  readonly newSuppressions: number
  readonly refused: number
  readonly refusals: readonly { line: number; why: string }[]
}
const counts = (stdout: string) => {
  const { added, known, suppressed, refused } = JSON.parse(stdout) as Report
  return [added, known, suppressed, refused]
}

describe('npm run subscribers -- import', () => {
  test('adds whom a list has, once, and says so; it leaves no trace of a dry run', async () => {
    using place = makePlace()
    const name = 'subscribed_email_audience_export_1a2b.csv'
    const list = place.write(
      name,
      `${MAILCHIMP}\nkeeper@light.example,2,2024-05-01 10:00:00,2024-05-01 10:05:00,1,a\nmate@light.example,2,,,2,b\n`,
    )
    const dry = await place.run('import', list, '--dry-run', '--json')
    assert.deepEqual([dry.code, ...counts(dry.stdout)], [0, 2, 0, 0, 0])
    assert.ok(!fs.existsSync(place.state), 'a dry run makes no store')
    const first = await place.run('import', list)
    assert.equal(first.code, 0, first.stderr)
    assert.match(first.stdout, /Mailchimp\): 2 lines, 1 confirmed, 1 unconfirmed/)
    const [keeper, mate] = await listAll(place)
    assert.equal(keeper?.confirmedAt, '2024-05-01T10:05:00Z')
    assert.equal(mate?.state, 'unconfirmed')
    assert.match(keeper.consent.wording, /Mailchimp \(subscribed_email_audience_export_1a2b\.csv\).*2026-11-23/)
    const mails = await place.using((store) => store.stats(NOW))
    assert.equal(mails.waiting.mails, 0, 'nobody gets a mail by an import')
    for (const args of [['--dry-run'], []]) {
      const again = await place.run('import', list, '--json', ...args)
      assert.deepEqual([again.code, ...counts(again.stdout)], [4, 0, 2, 0, 0])
    }
  })

  test('brings nobody back who left or was erased here, and writes to nobody who was cleaned there', async () => {
    using place = makePlace()
    await put(place, { address: 'left@light.example', state: 'unsubscribed' }, { address: 'here@light.example' })
    await place.run('import', place.write('erased.txt', 'gone@light.example\n'))
    assert.equal((await place.run('erase', 'gone@light.example')).code, 0)
    const before = await listAll(place)
    const lines = ['Left@light.example', 'gone@light.example', 'new@light.example']
    const list = place.write('list.csv', `email\n${lines.join('\n')}\n`)
    const cleaned = place.write(
      'cleaned_email_audience_export_1a2b.csv',
      `${MAILCHIMP},CLEAN_TIME\n${['here', 'dead', 'dead', 'gone'].map((who) => `${who}@light.example,2,,,1,a,2025-01-01 00:00:00`).join('\n')}\n`,
    )
    for (const dry of [['--dry-run'], []]) {
      const { code, stdout } = await place.run('import', list, '--as', 'confirmed', '--json', ...dry)
      assert.deepEqual([code, ...counts(stdout)], [0, 1, 1, 1, 0])
      const bounced = await place.run('import', cleaned, '--json', ...dry)
      assert.deepEqual([bounced.code, ...counts(bounced.stdout)], [0, 0, 1, 3, 0])
      assert.equal((JSON.parse(bounced.stdout) as Report).newSuppressions, 1)
    }
    const after = await listAll(place)
    assert.deepEqual(
      after.filter(({ address }) => address !== 'new@light.example'),
      before,
    )
    const later = await place.run('import', place.write('later.txt', 'dead@light.example\n'), '--json')
    assert.deepEqual([later.code, ...counts(later.stdout)], [4, 0, 0, 1, 0])
  })

  test('of one address that a list has twice, once to be subscribed and once not, takes the latter', async () => {
    using place = makePlace()
    const rows = ['k@light.example,confirmed', 'k@light.example,bounced'].join('\n')
    const { stdout } = await place.run('import', place.write('list.csv', `email,status\n${rows}\n`), '--json')
    assert.deepEqual(counts(stdout), [0, 0, 2, 0])
  })

  test('tells the first twenty lines that it cannot take, and writes all, to be mended and brought again', async () => {
    using place = makePlace()
    const bad = Array.from({ length: 25 }, (_, index) => `"=cmd|' /C calc'!A${index}",2,,2024-05-01 10:00:00,1,a`)
    const list = place.write(
      'list.csv',
      `${MAILCHIMP}\ngood@light.example,2,,2024-05-01 10:00:00,1,a\n${bad.join('\n')}\n`,
    )
    const rejects = place.file('refused.csv')
    const { code, stderr } = await place.run('import', list, '--rejects', rejects)
    assert.equal(code, 1)
    assert.equal(stderr.match(/list\.csv:\d+: there is no address/g)?.length, 20)
    assert.match(stderr, /list\.csv:3: .*\n[^]*and 5 more/)
    assert.equal(mode(rejects), '600')
    const written = fs.readFileSync(rejects, 'utf8')
    assert.equal(written.trim().split('\n').length, 26)
    assert.doesNotMatch(written, /(^|[,"])=/m, 'no cell is a formula')
    const refused = await place.run('import', list, '--rejects', rejects)
    assert.equal(refused.code, 2)
    assert.match(refused.stderr, /refused\.csv: it is there already/)
    fs.writeFileSync(rejects, written.replace(/'=cmd[^,]*!A0/, "'=mended@light.example"))
    await place.run('import', rejects)
    assert.deepEqual(
      (await listAll(place)).map(({ address, state }) => [address, state]),
      [
        ['=mended@light.example', 'confirmed'],
        ['good@light.example', 'confirmed'],
      ],
    )
  })

  const texts: readonly (readonly [what: string, content: string | Uint8Array, added: number])[] = [
    [
      'with semicolons, CRLF and quotes',
      'name;email\r\n"Kay; ""K""";k@light.example\r\n"L\r\nL";l@light.example\r\n',
      2,
    ],
    ['with tabs and blank lines', 'email\tname\n\nk@light.example\tK\n\n\n', 1],
    ['with line ends of old', 'email\rk@light.example\rl@light.example', 2],
    ['in UTF-8 with a byte order mark', '\ufeffemail,name\nk@light.example,Käthe\n', 1],
    ['in UTF-16, little end first', Buffer.from('\ufeffemail,name\nk@light.example,Käthe\n', 'utf16le'), 1],
    ['in UTF-16, big end first', Buffer.from('\ufeffemail,name\nk@light.example,Kä\n', 'utf16le').swap16(), 1],
    ['in UTF-16 without a mark', Buffer.from('email,name\nk@light.example,Käthe\n', 'utf16le'), 1],
    ['without a head, one address a line', 'k@light.example\n Lea Ess <l@light.example> \n', 2],
    ['of one line', 'k@light.example', 1],
    [
      'of Buttondown’s API',
      JSON.stringify({
        count: 1,
        results: [
          { email_address: 'k@light.example', type: 'regular', creation_date: '2024-05-01T00:00:00Z', tags: [{}] },
        ],
      }),
      1,
    ],
    ['of JSON Lines', '{"email":"k@light.example"}\n{"email":"l@light.example"}\n', 2],
  ]
  for (const [what, content, added] of texts) {
    test(`reads a list ${what}`, async () => {
      using place = makePlace()
      const { code, stdout, stderr } = await place.run('import', place.write('list', content), '--json')
      assert.equal(code, 0, stderr)
      assert.equal((JSON.parse(stdout) as Report).added, added)
    })
  }

  const broken: readonly (readonly [what: string, content: string | Uint8Array, says: RegExp, code?: number])[] = [
    ['that is empty', '', /list: it is empty/],
    ['of white space', ' \n\n', /nothing but white space/],
    ['that is a ZIP archive', Buffer.from('504b0304140000000800', 'hex'), /it is a ZIP archive.*Unpack it/],
    ['that is packed', gzipSync('email\nk@light.example\n'), /it is packed.*gunzip/],
    [
      'in Latin-1',
      Buffer.from('email,name\nk@light.example,K\nl@light.example,Käthe\n', 'latin1'),
      /list:3: the bytes of this line are no text in UTF-8/,
    ],
    ['with many columns and no head', 'Kay,k@light.example\n', /list:1: the first line does not name its 2 columns/],
    [
      'whose columns nobody knows',
      'vorname,nachname\nKay,Ess\n',
      /its columns are not those of any list.*vorname, nachname/,
    ],
    ['that is no list but JSON', '{"email":"k@light.example"\n', /cut short/],
    ['that is an empty array', '[]', /there is no entry in it/],
  ]
  for (const [what, content, says, code = 1] of broken) {
    test(`refuses a file ${what}, says what to do, and makes no store`, async () => {
      using place = makePlace()
      const ended = await place.run('import', place.write('list', content))
      assert.equal(ended.code, code, ended.stdout)
      assert.match(ended.stderr, says)
      assert.ok(!fs.existsSync(place.state))
    })
  }

  test('refuses what is no file', async () => {
    using place = makePlace()
    for (const [name, says] of [
      [place.file('nowhere.csv'), /nowhere\.csv: there is no such file/],
      [path.dirname(place.state), /: this is a folder/],
    ] as const) {
      const { code, stderr } = await place.run('import', name)
      assert.equal(code, 2)
      assert.match(stderr, says)
    }
  })

  test('takes what came before the place where a file breaks off, says where, and goes on once it is mended', async () => {
    using place = makePlace()
    const whole = 'email,name\nk@light.example,K\nl@light.example,"L"\nm@light.example,M\n'
    const cut = place.write('list.csv', whole.replace('"L"', '"L'))
    const first = await place.run('import', cut)
    assert.equal(first.code, 1)
    assert.match(first.stderr, /list\.csv:3: a quote that is opened here is never closed/)
    assert.deepEqual(
      (await listAll(place)).map(({ address }) => address),
      ['k@light.example'],
    )
    const again = await place.run('import', place.write('list.csv', whole), '--json')
    assert.deepEqual([again.code, ...counts(again.stdout)], [0, 2, 1, 0, 0])
    const short = await place.run(
      'import',
      place.write('cut.csv', 'email,name\nn@light.example,N\no@light.exam'),
      '--json',
    )
    assert.deepEqual([short.code, ...counts(short.stdout)], [1, 1, 0, 0, 1])
    assert.match(short.stderr, /cut\.csv:3: it has 1 cells, and the first line names 2 columns/)
  })

  test('is stopped by Ctrl+C with 130, keeps what it has done, and goes on from there', async () => {
    using place = makePlace()
    const lines = Array.from({ length: 40_000 }, (_, index) => `reader${index}@light.example`)
    const list = place.write('list.txt', `${lines.join('\n')}\n`)
    const args = ['import', list, '--state', place.state, '--now', NOW]
    const { child, ended } = startScript('subscribers', args, { LANG: 'C' })
    const countNow = async () => (await place.using((store) => store.stats(NOW))).states.unconfirmed
    await until('some are in it', async () => child.exitCode !== null || (await countNow()) > 0, { pause: 5 })
    child.kill('SIGINT')
    const { code, stderr } = await ended
    assert.equal(code, 130)
    assert.match(stderr, /Interrupted\. [\d,]+ subscribers added.*that is kept; run the same again/)
    const { states } = await place.using((store) => store.stats(NOW))
    assert.ok(states.unconfirmed > 0 && states.unconfirmed < lines.length, `${states.unconfirmed}`)
    const again = await place.run('import', list, '--json')
    assert.deepEqual(
      [again.code, ...counts(again.stdout)],
      [0, lines.length - states.unconfirmed, states.unconfirmed, 0, 0],
    )
  })

  test('takes no state that it does not know, and no word for lines that say it themselves', async () => {
    using place = makePlace()
    const plain = await place.run('import', place.write('list.txt', 'k@light.example\n'), '--as', 'erased')
    assert.equal(plain.code, 2)
    const list = place.write('list.csv', `${MAILCHIMP}\nk@light.example,2,,,1,a\n`)
    const { code, stderr } = await place.run('import', list, '--as', 'confirmed')
    assert.equal(code, 2)
    assert.match(stderr, /Leave --as out/)
  })
})

describe('npm run subscribers -- export', () => {
  const odd: Partial<Subscription>[] = [
    { address: '=1+1@light.example', consent: { wording: '=SUM(A1), "quoted"', requestedFrom: '2001:db8:1:2::/64' } },
    { address: "'quoted@light.example", state: 'unsubscribed', unsubscribedAt: '2026-11-18T00:00:00Z' },
    {
      address: '+49@light.example',
      state: 'unconfirmed',
      id: '-starts-with-a-hyphen-',
      consent: { wording: '2026-11' },
    },
    { address: '-x@xn--nxasmq6b.example', origin: 'import' },
  ]

  for (const [kind, flags] of [
    ['CSV', []],
    ['JSON Lines', ['--json']],
  ] as const) {
    test(`writes ${kind} that import makes the same of, without a formula`, async () => {
      using place = makePlace()
      using other = makePlace()
      await put(place, ...odd)
      const file = place.file('list.out')
      const { code, stderr } = await place.run('export', '--out', file, ...flags)
      assert.equal(code, 0, stderr)
      assert.equal(mode(file), '600')
      if (kind === 'CSV') assert.doesNotMatch(fs.readFileSync(file, 'utf8'), /(^|[,"])[=+@-]/m)
      assert.equal((await other.run('import', file)).code, 0)
      assert.deepEqual(await listAll(other), await listAll(place))
    })
  }

  test('writes to stdout what is asked for, and replaces no file unless it is told to', async () => {
    using place = makePlace()
    await put(place, ...odd)
    const { stdout } = await place.run('export', '--only', 'unsubscribed')
    assert.deepEqual(
      stdout
        .trim()
        .split('\r\n')
        .map((line) => line.split(',')[1]),
      ['address', "''quoted@light.example"],
    )
    const file = place.write('list.csv', 'mine')
    const refused = await place.run('export', '--out', file)
    assert.equal(refused.code, 2)
    assert.equal(fs.readFileSync(file, 'utf8'), 'mine')
    assert.equal((await place.run('export', '--out', file, '--force')).code, 0)
    assert.match(fs.readFileSync(file, 'utf8'), /^id,address,/)
    const dry = await place.run('export', '--out', place.file('none.csv'), '--dry-run')
    assert.match(dry.stderr, /4 subscribers would be written/)
    assert.deepEqual(fs.readdirSync(path.dirname(file)).toSorted(), ['list.csv', 'state'])
  })

  test('says where there is no store, and that --state names its folder', async () => {
    using place = makePlace()
    const none = await place.run('export')
    assert.equal(none.code, 4)
    assert.match(none.stderr, /there is no store here yet/)
    const mistaken = await place.run('export', '--state', 'confirmed')
    assert.equal(mistaken.code, 2)
    assert.match(mistaken.stderr, /Say --only confirmed/)
    assert.ok(!fs.existsSync(place.state))
  })
})

describe('npm run subscribers -- erase', () => {
  test('forgets an address wherever it stands, says what there was, and has nothing to do the second time', async () => {
    using place = makePlace()
    const address = 'Keeper@harbour.example'
    await put(place, { address })
    await place.using(async (store) => {
      const key = addressKey(address, store.secret)
      await store.addSignup(makeSignup({ address: 'keeper@harbour.example' }))
      await store.addSuggestion(makeReaderSuggestion({ address, by: 'Kay' }), ROOM)
      await store.change({ address }, () => ({ mail: makeServiceMail({ to: address, key, kind: 'already' }) }))
    })
    const dry = await place.run('erase', 'KEEPER@harbour.example', '--dry-run')
    assert.match(dry.stdout, /would go. Nothing was erased/)
    const { code, stdout } = await place.run('erase', 'KEEPER@harbour.example')
    assert.equal(code, 0)
    assert.match(stdout, /the subscription \(confirmed\), 1 sign-up .*, 1 mail .*, .* in 1 suggestion/)
    const again = await place.run('erase', address, '--json')
    assert.equal(again.code, 4)
    const held = { subscription: null, suppression: 'erased', signups: 0, mails: 0, suggestions: 0 }
    assert.deepEqual(JSON.parse(again.stdout), { address, erased: false, held })
    const bytes = fs.readFileSync(path.join(place.state, 'subscribers.sqlite')).toString('latin1')
    assert.doesNotMatch(bytes, /keeper@harbour|Kay/i)
  })

  test('forgets an address that stands in a suggestion alone, also where mail to it bounced', async () => {
    using place = makePlace()
    const address = 'keeper@harbour.example'
    const at = '2026-11-01T00:00:00Z'
    const suppression = await place.using(async (store) => {
      await store.addSuggestion(makeReaderSuggestion({ address }), ROOM)
      const bounced = { key: addressKey(address, store.secret), reason: 'bounced', at } as const
      await store.change({ address }, () => ({ suppress: bounced }))
      return bounced
    })
    assert.equal((await place.run('erase', address)).code, 0)
    const facts = await place.using(async (store) => ({
      ...(await store.find({ address })),
      ...(await store.countTraces(address)),
    }))
    assert.deepEqual([facts.suggestions, facts.suppression], [0, suppression])
  })

  test('keeps nothing of an address that it never had, and takes none that is no address', async () => {
    using place = makePlace()
    await put(place, {})
    const unknown = await place.run('erase', 'nobody@light.example')
    assert.equal(unknown.code, 4)
    assert.equal((await place.using((store) => store.stats(NOW))).suppressions.erased, 0)
    assert.equal((await place.run('erase', 'nobody')).code, 2)
  })
})

describe('npm run subscribers', () => {
  test('is a command of its own that helps, says what is wrong, and ends', async () => {
    const help = await runScript('subscribers', ['--help'])
    assert.equal(help.code, 0)
    assert.doesNotMatch(help.stderr, /Warning/)
    for (const verb of ['stats', 'import', 'export', 'erase', 'retention', 'rotate-key', 'backup', 'restore']) {
      assert.match(help.stdout, new RegExp(`^ {2}${verb}\\b`, 'm'))
    }
    const wrong = await runScript('subscribers', ['shake'])
    assert.equal(wrong.code, 2)
  })

  for (const verb of ['stats', 'import', 'export', 'erase', 'retention', 'rotate-key', 'backup', 'restore']) {
    test(`${verb} helps with examples`, async () => {
      using place = makePlace()
      const { code, stdout } = await place.run(verb, '--help')
      assert.equal(code, 0)
      assert.match(stdout, new RegExp(`Examples:\\n +npm run (-s )?subscribers -- ${verb}`))
    })
  }

  test('stats counts what there is, in words, in a chart and as JSON', async () => {
    using place = makePlace()
    const nothing = await place.run('stats', '--json')
    assert.equal(nothing.code, 0)
    assert.equal((JSON.parse(nothing.stdout) as { months: unknown[] }).months.length, 12)
    assert.ok(!fs.existsSync(place.state))
    await put(place, { address: 'a@light.example' }, { address: 'b@light.example', state: 'unconfirmed' })
    const { stdout } = await place.run('stats')
    assert.match(stdout, /^confirmed +1 {3}get every issue$/m)
    assert.match(stdout, /^2026-11 +2 █+/m)
    assert.ok(!stdout.includes('\u001b'), 'no colour without a terminal')
    const json = await place.run('stats', '--json')
    assert.deepEqual(JSON.parse(json.stdout), await place.using((store) => store.stats(NOW)))
  })

  test('stats colours its bars where a terminal wants that, and not with NO_COLOR', async () => {
    using place = makePlace()
    await put(place, { address: 'a@light.example' })
    const args = ['stats', '--state', place.state, '--now', NOW]
    const [coloured, plain] = [
      await runScript('subscribers', args, { LANG: 'C', FORCE_COLOR: '1' }),
      await runScript('subscribers', args, { LANG: 'C', NO_COLOR: '1' }),
    ]
    assert.ok(coloured.stdout.includes('\u001b[36m#'), coloured.stdout)
    assert.equal(stripVTControlCharacters(coloured.stdout), plain.stdout)
    assert.ok(!plain.stdout.includes('\u001b'))
  })

  test('retention forgets what is past its time, and counts it first where it is asked to', async () => {
    using place = makePlace()
    await put(
      place,
      { address: 'old@light.example', state: 'unconfirmed', requestedAt: '2026-11-01T00:00:00Z' },
      { address: 'new@light.example', state: 'unconfirmed', requestedAt: '2026-11-20T00:00:00Z' },
    )
    const dry = await place.run('retention', '--dry-run', '--json')
    assert.equal((JSON.parse(dry.stdout) as { gone: { unconfirmed: number } }).gone.unconfirmed, 1)
    assert.equal((await listAll(place)).length, 2)
    assert.match((await place.run('retention')).stdout, /1 {2}not confirmed within 14 days/)
    assert.deepEqual(
      (await listAll(place)).map(({ address }) => address),
      ['new@light.example'],
    )
    assert.equal((await place.run('retention')).code, 0)
  })

  test('rotate-key makes a key that signs from then on, and keeps links of before', async () => {
    using place = makePlace()
    const keysNow = () => {
      const keys = readLinkKeys({}, place.state)
      assert.ok(keys.ok)
      return keys.value
    }
    const [before] = keysNow()
    const link = signLink('unsubscribe', 'c3Vic2NyaXB0aW9uLW9uZQ', before)
    assert.match((await place.run('rotate-key', '--dry-run')).stdout, /k1\. Nothing was changed/)
    const { code, stdout } = await place.run('rotate-key', '--json')
    assert.equal(code, 0)
    assert.deepEqual(JSON.parse(stdout), { dryRun: false, signs: 'k2', verify: ['k2', 'k1'] })
    assert.doesNotMatch(stdout, new RegExp(Buffer.from(before.secret).toString('base64url')))
    assert.equal(keysNow()[0].id, 'k2')
    assert.equal(verifyLink('unsubscribe', link, keysNow()), 'c3Vic2NyaXB0aW9uLW9uZQ')
  })

  test('backup and restore bring a store back as it was; sends wait until it is adopted', async () => {
    using place = makePlace()
    await put(place, { address: 'a@light.example' }, { address: 'b@light.example' })
    const before = await listAll(place)
    const file = place.file('backups/monday.sqlite')
    const backup = await place.run('backup', file)
    assert.equal(backup.code, 0, backup.stderr)
    assert.match(backup.stdout, /2 subscriptions/)
    assert.equal(mode(file), '600')
    assert.notEqual((await place.run('backup', file)).code, 0)
    assert.equal((await place.run('erase', 'a@light.example')).code, 0)
    const dry = await place.run('restore', file, '--dry-run')
    assert.match(dry.stdout, /is whole: 2 subscriptions/)
    assert.equal((await listAll(place)).length, 1)
    const restored = await place.run('restore', file)
    assert.equal(restored.code, 0, restored.stderr)
    assert.match(
      `${restored.stdout}${restored.stderr}`,
      /What was there before is now .*replaced[^]*Nothing is sent from it/,
    )
    assert.deepEqual(await listAll(place), before)
    const check = () => place.using((store) => Promise.resolve(checkAdoption(place.state, store)))
    assert.ok(await check())
    const adopt = (...more: string[]) =>
      place.run('restore', path.join(place.state, 'subscribers.sqlite'), '--adopt', ...more)
    const adopted = await adopt()
    assert.equal(adopted.code, 0)
    assert.match(adopted.stdout, /^Sends go from it\.$/m)
    assert.equal(await check(), undefined)
    const again = await adopt()
    assert.equal(again.code, 4, again.stderr)
    assert.match(again.stdout, /^Sends go from it already, and nothing was changed: if you meant another store/m)
    assert.equal((JSON.parse((await adopt('--json')).stdout) as { wasAdopted: boolean }).wasAdopted, true)
    const wrong = await place.run('restore', place.write('list.csv', 'email\n'), '--adopt')
    assert.equal(wrong.code, 1)
    assert.match(wrong.stderr, /list\.csv: it is no store/)
  })
})
