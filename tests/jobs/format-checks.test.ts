import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Check } from '../../src/core/issue/check.ts'
import { formatChecks } from '../../src/jobs/format-checks.ts'

const make = (level: Check['level'], check: string, message: string, remedy: string): Check => ({
  ...{ level, check, message, remedy },
})

test('checks without findings are one line', () => {
  assert.deepEqual(formatChecks([], '2026-W34'), ['2026-W34: nothing stands against it'])
})

test('findings stand by level and kind, each with its remedy, one that all of a kind share said once', () => {
  const checks = [
    make('error', 'blurb-missing', '"A" has no blurb', 'npm run curate -- blurb a TEXT'),
    make('error', 'section', 'There is no section "X"', 'Rename it'),
    make('error', 'blurb-missing', '"B" has no blurb', 'npm run curate -- blurb b TEXT'),
    make('warning', 'paywall', '"A" stands behind a paywall', 'Pick an open one'),
    make('warning', 'paywall', '"B" stands behind a paywall', 'Pick an open one'),
  ]
  assert.deepEqual(formatChecks(checks, '2026-W34'), [
    'Errors',
    '  "A" has no blurb.',
    '      npm run curate -- blurb a TEXT',
    '  "B" has no blurb.',
    '      npm run curate -- blurb b TEXT',
    '  There is no section "X".',
    '      Rename it',
    '',
    'Warnings',
    '  "A" stands behind a paywall.',
    '  "B" stands behind a paywall.',
    '      Pick an open one',
    '',
    '2026-W34: 3 errors, 2 warnings',
  ])
})
