import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { runHere } from './run-here.ts'

const tell = (file: string) =>
  runHere('scripts/workflow.ts', ['tell', 'links', '--file', file, '--dry-run'], { env: { NO_COLOR: '1' } })

describe('npm run workflow -- tell', () => {
  test('takes the title of an issue from the heading that the words begin with', async () => {
    using folder = makeTemporaryFolder()
    const file = path.join(folder.path, 'links.md')
    fs.writeFileSync(file, '# Links that are gone\n\n- one\n')
    const { code, stdout, stderr } = await tell(file)
    assert.equal(code, 0, stderr)
    assert.equal(stdout, '# Links that are gone\n\n- one\n')
  })

  test('says what is wrong with words that are not there, that no issue can hold, or that have no title', async () => {
    using folder = makeTemporaryFolder()
    const write = (name: string, text: string) => {
      fs.writeFileSync(path.join(folder.path, name), text)
      return path.join(folder.path, name)
    }
    const cases = [
      [path.join(folder.path, 'nowhere.md'), /nowhere\.md: there is no such file\. Name a file/],
      [write('long.md', '# Long\n'.padEnd(262_145, 'x')), /long\.md: it has more than 262144 bytes/],
      [write('longer.md', '# Long\n'.padEnd(65_500, 'x')), /longer\.md: it has 65500 characters/],
      [write('bare.md', 'words\n'), /bare\.md: it begins with no heading\. Give a title/],
    ] as const
    for (const [file, said] of cases) {
      const { code, stderr } = await tell(file)
      assert.equal(code, 2, stderr)
      assert.match(stderr, said)
    }
  })
})

describe('npm run workflow -- nudge', () => {
  test('says on stderr alone that there is nothing to say, for what it prints becomes an issue', async () => {
    const { code, stdout, stderr } = await runHere('scripts/workflow.ts', ['nudge', '--now', '2000-01-01T00:00:00Z'])
    assert.deepEqual([code, stdout], [4, ''])
    assert.match(stderr, /^The last commit is of \d{4}-\d\d-\d\d: there is nothing to say\.$/m)
  })
})
