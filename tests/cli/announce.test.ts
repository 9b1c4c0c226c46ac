import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { formatIssue } from '../../src/core/issue/format-issue.ts'
import type { Issue } from '../../src/core/issue/issue.ts'
import { writeIssueText } from '../../src/io/issue-files.ts'
import { makeIssue, makePick } from '../builders.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { runHere } from './run-here.ts'

const SITE = `name: Harbour Log
url: https://log.example
tagline: What came in
description: What came in.
hashtags: [Kubernetes, cloud native]
mail: { from: Harbour Log <log@log.example> }
`

const announce = async (own: Partial<Issue>, ...args: readonly string[]) => {
  using folder = makeTemporaryFolder()
  fs.writeFileSync(path.join(folder.path, 'site.yml'), SITE)
  writeIssueText(folder.path, '2026-W34', formatIssue(makeIssue({ picks: [makePick()], ...own })))
  return await runHere('scripts/announce.ts', ['--content', folder.path, ...args], { env: { NO_COLOR: '1' } })
}

describe('npm run announce', () => {
  test('prints a post for each network, each with its length, and the picture in words beside', async () => {
    const { code, stdout, stderr } = await announce({}, '--issue', '2026-W34')
    assert.equal(code, 0, stderr)
    const heads = stdout.match(/^== (\w+): \d+ of \d+ \w+ ==$/gm)?.map((line) => line.replace(/\d+ of /, ''))
    assert.deepEqual(heads, [
      '== mastodon: 500 characters ==',
      '== bluesky: 300 graphemes ==',
      '== linkedin: 3000 characters ==',
      '== slack: 4000 characters ==',
    ])
    assert.match(stderr, /Picture: https:\S+\/issues\/2026-W34\/card\.png\nIn words.*No\. 1: First light\./)
  })

  test('prints the post of one network as it is, to be pasted', async () => {
    const { stdout } = await announce({}, '--issue', '2026-W34', '--network', 'mastodon')
    assert.match(
      stdout,
      /^\S.* No\. 1: First light\n\n• First light \(Harbour Blog\)\n\n.*\n\nhttps:\S+\n\n#\S+ #\S+\n$/,
    )
  })

  test('refuses a draft, and shows its posts, marked, where that is said', async () => {
    const refused = await announce({ status: 'draft' }, '--issue', '2026-W34')
    assert.deepEqual([refused.code, refused.stdout], [3, ''])
    assert.match(refused.stderr, /2026-W34\.md: this issue is not out yet \(draft\).*--draft/)
    const shown = await announce({ status: 'draft' }, '--issue', '2026-W34', '--draft', '--json')
    const said = JSON.parse(shown.stdout) as { draft: boolean; posts: { text: string; length: number; most: number }[] }
    assert.equal(said.draft, true)
    for (const { text, length, most } of said.posts) assert.ok(text.includes('[DRAFT] ') && length <= most)
  })

  const wrong: [what: string, args: readonly string[], code: number, message: RegExp][] = [
    ['an issue that is not there', ['--issue', '2031-W01'], 1, /there is no issue "2031-W01".*2026-W34/],
    ['no issue', [], 2, /--issue/],
    ['an unknown network', ['--issue', '2026-W34', '--network', 'orkut'], 2, /mastodon, bluesky, linkedin, slack/],
  ]
  for (const [what, args, code, message] of wrong) {
    test(`says what to do about ${what}`, async () => {
      const run = await announce({}, ...args)
      assert.equal(run.code, code)
      assert.match(run.stderr, message)
      assert.ok(!run.stderr.includes('    at '))
    })
  }
})
