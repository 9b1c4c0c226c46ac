import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createIssueView } from '../../src/site/issue-view.ts'
import { settlePickCves } from '../../src/site/pick-cves.ts'
import { makeIssue, makeItem, makePick } from '../builders.ts'

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

test('the page of an issue leads from a pick to the pages of its flaws', () => {
  const [issue] = settlePickCves([makeIssue({ picks: [makePick({ id: item.id })] })], [item])
  assert.ok(issue)
  assert.deepEqual(createIssueView(issue).sections[0]?.picks[0]?.cves, [
    { text: 'CVE-2026-1234', href: '/security/CVE-2026-1234/' },
  ])
})
