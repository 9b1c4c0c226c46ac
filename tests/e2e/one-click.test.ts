import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { simpleParser } from 'mailparser'
import type { Page } from 'playwright'
import { openSqliteStore } from '../../src/io/sqlite-store.ts'
import { makeSubscription } from '../builders.ts'
import { runScript } from '../cli/run-script.ts'
import { startServer } from '../cli/start-server.ts'
import { originalHead, plainMail, postfix } from '../fixtures/returns/reports.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { startSmtpSink, type SunkMail } from '../smtp-sink.ts'
import { isSettled, storeContent } from '../store-content.ts'
import { until } from '../until.ts'
import { launchBrowser } from './browser.ts'
import { buildSharedSite } from './build-site.ts'

const SITE = 'https://crowsnest.example'
const NOW = '2026-08-24T06:00:00Z'
const [FIRST, SECOND] = ['2026-W33', '2026-W34']
/** By how each of them goes, or stays. */
const READERS = {
  oneClick: 'Ebbe.Keeper+week@harbour.example',
  page: 'page@harbour.example',
  byMail: 'letter@harbour.example',
  dead: 'dead@harbour.example',
  stays: 'stays@harbour.example',
}
const { oneClick, ...IMPORTED } = READERS
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })

const idOf = (number: number) => Buffer.alloc(16, number + 1).toString('base64url')

/** A field of a mail's head, unfolded. */
const fieldOf = (raw: string, name: string) =>
  new RegExp(`^${name}:[ \\t]*(.*)$`, 'im')
    .exec(raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' '))?.[1]
    ?.trim() ?? ''

/** What a receiver makes of the signature, with our record in place of DNS. */
async function verify({ raw }: SunkMail): Promise<readonly unknown[]> {
  const record = `v=DKIM1; k=rsa; p=${KEY.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`
  const resolver = (name: string) => {
    assert.equal(name, 'week1._domainkey.crowsnest.example')
    return Promise.resolve([[record]])
  }
  const { results } = await dkimVerify(Buffer.from(raw), { resolver })
  return results.map(({ status, signingHeaders }) => [status.result, signingHeaders?.keys])
}

async function press(page: Page, name: string): Promise<number> {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.getByRole('button', { name, exact: true }).click(),
  ])
  await page.waitForLoadState()
  return answer.status()
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()

