import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import DataStream from 'nodemailer/lib/smtp-connection/data-stream'
import { formatSmtpData } from '../../src/io/smtp-data.ts'

/** As nodemailer puts a message on the wire, without the full stop that ends it. */
async function formatByNodemailer(message: string): Promise<string> {
  const stream = new DataStream()
  stream.end(Buffer.from(message))
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString().slice(0, -3)
}

const format = (message: string) => {
  const data = formatSmtpData(Buffer.from(message))
  return data && Buffer.from(data).toString()
}

describe('a message on the wire', () => {
  for (const message of [
    'a\r\n',
    'a',
    '.',
    '..\r\n.',
    '.a\r\n.b\r\n..c\r\n',
    'a.\r\n.\r\n.\r\n',
    'a.b .c\r\n\r\n.\r\n\r\n',
    'ü\r\n.日\t\u0000\u000b\u000c\r\n',
  ]) {
    test(`${JSON.stringify(message)} is as nodemailer has it`, async () => {
      assert.equal(format(message), await formatByNodemailer(message))
    })
  }

  test('is not copied where there is nothing to add', () => {
    const message = Buffer.from('a\r\n')
    assert.equal(formatSmtpData(message), message)
  })

  for (const message of ['a\n', 'a\r', 'a\rb', '\n', '\n.\r\n', '\r.\r\n', '\r\r\n', 'a\r\n\n']) {
    test(`${JSON.stringify(message)} has lines that servers disagree about`, () => {
      assert.equal(format(message), undefined)
    })
  }
})
