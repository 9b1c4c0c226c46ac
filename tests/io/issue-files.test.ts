import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { formatIssue } from '../../src/core/issue/format-issue.ts'
import { take } from '../../src/core/text/problem.ts'
import { readToldIssue } from '../../src/io/issue-files.ts'
import { writeItem } from '../../src/io/item-files.ts'
import { makeIssue, makePick, makeStored } from '../builders.ts'

test('an issue as a mail tells it names the flaws that have a page, of advisories on file however old, and no others', (t) => {
  const content = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-issues-'))
  t.after(() => {
    fs.rmSync(content, { recursive: true })
  })
  const advisory = { cves: ['CVE-2024-1234'], affected: [], fixed: [] }
  const old = { published: '2024-02-01T09:00:00Z', firstSeen: '2024-02-01T10:00:00Z' }
  const known = makeStored({ ...old, url: 'https://harbour.example/old/', cves: advisory.cves, advisory })
  writeItem(content, known)
  writeItem(content, makeStored({ url: 'https://harbour.example/talk/', cves: ['CVE-2026-9999'] }))
  const issue = makeIssue({
    picks: [
      makePick({ url: 'https://harbour.example/named/', cves: ['CVE-2024-1234', 'CVE-2026-9999'] }),
      makePick({ url: 'https://harbour.example/old/' }),
      makePick({ url: 'https://harbour.example/talk/', cves: ['CVE-2026-9999'] }),
    ],
  })
  fs.mkdirSync(path.join(content, 'issues'))
  fs.writeFileSync(path.join(content, 'issues', `${issue.key}.md`), formatIssue(issue))
  assert.deepEqual(
    take(readToldIssue(content, issue.key)).picks.map(({ cves }) => cves),
    [['CVE-2024-1234'], ['CVE-2024-1234'], undefined],
  )
})

test('an issue as a mail tells it calls its editors by their names, and one without a file by the id', (t) => {
  const content = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-issues-'))
  t.after(() => {
    fs.rmSync(content, { recursive: true })
  })
  const issue = makeIssue({ editors: ['ada-lamp', 'stranger'] })
  for (const folder of ['issues', 'authors']) fs.mkdirSync(path.join(content, folder))
  fs.writeFileSync(path.join(content, 'authors', 'ada-lamp.yml'), 'name: Ada Lamp\n')
  fs.writeFileSync(path.join(content, 'issues', `${issue.key}.md`), formatIssue(issue))
  assert.deepEqual(take(readToldIssue(content, issue.key)).editors, ['Ada Lamp', 'stranger'])
})
