import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { formatTopic } from '../../src/core/tag/topic.ts'
import { readTopics } from '../../src/io/topic-files.ts'
import { makeTopic } from '../builders.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

test('a content folder without topics has none', () => {
  using content = makeTemporaryFolder()
  assert.deepEqual(readTopics(content.path), { entries: [], problems: [] })
})

test('a topic that cannot be read is named, and the others are read', () => {
  using content = makeTemporaryFolder()
  const folder = path.join(content.path, 'topics')
  fs.mkdirSync(folder)
  fs.writeFileSync(path.join(folder, 'harbours.yml'), formatTopic(makeTopic()))
  fs.writeFileSync(path.join(folder, 'broken.yml'), 'title: Broken\ndescription: It is.\nwords: [a, "?"]\n')
  const { entries, problems } = readTopics(content.path)
  assert.deepEqual(entries, [makeTopic()])
  assert.equal(problems.length, 1)
  assert.match(problems[0]?.where ?? '', /topics\/broken\.yml$/)
  assert.equal(problems[0]?.field, 'words[1]')
  assert.equal(problems[0]?.line, 3)
})
