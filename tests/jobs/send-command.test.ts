import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { runHere } from '../cli/run-here.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const ISSUE = `---
number: 12
title: Low tide
subject: Low tide, and a quiet kubelet
preheader: What the week brought
status: published
date: 2026-08-21
weeks: [2026-W34]
covers: { from: 2026-08-14T12:00:00Z, to: 2026-08-21T12:00:00Z }
editors: [lookout]
picks:
  - id: 8f3c2a91d0
    section: headlines
    title: First light
    url: https://harbour.example/first-light/
    source: Harbour Blog
    blurb: How a lamp is lit before the scheduler wakes.
---

The harbour was calm.
`

let folder = ''
let content = ''
let url = ''
const mails: { to: string[]; mail: ParsedMail }[] = []
const server = new SMTPServer({
  authOptional: true,
  onRcptTo({ address }, _, done) {
    done(address.startsWith('gone@') ? new Error('no such keeper') : null)
  },
  onData(stream, { envelope }, done) {
    simpleParser(stream).then(
      (mail) => {
        mails.push({ to: envelope.rcptTo.map(({ address }) => address), mail })
        done()
      },
      (error: Error) => done(error),
    )
  },
})
server.on('error', () => undefined)

before(async () => {
  folder = makeTemporaryFolder().path
  content = path.join(folder, 'content')
  fs.mkdirSync(path.join(content, 'issues'), { recursive: true })
  fs.writeFileSync(path.join(content, 'issues/2026-W34.md'), ISSUE)
  const draft = ISSUE.replace('W34', 'W35')
    .replace(/subject: .*/, "subject: ''")
    .replace('published', 'draft')
  fs.writeFileSync(path.join(content, 'issues/2026-W35.md'), draft)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
})

after(async () => {
  await new Promise<void>((resolve) => server.close(resolve))
  fs.rmSync(folder, { recursive: true })
})

function surroundings(environment: Record<string, string | undefined>) {
  const { SMTP_URL: _, MAIL_FROM: __, MAIL_REPLY_TO: ___, ...rest } = process.env
  const all = { ...rest, NO_COLOR: '1', CROWSNEST_NOW: '2026-08-21T13:00:00Z', ...environment }
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { cwd: folder, env: Object.fromEntries(given) }
}

/** Runs a command without a terminal, as a workflow would. */
const run = (script: string, args: readonly string[], environment: Record<string, string | undefined> = {}) =>
  runHere(script, ['--content', content, ...args], surroundings(environment))

/** As `run`, in a process of its own. */
async function runAlone(script: string, args: readonly string[], environment: Record<string, string | undefined> = {}) {
  const child = spawn(process.execPath, [path.join(ROOT, script), '--content', content, ...args], {
    ...surroundings(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}

const send = (...args: string[]) => run('scripts/send.ts', args, { SMTP_URL: url })

describe('npm run send', () => {
  test('sends each address a mail of its own, once, and reports in JSON', async () => {
    const before = mails.length
    const to = ['keeper@light.example', 'Mate@Light.example', 'keeper@LIGHT.example']
    const args = ['--issue', '2026-W34', '--to', ...to, '--json']
    const { code, stdout } = await runAlone('scripts/send.ts', args, { SMTP_URL: url })
    assert.equal(code, 0)
    assert.deepEqual(JSON.parse(stdout), {
      ...{ issue: '2026-W34', recipients: 2, sent: 2, failed: 0, unknown: 0, suppressed: 0 },
    })
    const got = mails.slice(before)
    assert.deepEqual(
      got.map(({ to }) => to),
      [['keeper@light.example'], ['Mate@light.example']],
    )
    assert.equal(got[0]?.mail.subject, 'Low tide, and a quiet kubelet')
    assert.match(got[0]?.mail.text ?? '', /The harbour was calm\.[^]*https:\/\/harbour\.example\/first-light\//)
    assert.match(String(got[0]?.mail.html), /First light/)
    assert.equal(got[0]?.mail.date?.toISOString(), '2026-08-21T13:00:00.000Z')
  })

  test('gives a recipient the same Message-ID when it is run again', async () => {
    const before = mails.length
    await send('--issue', '2026-W34', '--to', 'keeper@light.example')
    await send('--issue', '2026-W34', '--to', 'keeper@light.example')
    const [first, second] = mails.slice(before)
    assert.ok(first?.mail.messageId)
    assert.equal(second?.mail.messageId, first.mail.messageId)
  })

  test('takes the sender from the environment', async () => {
    const environment = {
      SMTP_URL: url,
      MAIL_FROM: 'Night watch <watch@light.example>',
      MAIL_REPLY_TO: 'desk@light.example',
    }
    const { code } = await run('scripts/send.ts', ['--issue', '2026-W34', '--to', 'keeper@light.example'], environment)
    const mail = mails.at(-1)?.mail
    assert.equal(code, 0)
    assert.equal(mail?.from?.value[0]?.address, 'watch@light.example')
    assert.equal(mail?.replyTo?.value[0]?.address, 'desk@light.example')
  })

  test('sends to the others where one is refused, names that one, and ends with 1', async () => {
    const args = ['--issue', '2026-W34', '--to', 'gone@light.example', 'mate@light.example', '--json']
    const { code, stdout, stderr } = await runAlone('scripts/send.ts', args, { SMTP_URL: url })
    assert.equal(code, 1)
    assert.deepEqual(JSON.parse(stdout), {
      ...{ issue: '2026-W34', recipients: 2, sent: 1, failed: 1, unknown: 0, suppressed: 0 },
    })
    assert.match(stderr, /gone@light\.example: .*no such keeper/)
  })

  test('a dry run needs no server, says who would get what, and sends nothing', async () => {
    const before = mails.length
    const { code, stdout, stderr } = await run('scripts/send.ts', [
      '--issue',
      '2026-W34',
      '--to',
      'a@b.example',
      '--dry-run',
      '--json',
    ])
    assert.equal(code, 0)
    assert.equal((JSON.parse(stdout) as { sent: number }).sent, 0)
    assert.match(stderr, /a@b\.example {2}<2026-w34\.\w+@.+> {2}Low tide/)
    assert.equal(mails.length, before)
    const plain = await run('scripts/send.ts', ['--issue', '2026-W34', '--to', 'a@b.example', '--dry-run'])
    assert.match(plain.stdout, /^\S+ -> a@b\.example {2}<2026-w34\.\w+@.+> {2}Low tide/)
    assert.equal(mails.length, before)
  })
})

describe('npm run send refuses', { concurrency: 4 }, () => {
  const W34 = ['--issue', '2026-W34']
  const wrong: readonly (readonly [
    what: string,
    args: readonly string[],
    url: string | undefined,
    code: number,
    says: RegExp,
  ])[] = [
    ['no server named', [...W34, '--to', 'a@b.example'], undefined, 2, /SMTP_URL: .*not set.*smtps:\/\//],
    [
      'a server out of reach',
      [...W34, '--to', 'a@b.example'],
      'smtp://127.0.0.1:1',
      1,
      /127\.0\.0\.1:1\).*ECONNREFUSED/,
    ],
    [
      'an issue that is not there',
      ['--issue', '2026-W99', '--to', 'a@b.example'],
      undefined,
      1,
      /no issue "2026-W99".*2026-W34/,
    ],
    ['an issue outside the folder', ['--issue', '../../x', '--to', 'a@b.example'], undefined, 1, /no issue/],
    [
      'a draft without a subject',
      ['--issue', '2026-W35', '--to', 'a@b.example'],
      undefined,
      3,
      /2026-W35\.md, subject: .*no subject/,
    ],
    ['a flag that is not known', [...W34, '--to', 'a@b.example', '--fast'], undefined, 2, /--fast/],
    [
      'a header in an address',
      [...W34, '--to', 'a@b.example\r\nBcc: z@z.example'],
      undefined,
      2,
      /\\r\\nBcc.* is no address/,
    ],
  ]
  for (const [what, args, smtp, code, says] of wrong) {
    test(`${what}: ends with ${code}, says so, sends nothing, and shows no stack trace`, async () => {
      const before = mails.length
      const result = await run('scripts/send.ts', args, { SMTP_URL: smtp })
      assert.equal(result.code, code, result.stderr)
      assert.match(result.stderr, says)
      assert.doesNotMatch(result.stderr, /^\s+at /m)
      assert.equal(mails.length, before)
    })
  }
})

describe('npm run digest', () => {
  test('writes the three files of an issue, and the same bytes again', async () => {
    const args = ['--issue', '2026-W34', '--out', 'box', '--json']
    const read = () =>
      fs.readdirSync(path.join(folder, 'box')).map((name) => fs.readFileSync(path.join(folder, 'box', name)))
    const { code, stdout } = await runAlone('scripts/digest.ts', args)
    assert.equal(code, 0)
    const { files } = JSON.parse(stdout) as { files: { path: string; bytes: number }[] }
    assert.deepEqual(
      files.map(({ path: file }) => path.basename(file)),
      ['2026-W34.html', '2026-W34.txt', '2026-W34.eml'],
    )
    for (const { path: file, bytes } of files) assert.equal(fs.statSync(file).size, bytes)
    const first = read()
    await run('scripts/digest.ts', args)
    assert.deepEqual(read(), first)
  })

  test('a mail for a mailing service has its placeholder in all three, and in the headers', async () => {
    await run('scripts/digest.ts', ['--issue', '2026-W34', '--out', 'list', '--unsubscribe', '{{ unsubscribe_url }}'])
    const file = (extension: string) => fs.readFileSync(path.join(folder, 'list', `2026-W34.${extension}`), 'utf8')
    assert.match(file('html'), /href="\{\{ unsubscribe_url \}\}"/)
    assert.match(file('txt'), /^\{\{ unsubscribe_url \}\}$/m)
    const mail = await simpleParser(file('eml'))
    assert.equal(
      mail.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line,
      'List-Unsubscribe: <{{ unsubscribe_url }}>',
    )
    assert.match(String(mail.html), /\{\{ unsubscribe_url \}\}/)
  })

  test('a dry run writes nothing', async () => {
    const { code, stderr } = await run('scripts/digest.ts', ['--issue', '2026-W34', '--out', 'none', '--dry-run'])
    assert.equal(code, 0)
    assert.match(stderr, /Nothing was written/)
    assert.equal(fs.existsSync(path.join(folder, 'none')), false)
  })

  test('a draft without a subject is rendered, with a warning', async () => {
    const { code, stderr } = await run('scripts/digest.ts', ['--issue', '2026-W35', '--out', 'draft'])
    assert.equal(code, 0)
    assert.match(stderr, /warning: .*subject: the mail has no subject/)
  })
})

describe('npm run digest refuses', { concurrency: 4 }, () => {
  const wrong: readonly (readonly [what: string, args: readonly string[], code: number, says: RegExp])[] = [
    ['an issue that is not there', ['--issue', '2026-W01'], 1, /no issue "2026-W01"/],
    ['a template that would break out', ['--issue', '2026-W34', '--unsubscribe', '">'], 2, /--unsubscribe/],
    [
      'a folder that cannot be written to',
      ['--issue', '2026-W34', '--out', 'content/issues/2026-W34.md'],
      1,
      /cannot be written/,
    ],
  ]
  for (const [what, args, code, says] of wrong) {
    test(`${what}: ends with ${code} and says so`, async () => {
      const result = await run('scripts/digest.ts', args)
      assert.equal(result.code, code, result.stderr)
      assert.match(result.stderr, says)
      assert.doesNotMatch(result.stderr, /^\s+at /m)
    })
  }
})
