import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { classifyOutcome, type OnUnknown, type ServerTrouble } from '../../../src/core/send/classify-outcome.ts'
import type { Delivery } from '../../../src/core/send/delivery.ts'
import type { RecipientOutcome } from '../../../src/core/send/send.ts'

const NOW = '2026-11-24T10:00:00Z'
const refused = (code: number, reason = `${code} <r@light.example> no`): Delivery => ({
  ...{ outcome: 'failed', reason, unreachable: false, code },
})
const out = (reason: string, code?: number): Delivery => ({
  ...{ outcome: 'failed', reason, unreachable: true, ...(code === undefined ? {} : { code }) },
})
const BROKEN: Delivery = { outcome: 'failed', reason: 'r@light.example reset', unreachable: false }
const UNKNOWN: Delivery = { outcome: 'unknown', reason: 'gone while r@light.example' }
const BUSY_IN_DATA = refused(421, '421 4.7.0 slow down, r@light.example')
const SILENT = 'the server had all of it and was gone before it answered'
const CUT = 'the connection broke before the server had all of it'

const failed = (reason: string, code?: number): RecipientOutcome => ({
  ...{ state: 'failed', at: NOW, reason, ...(code === undefined ? {} : { code }) },
})
const later = (time: string, reason: string, code?: number): RecipientOutcome => ({
  ...{ state: 'queued', after: `2026-11-24T${time}Z`, reason, ...(code === undefined ? {} : { code }) },
})
const uncounted = (reason: string, code?: number): RecipientOutcome => ({
  ...{ state: 'queued', after: NOW, reason, uncounted: true, ...(code === undefined ? {} : { code }) },
})

describe('classifyOutcome', () => {
  const cases: readonly (readonly [
    what: string,
    delivery: Delivery,
    attempts: number,
    outcome: RecipientOutcome,
    trouble?: ServerTrouble | undefined,
    onUnknown?: OnUnknown,
  ])[] = [
    ['2xx', { outcome: 'sent' }, 1, { state: 'sent', at: NOW }],
    ['5xx', refused(550, '550 5.1.1 <r@light.example> unknown'), 1, failed('the server answered 550 5.1.1', 550)],
    ['4xx at the recipient', refused(450), 1, later('10:01:00', 'the server answered 450', 450)],
    ['4xx the second time', refused(451), 2, later('10:05:00', 'the server answered 451', 451)],
    ['4xx the third time', refused(452), 3, later('10:15:00', 'the server answered 452', 452)],
    ['4xx the fourth time', refused(451), 4, later('11:00:00', 'the server answered 451', 451)],
    ['4xx the fifth time', refused(451), 5, failed('the server answered 451', 451)],
    [
      '4xx after the data',
      refused(451, '451 4.3.0 r@light.example'),
      1,
      later('10:01:00', 'the server answered 451 4.3.0', 451),
    ],
    ['421 in the middle', BUSY_IN_DATA, 1, later('10:01:00', 'the server answered 421 4.7.0', 421), 'busy'],
    ['421 ever again', BUSY_IN_DATA, 9, later('11:00:00', 'the server answered 421 4.7.0', 421), 'busy'],
    ['454', refused(454), 1, later('10:01:00', 'the server answered 454', 454), 'busy'],
    ['421 as a greeting', out('421 too many', 421), 1, uncounted('421 too many', 421), 'busy'],
    ['454 to a password', out('454 later', 454), 1, uncounted('454 later', 454), 'busy'],
    ['a password refused', out('535 no', 535), 1, uncounted('535 no', 535), 'closed'],
    ['no server', out('ECONNREFUSED'), 5, uncounted('ECONNREFUSED'), 'unreachable'],
    ['a server that is not ready', out('450 not now', 450), 1, uncounted('450 not now', 450), 'unreachable'],
    ['a connection that broke', BROKEN, 1, later('10:01:00', CUT)],
    ['a connection that broke five times', BROKEN, 5, failed(CUT)],
    ['no answer after the last byte', UNKNOWN, 1, { state: 'unknown', at: NOW, reason: SILENT }],
    ['the same, to be repeated', UNKNOWN, 1, later('10:01:00', SILENT), undefined, 'retry'],
    ['the same, repeated enough', UNKNOWN, 5, { state: 'unknown', at: NOW, reason: SILENT }, undefined, 'retry'],
  ]
  for (const [what, delivery, attempts, outcome, trouble, onUnknown = 'hold'] of cases) {
    test(`${what}: ${outcome.state}${trouble === undefined ? '' : `, and the server is ${trouble}`}`, () => {
      const classified = classifyOutcome(delivery, { attempts, now: new Date(NOW), onUnknown })
      assert.deepEqual(classified, { outcome, trouble })
      assert.doesNotMatch(JSON.stringify(classified), /r@light/)
    })
  }
})