test('a subscriber gets an issue, leaves by one click from its own header, and is not mailed again; nor is who leaves by its page or by mail, or whose mail comes back', async (context) => {
  const [site, browser] = await Promise.all([buildSharedSite(), launchBrowser()])
  context.after(() => browser.close())
  const folder = makeTemporaryFolder()
  context.after(() => {
    folder[Symbol.dispose]()
  })
  const sink = await startSmtpSink()
  context.after(() => sink.stop())
  const state = path.join(folder.path, 'state')
  const keyFile = path.join(folder.path, 'dkim.pem')
  fs.writeFileSync(keyFile, KEY.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const common = ['--content', site.content, '--state', state, '--now', NOW]
  const env = { SMTP_URL: sink.url, MAIL_BOUNCES: 'returns@crowsnest.example' }
  const signs = { DKIM_KEY_FILE: keyFile, DKIM_SELECTOR: 'week1' }
  const server = await startServer([...common, '--dist', site.dist, '--port', '0'], env)
  context.after(() => server.stop('SIGKILL'))
  const here = (text: string) => text.replaceAll(SITE, server.origin)
  const profile = await browser.newContext()
  const page = await profile.newPage()

  // The form, the mail that asks, the page behind its link.
  const exact = oneClick.replace(/@.*/, (domain) => domain.toLowerCase())
  await page.goto(`${server.origin}/`)
  await page.getByLabel('Email address').fill(oneClick)
  assert.equal(await press(page, 'Subscribe'), 200)
  await sink.received(1)
  await page.setContent(here(String((await simpleParser(sink.mails[0]?.raw ?? '')).html)))
  await page.getByRole('link', { name: 'Yes, send me Crowsnest' }).click()
  assert.equal(await press(page, 'Yes, send it to me'), 200)
  assert.equal(await heading(page), 'You are subscribed')
  await until('all is settled', () => isSettled(state))

  const store = await openSqliteStore(state)
  await store.importSubscriptions(
    Object.values(IMPORTED).map((address, number) =>
      makeSubscription({ id: idOf(number), address, state: 'confirmed' }),
    ),
  )
  await store.close()
  const states = () => {
    const rows = storeContent(state).subscriptions as readonly { address: string; state: string }[]
    return Object.fromEntries(rows.map((row) => [row.address, row.state]))
  }
  assert.deepEqual(Object.values(states()), Array(5).fill('confirmed'))

  // The issue, to all of them.
  const send = async (issue: string) => {
    const before = sink.mails.length
    const ended = await runScript('send', ['--issue', issue, ...common, '--rate', '100', '--json'], {
      ...env,
      ...signs,
    })
    assert.equal(ended.code, 0, ended.stderr)
    const report = JSON.parse(ended.stdout) as { recipients: number; sent: number }
    const mails = sink.mails.slice(before)
    assert.deepEqual([report.recipients, report.sent], [mails.length, mails.length])
    return new Map(mails.map((mail) => [mail.to.join(), mail]))
  }
  const first = await send(FIRST)
  assert.deepEqual([...first.keys()].toSorted(), [exact, ...Object.values(IMPORTED)].toSorted())
  const mailTo = (address: string) => {
    const mail = first.get(address)
    assert.ok(mail)
    return mail
  }
  for (const mail of first.values()) {
    const [[result, signed]] = (await verify(mail)) as [[string, string]]
    assert.equal(result, 'pass')
    assert.match(signed, /List-Unsubscribe: List-Unsubscribe-Post/i)
    assert.equal(fieldOf(mail.raw, 'List-Unsubscribe-Post'), 'List-Unsubscribe=One-Click')
  }
  const linksOf = ({ raw }: SunkMail) => {
    const [, https = '', mailto = ''] =
      /^<(https:[^<>]+)>, <(mailto:[^<>]+)>$/.exec(fieldOf(raw, 'List-Unsubscribe')) ?? []
    return { https, mailto: new URL(mailto) }
  }

  // By one click: what a mail program does behind its own button.
  const { https } = linksOf(mailTo(exact))
  assert.ok(https.startsWith(`${SITE}/unsubscribe/`))
  const clicked = await fetch(here(https), {
    method: 'POST',
    body: 'List-Unsubscribe=One-Click',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    redirect: 'manual',
  })
  assert.deepEqual([clicked.status, clicked.headers.get('set-cookie')], [200, null])
  assert.equal(states()[exact], 'unsubscribed')

  // By the link that its reader sees, which does nothing before the one button behind it is pressed.
  const { html, text = '' } = await simpleParser(mailTo(READERS.page).raw)
  await page.setContent(here(String(html)))
  const link = page.getByRole('link', { name: 'Unsubscribe' })
  const shown = String(await link.getAttribute('href'))
  assert.equal(shown, here(linksOf(mailTo(READERS.page)).https))
  assert.ok(here(text).includes(shown))
  await link.click()
  assert.equal(await heading(page), 'Leave the list')
  assert.equal(states()[READERS.page], 'confirmed')
  const inMain = page.locator('main').getByRole('button')
  assert.deepEqual(await inMain.allInnerTexts(), ['Unsubscribe'])
  assert.equal(await press(page, 'Unsubscribe'), 200)
  assert.equal(states()[READERS.page], 'unsubscribed')

  // By the mail that a program writes to the other address of the header, and by a mail that came back to its sender.
  const { mailto } = linksOf(mailTo(READERS.byMail))
  const maildir = path.join(folder.path, 'Maildir')
  for (const name of ['new', 'cur', 'tmp']) fs.mkdirSync(path.join(maildir, name), { recursive: true })
  const subject = mailto.searchParams.get('subject') ?? ''
  fs.writeFileSync(path.join(maildir, 'new/1'), plainMail({ to: decodeURIComponent(mailto.pathname), subject }))
  const { from } = mailTo(READERS.dead)
  const original = originalHead({ returnPath: from, recipient: READERS.dead })
  fs.writeFileSync(path.join(maildir, 'new/2'), postfix({ to: from, recipient: READERS.dead, original }))
  const returned = await runScript('subscribers', ['bounces', maildir, ...common, '--json'], env)
  const { left, hard, forged } = JSON.parse(returned.stdout) as Record<string, number>
  assert.deepEqual([returned.code, left, hard, forged], [0, 1, 1, 0], returned.stderr)

  // The next issue goes to the one who stayed, and to nobody else.
  const second = await send(SECOND)
  assert.deepEqual([...second.keys()], [READERS.stays])
  const again = await send(SECOND).catch((error: unknown) => error)
  assert.match(String(again), /nothing left to do/)
  assert.equal(states()[READERS.stays], 'confirmed')
  assert.notEqual(
    fieldOf(mailTo(READERS.stays).raw, 'Message-ID'),
    fieldOf(second.get(READERS.stays)?.raw ?? '', 'Message-ID'),
  )
  assert.equal((await server.stop()).code, 0)
})
