import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import { MOST_BYTES, readMailFrom, readMails } from '../../src/io/mail-folders.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** A Maildir, for one test. */
function makeMaildir() {
  const folder = makeTemporaryFolder()
  for (const name of ['new', 'cur', 'tmp']) fs.mkdirSync(path.join(folder.path, name))
  return {
    ...folder,
    put: (name: string, text: string) => {
      fs.writeFileSync(path.join(folder.path, name), text)
    },
  }
}

const textsOf = (place: string) =>
  [...readMails(place)].map((mail) => ('bytes' in mail ? new TextDecoder().decode(mail.bytes) : mail.what))

describe('the mails of a place', () => {
  test('are those of a Maildir that were delivered, the new ones first, and no others', () => {
    using maildir = makeMaildir()
    for (const name of ['cur/1.a:2,S', 'new/2.b', 'new/1.c', 'tmp/3.d', 'new/.hidden']) maildir.put(name, name)
    assert.deepEqual(textsOf(maildir.path), ['new/1.c', 'new/2.b', 'cur/1.a:2,S'])
  })

  test(
    'leave out links and pipes in a Maildir, also where the folders are links',
    { skip: process.platform === 'win32' },
    () => {
      using maildir = makeMaildir()
      using elsewhere = makeTemporaryFolder()
      const secret = path.join(elsewhere.path, 'secret')
      fs.writeFileSync(secret, 'secret')
      fs.symlinkSync(secret, path.join(maildir.path, 'new', '1.link'))
      fs.mkdirSync(path.join(maildir.path, 'new', '2.folder'))
      assert.equal(spawnSync('mkfifo', [path.join(maildir.path, 'new', '3.pipe')]).status, 0)
      maildir.put('cur/4.mail', 'mail')
      assert.deepEqual(textsOf(maildir.path), ['mail'])
      fs.rmSync(path.join(maildir.path, 'new'), { recursive: true })
      fs.symlinkSync(elsewhere.path, path.join(maildir.path, 'new'))
      assert.ok(!textsOf(maildir.path).includes('secret'))
    },
  )

  test('are taken out of a Maildir by who asked for that, and out of nothing else', () => {
    using maildir = makeMaildir()
    maildir.put('new/1', 'one')
    maildir.put('plain', 'two')
    for (const mail of readMails(maildir.path, { discards: true })) if ('bytes' in mail) mail.discard?.()
    assert.deepEqual(fs.readdirSync(path.join(maildir.path, 'new')), [])
    for (const place of [path.join(maildir.path, 'plain'), path.join(maildir.path, 'tmp')]) {
      for (const mail of readMails(place, { discards: true }))
        assert.equal((mail as { discard?: unknown }).discard, undefined)
    }
  })

  test('are told apart in an mbox, wherever the pieces end in which it is read', () => {
    using folder = makeTemporaryFolder()
    const file = path.join(folder.path, 'mbox')
    const mails = Array.from({ length: 40 }, (_, index) => {
      const filler = 'x'.repeat(65_530 - index)
      return `Subject: ${index}\n\n${index % 3 === 0 ? filler : ''}\nFrom here on\n>From there\nFrom\n`
    })
    for (const end of ['\n', '\r\n']) {
      const whole = mails.map(
        (mail) => `From a@b.example Fri Nov 20\n${mail.replace('\nFrom here', 'and from here')}\n`,
      )
      fs.writeFileSync(file, whole.join('').replaceAll('\n', end))
      const expected = mails.map((mail) => `${mail.replace('\nFrom here', 'and from here')}`.replaceAll('\n', end))
      assert.deepEqual(
        textsOf(file).map((text) => text.trimEnd()),
        expected.map((text) => text.trimEnd()),
      )
    }
  })

  test('are read up to five megabytes, also where one of an mbox or of stdin is larger', async () => {
    using maildir = makeMaildir()
    const large = 'y'.repeat(MOST_BYTES + 70_000)
    maildir.put('new/1', large)
    maildir.put('mbox', `From a\n${large}\n\nFrom b\nsmall\n`)
    assert.deepEqual(
      textsOf(maildir.path).map((text) => text.length),
      [MOST_BYTES],
    )
    const [first, second] = textsOf(path.join(maildir.path, 'mbox'))
    assert.equal(first?.length, MOST_BYTES - 'From a\n'.length)
    assert.equal(second?.trim(), 'small')
    const pieces = Readable.from([Buffer.from('From a\n'), Buffer.from(large)])
    assert.equal((await readMailFrom(pieces)).bytes.length, MOST_BYTES - 'From a\n'.length)
  })

  test('are one on stdin, whatever stands in it', async () => {
    const text = 'Subject: x\n\nFrom here on\n\nFrom there\n'
    const { bytes } = await readMailFrom(Readable.from([Buffer.from(`From a@b Fri\n${text}`)]))
    assert.equal(new TextDecoder().decode(bytes), text)
    assert.equal((await readMailFrom(Readable.from([]))).bytes.length, 0)
    assert.equal((await readMailFrom(Readable.from([Buffer.from('From a')]))).bytes.length, 0)
  })

  test('that cannot be read are said to be, with what to do', () => {
    const [problem] = [...readMails('/nowhere/at all')]
    assert.ok(problem && 'what' in problem)
    assert.deepEqual([problem.what, problem.where.endsWith('at all')], ['there is no such file', true])
  })
})
