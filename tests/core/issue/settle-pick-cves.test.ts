import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settlePickCves } from '../../../src/core/issue/settle-pick-cves.ts'
import { makeIssue, makeItem, makePick } from '../../builders.ts'

const item = makeItem({ advisory: { cves: ['CVE-2026-1234'], affected: [], fixed: [] } })
const settled = (own: Parameters<typeof makePick>[0], items = [item]) =>
  settlePickCves([makeIssue({ picks: [makePick(own)] })], items)[0]?.picks[0]

test('a pick made before picks named flaws has those of its item', () => {
  assert.deepEqual(settled({ id: item.id })?.cves, ['CVE-2026-1234'])
  assert.equal('cves' in (settled({ id: '0123456789' }) ?? {}), false)
})

test('a pick names no flaw that has no page', () => {
  const cves = ['CVE-2026-1234', 'CVE-2026-9999']
  assert.deepEqual(settled({ id: '0123456789', cves })?.cves, ['CVE-2026-1234'])
  assert.equal('cves' in (settled({ id: item.id, cves }, []) ?? {}), false)
})
