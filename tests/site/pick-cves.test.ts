import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settlePickCves } from '../../src/core/issue/settle-pick-cves.ts'
import { createIssueView } from '../../src/site/issue-view.ts'
import { makeIssue, makeItem, makePick } from '../builders.ts'

const item = makeItem({ advisory: { cves: ['CVE-2026-1234'], affected: [], fixed: [] } })

test('the page of an issue leads from a pick to the pages of its flaws', () => {
  const [issue] = settlePickCves([makeIssue({ picks: [makePick({ id: item.id })] })], [item])
  assert.ok(issue)
  assert.deepEqual(createIssueView(issue).sections[0]?.picks[0]?.cves, [
    { text: 'CVE-2026-1234', href: '/security/CVE-2026-1234/' },
  ])
})
