import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { recipientOf } from '../../../src/core/subscription/recipient.ts'

describe('who a mail may reach', () => {
  for (const [address, mailbox] of [
    ['Keeper@light.example', 'keeper@light.example'],
    ['keeper+a@light.example', 'keeper@light.example'],
    ['keeper+a+b@light.example', 'keeper@light.example'],
    ['+keeper@light.example', '+keeper@light.example'],
    ['++@light.example', '+@light.example'],
    ['the.keeper@light.example', 'the.keeper@light.example'],
    ['The.Kee.Per+news@gmail.com', 'thekeeper@gmail.com'],
    ['thekeeper@googlemail.com', 'thekeeper@gmail.com'],
    ['keeper-a@light.example', 'keeper-a@light.example'],
  ] as const) {
    test(`by ${address} is ${mailbox}`, () => {
      assert.equal(recipientOf(address).mailbox, mailbox)
    })
  }

  for (const [address, domain] of [
    ['a@light.example', 'light.example'],
    ['a@b.c.light.example', 'light.example'],
    ['a@light.co.uk', 'light.co.uk'],
    ['a@mail.light.co.uk', 'light.co.uk'],
    ['a@localhost.internal', 'localhost.internal'],
    ['a@co.uk', 'co.uk'],
    ['a@gmail.com', undefined],
    ['a@mail.gmail.com', 'gmail.com'],
    ['a@Outlook.com', undefined],
  ] as const) {
    test(`by ${address} is ${domain === undefined ? 'nobody else' : `the owner of ${domain}`}`, () => {
      assert.equal(recipientOf(address).domain, domain)
    })
  }
})
