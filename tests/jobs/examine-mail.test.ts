import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { examineMail, type MailPorts } from '../../src/jobs/examine-mail.ts'

describe('a mail that no server would pass on', () => {
  test('is neither verified nor scored, and both are said', async () => {
    const never: MailPorts = {
      verifyMail: () => assert.fail('it was verified'),
      scoreSpam: () => assert.fail('it was scored'),
    }
    const message = new TextEncoder().encode(`From: keeper@harbour.example\r\n\r\n${'\n'.repeat(600_000)}`)
    const mail = { message, whole: message.length, ours: undefined, now: new Date('2026-11-26T13:00:00Z') }
    const findings = await examineMail(mail, never)
    const said = findings.filter(({ what }) => what.includes('it has more than 500000 lines'))
    assert.deepEqual(
      said.map(({ check, level }) => [check, level]),
      [
        ['signature', 'unknown'],
        ['spam-score', 'unknown'],
      ],
    )
  })
})
