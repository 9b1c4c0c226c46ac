import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { writeItem } from '../../src/io/item-files.ts'
import { writeSource } from '../../src/io/source-files.ts'
import { makeSource, makeStored } from '../builders.ts'
import { runHereSync } from '../cli/run-here.ts'
import { runScript } from '../cli/run-script.ts'
import { makeTemporaryFolder, readTree } from '../io/temporary-folder.ts'

const ROTA = `# Who edits.
from: 2026-W34
order:
  - ada-quay
  - [bo-mole, cy-pier] # two
`
const folders: string[] = []

/** A content folder with three people on the rota, and half a dozen candidates. */
function makeContent(rota: string | undefined = ROTA): string {
  const content = makeTemporaryFolder().path
  folders.push(content)
  fs.mkdirSync(path.join(content, 'authors'))
  for (const [id, name] of [
    ['ada-quay', 'Ada Quay\nhandle: adaq'],
    ['bo-mole', 'Bo Mole'],
    ['cy-pier', 'Cy Pier'],
  ] as const)
    fs.writeFileSync(path.join(content, 'authors', `${id}.yml`), `name: ${name}\n`)
  for (let n = 0; n < 6; n++) {
    const url = `https://port-${n}.example/log`
    writeSource(content, makeSource({ id: `port-${n}`, title: `Port ${n}`, url: `${url}.xml` }))
    const title = `The log of port ${'abcdef'.charAt(n)}`
    writeItem(content, makeStored({ url, title, sources: [{ id: `port-${n}`, url }] }))
  }
  if (rota !== undefined) fs.writeFileSync(path.join(content, 'rota.yml'), rota)
  return content
}

after(() => {
  for (const folder of folders.flatMap((each) => [each, `${each}-state`]))
    fs.rmSync(folder, { recursive: true, force: true })
})

/** In the week 2026-W34, as ada-quay unless somebody else is said. */
function curate(content: string, args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = runHereSync('scripts/curate.mjs', args, {
    env: {
      ...{ PATH: process.env.PATH ?? '', NO_COLOR: '1', CROWSNEST_EDITOR: 'ada-quay' },
      ...{ CROWSNEST_CONTENT: content, CROWSNEST_STATE: `${content}-state` },
      ...{ CROWSNEST_NOW: '2026-08-20T12:00:00Z', ...env },
    },
  })
  return { code, out: stdout, err: stderr }
}

const json = (content: string, ...args: string[]): Record<string, unknown> => {
  const { out, err } = curate(content, [...args, '--json'])
  assert.notEqual(out, '', err)
  return JSON.parse(out) as Record<string, unknown>
}

const textOf = (content: string, file: string) => fs.readFileSync(path.join(content, file), 'utf8')
const issueText = (content: string, key = '2026-W34') => textOf(content, `issues/${key}.md`)

