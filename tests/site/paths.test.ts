import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { calendarPaths } from '../../src/site/paths.ts'

describe('the calendar of all that has a day', () => {
  for (const [subject, paths] of [
    [undefined, ['/calendar.ics', '/kubernetes.ics']],
    ['island ferries', ['/calendar.ics', '/island-ferries.ics']],
    ['events', ['/calendar.ics']],
    ['Calendar', ['/calendar.ics']],
    ['渡し船', ['/calendar.ics']],
  ] as const) {
    test(`of ${subject ?? 'Kubernetes'} is at ${paths.join(' and ')}`, () => {
      assert.deepEqual(calendarPaths(subject === undefined ? {} : { subject }), paths)
    })
  }
})