describe('curate rota', () => {
  test('prints the weeks to come, and status whose turn it is', () => {
    const content = makeContent()
    const lines = curate(content, ['rota', '--weeks', '2']).out.split('\n')
    assert.match(lines[0] ?? '', /^2026-W34 {2}17 August – 23 August +Ada Quay$/)
    assert.match(lines[1] ?? '', /^2026-W35 .* {2}Bo Mole, reviewed by Cy Pier$/)
    const status = curate(content, ['status']).out
    assert.match(status, /^On the rota: Ada Quay\. Next, 2026-W35: Bo Mole, reviewed by Cy Pier$/m)
    const { turn } = json(content, 'status') as { turn: { week: string; editors: unknown } }
    assert.deepEqual([turn.week, turn.editors], ['2026-W34', [{ id: 'ada-quay', name: 'Ada Quay', handle: 'adaq' }]])
  })

  test('gives a workflow all that it needs to remind somebody', () => {
    const content = makeContent()
    curate(content, ['rota', 'hand-over', '2026-W35', '--reason', 'at sea'])
    const { reminder, next, ...rota } = json(content, 'rota', '--weeks', '3') as {
      reminder: { title: string; body: string }
      next: { week: string }[]
    }
    assert.deepEqual(rota, {
      ...{ week: '2026-W34', weeks: ['2026-W34'], from: '2026-08-17', to: '2026-08-23' },
      editors: [{ id: 'ada-quay', name: 'Ada Quay', handle: 'adaq' }],
      ...{
        insteadOf: [],
        skipped: false,
        missing: [],
        double: false,
        unassigned: ['2026-W35'],
        late: null,
        problems: [],
      },
    })
    assert.deepEqual(
      next.map(({ week }) => week),
      ['2026-W35', '2026-W36'],
    )
    assert.equal(reminder.title, '2026-W34: Ada Quay')
    assert.match(reminder.body, /^@adaq \(Ada Quay\), the issue of 2026-W34 \(17 August – 23 August\) is yours\.$/m)
    assert.match(
      reminder.body,
      /\*\*Nobody has 2026-W35 yet\.\*\* Take it: `npm run curate -- rota hand-over 2026-W35 YOUR-ID`/,
    )
    assert.equal(curate(content, ['rota', '--weeks', '3', '--remind']).out, `# ${reminder.title}\n\n${reminder.body}`)
  })

  for (const [what, rota, now, expected] of [
    [
      'that no issue comes out',
      `${ROTA}weeks:\n  2026-W34:\n    skip: true\n    reason: "[on](x) @holiday"\n`,
      '',
      /^# 2026-W34: no issue this week\n\nNo issue comes out this week \(\\\[on\\\]\(x\) @\u200bholiday\)/,
    ],
    [
      'that nobody edits',
      `${ROTA}weeks: { 2026-W34: { editors: [] } }\n`,
      '',
      /^# 2026-W34: nobody edits this week yet\n\n\*\*Nobody edits 2026-W34/,
    ],
    ['that nobody is on the rota', 'order: []\n', '', /^# 2026-W34: nobody edits this week yet/],
    [
      'who reviews',
      ROTA,
      '2026-08-24T06:00:00Z',
      /\*\*Bo Mole\*\*, the issue of 2026-W35 .* is yours\. \*\*Cy Pier\*\* reads it/,
    ],
  ] as const) {
    test(`reminds of ${what}`, () => {
      const content = makeContent(rota)
      const { code, out } = curate(content, ['rota', '--remind'], now === '' ? {} : { CROWSNEST_NOW: now })
      assert.equal(code, 0)
      assert.match(out, expected)
    })
  }

  test('says what to do where nobody is on it, and prints nothing of it where there is no such file', () => {
    assert.match(
      curate(makeContent('order: []\n'), ['rota']).err,
      /Nobody is on the rota: name the editors under `order`/,
    )
    const without = makeContent('')
    fs.rmSync(path.join(without, 'rota.yml'))
    assert.deepEqual(Object.keys(json(without, 'status')).includes('turn'), false)
    assert.equal(curate(without, ['status']).err, '')
  })

  test('writes one line group a command, tells who is next, and takes all of it back', () => {
    const content = makeContent()
    const skipped = curate(content, ['rota', 'skip', '2026-W35', '--reason', 'Holidays'])
    assert.equal(skipped.code, 0)
    assert.match(skipped.out, /^2026-W36 .* Bo Mole, reviewed by Cy Pier$/m)
    assert.equal(textOf(content, 'rota.yml'), `${ROTA}weeks:\n  2026-W35:\n    skip: true\n    reason: Holidays\n`)
    assert.equal(curate(content, ['rota', 'skip', '2026-W35', '--reason', 'Holidays']).code, 4)
    assert.equal(curate(content, ['rota', 'double', '2026-W36']).code, 0)
    assert.equal(curate(content, ['rota', 'swap', '2026-W34', '2026-W37']).code, 0)
    assert.match(
      curate(content, ['rota']).out,
      /^2026-W36–W37 .* Ada Quay, instead of Bo Mole and Cy Pier \[one issue/m,
    )
    for (const week of ['2026-W34', '2026-W35', '2026-W37'])
      assert.equal(curate(content, ['rota', 'clear', week]).code, 0)
    assert.equal(textOf(content, 'rota.yml'), ROTA)
  })

  test('takes a week out right behind the place where another goes in', () => {
    const content = makeContent()
    for (const week of ['2026-W34', '2026-W38'])
      assert.equal(curate(content, ['rota', 'hand-over', week, 'bo-mole', '--reason', 'at sea']).code, 0)
    const { code, err } = curate(content, ['rota', 'swap', '2026-W36', '2026-W38'])
    assert.deepEqual([code, err], [0, ''])
  })

  test('writes a reason of several lines and with control characters as the words that it has', () => {
    const content = makeContent()
    assert.equal(curate(content, ['rota', 'skip', '2026-W35', '--reason', ' at\n sea\u001b\u202e ']).code, 0)
    assert.equal(curate(content, ['rota', 'skip', '2026-W36', '--reason', ' \n ']).code, 0)
    const weeks = '  2026-W35:\n    skip: true\n    reason: at sea\n  2026-W36:\n    skip: true\n'
    assert.equal(textOf(content, 'rota.yml'), `${ROTA}weeks:\n${weeks}`)
  })

  test('loses nothing where several are at work at once', async () => {
    const content = makeContent()
    const weeks = ['2026-W40', '2026-W41', '2026-W42', '2026-W43']
    const env = {
      CROWSNEST_CONTENT: content,
      CROWSNEST_STATE: `${content}-state`,
      CROWSNEST_NOW: '2026-08-20T12:00:00Z',
    }
    const all = await Promise.all(weeks.map((week) => runScript('curate', ['rota', 'skip', week], env)))
    assert.deepEqual(
      all.map(({ code, stderr }) => [code, stderr]),
      weeks.map(() => [0, '']),
    )
    const lines = weeks.map((week) => `  ${week}:\n    skip: true\n`)
    assert.equal(textOf(content, 'rota.yml'), `${ROTA}weeks:\n${lines.join('')}`)
  })

  test('writes nothing with --dry-run, for a stranger, or for a week that there is not', () => {
    const content = makeContent()
    const before = readTree(content)
    const dry = curate(content, ['rota', 'hand-over', '2026-W34', 'bo-mole', '--dry-run'])
    assert.match(dry.out, /^\+ {5}editors:$/m)
    assert.equal(dry.code, 0)
    assert.equal(curate(content, ['rota', 'hand-over', '2026-W34', 'dee']).code, 2)
    const wrong = curate(content, ['rota', 'skip', '2025-W53'])
    assert.equal(wrong.code, 2)
    assert.match(wrong.err, /the week: "2025-W53" is not possible here\. Name an ISO week that exists/)
    assert.deepEqual(readTree(content), before)
  })

  test('leaves a file alone that it cannot read, and names the line; the rest of curate goes on without it', () => {
    const content = makeContent(`${ROTA}weeks:\n  2026-W35:\n    skip: maybe\n`)
    const before = textOf(content, 'rota.yml')
    const refused = curate(content, ['rota', 'skip', '2026-W36'])
    assert.equal(refused.code, 1)
    assert.match(refused.err, /rota\.yml:8, weeks\.2026-W35\.skip: expected one of true/)
    assert.equal(textOf(content, 'rota.yml'), before)
    const status = curate(content, ['status'])
    assert.equal(status.code, 0)
    assert.match(status.err, /warning: .*rota\.yml:8/)
  })
})

describe('an issue and the rota', () => {
  test('tells settings that cannot be read as they are, and not by the sections of issues', () => {
    const content = makeContent()
    fs.cpSync(path.join(import.meta.dirname, '../fixtures/fork/content/issues'), path.join(content, 'issues'), {
      recursive: true,
    })
    fs.writeFileSync(path.join(content, 'site.yml'), 'name: The Ferry Post\nurl: https://ferry-post.example\n')
    const { code, out, err } = curate(content, ['rota'])
    assert.deepEqual([code, out], [1, ''])
    assert.match(
      err,
      /site\.yml, mail: this field is missing; expected fields with values \(from, and if wanted replyTo/,
    )
    assert.doesNotMatch(err, /section|2026-W33/)
  })

  test('a new issue has the editors of its turn, skips what is skipped, and is about both weeks where that is agreed', () => {
    const content = makeContent()
    curate(content, ['rota', 'skip', '2026-W34'])
    curate(content, ['rota', 'double', '2026-W35'])
    assert.match(curate(content, ['status']).out, /^2026-W35: /)
    assert.equal(curate(content, ['draft', '--count', '2']).code, 0)
    const text = issueText(content, '2026-W35')
    assert.match(text, /^weeks:\n {2}- 2026-W35\n {2}- 2026-W36$/m)
    assert.match(text, /^editors:\n {2}- ada-quay$/m)
    const special = curate(content, ['new', 'issue', '--slug', 'fleet-week', '--dry-run']).out
    assert.doesNotMatch(special, /editors/)
    assert.match(curate(content, ['new', 'issue', '--weeks', '2026-W37']).out, /started 2026-W37/)
    assert.match(issueText(content, '2026-W37'), /^editors:\n {2}- bo-mole\n {2}- cy-pier$/m)
  })

  test('a double issue and a hand-over are followed by the draft, which is not to be skipped any more', () => {
    const content = makeContent()
    curate(content, ['draft', '--count', '2'])
    const begun = issueText(content)
    assert.equal(curate(content, ['rota', 'hand-over', '2026-W34', 'cy-pier']).code, 0)
    assert.equal(issueText(content), begun.replace('- ada-quay', '- cy-pier'))
    assert.equal(curate(content, ['rota', 'double', '2026-W34']).code, 0)
    assert.match(issueText(content), /^weeks:\n {2}- 2026-W34\n {2}- 2026-W35$/m)
    const refused = curate(content, ['rota', 'skip', '2026-W34'])
    assert.equal(refused.code, 2)
    assert.match(refused.err, /issue 1 of this week is begun, and what it holds would be lost/)
    assert.equal(curate(content, ['rota', 'clear', '2026-W34']).code, 0)
    assert.deepEqual([issueText(content), textOf(content, 'rota.yml')], [begun, ROTA])
  })

  test('half done, it is handed over: the other goes on where the first stopped, and takes back only what is theirs', () => {
    const content = makeContent()
    const bo = { CROWSNEST_EDITOR: 'bo-mole' }
    curate(content, ['draft', '--count', '2'])
    const picked = (json(content, 'list', '--verdict', 'picked') as unknown as { id: string }[]).map(({ id }) => id)
    curate(content, ['blurb', picked[0] ?? '', 'Words of Ada.'])
    assert.equal(curate(content, ['rota', 'hand-over', '2026-W34', 'bo-mole']).code, 0)
    const handedOver = issueText(content)

    assert.match(curate(content, ['status'], bo).out, /^On the rota: Bo Mole, instead of Ada Quay/m)
    assert.equal(curate(content, ['blurb', picked[1] ?? '', 'Words of Bo.'], bo).code, 0)
    assert.equal(curate(content, ['title', 'Two ports'], bo).code, 0)
    assert.deepEqual(fs.readdirSync(path.join(content, 'decisions/2026-W34')).sort(), [
      'ada-quay.jsonl',
      'bo-mole.jsonl',
    ])
    assert.equal(curate(content, ['undo', '9'], bo).code, 0)
    assert.equal(issueText(content), handedOver, 'Ada’s picks and words stay, and so does the hand-over')
    assert.equal(curate(content, ['undo'], bo).code, 4)
    assert.equal(curate(content, ['undo']).code, 0)
    assert.doesNotMatch(issueText(content), /Words of Ada/)
    assert.match(issueText(content), /^editors:\n {2}- bo-mole$/m)
  })
})
