import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { writeFileAtomic } from '../../src/io/atomic-file.ts'
import { fileProblem } from '../../src/io/file-problem.ts'
import { unfinishedName } from '../../src/io/place-file.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

function caught(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  return assert.fail('nothing was thrown')
}

const denied = (more: object) => Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', ...more })

describe('what the disk refuses', () => {
  test('is a problem with its place, the reason, and what to do', () => {
    using folder = makeTemporaryFolder()
    const file = path.join(folder.path, 'file')
    fs.writeFileSync(file, '')
    const inTheWay = fileProblem(caught(() => writeFileAtomic(path.join(file, 'items', 'a.md'), 'words')))
    assert.equal(inTheWay?.where, path.join(file, 'items'))
    assert.match(inTheWay.what, /is a file, and should be a folder \(ENOTDIR\)/)
    assert.match(inTheWay.remedy ?? '', /--content/)
    const isFolder = fileProblem(caught(() => fs.readFileSync(folder.path)))
    assert.match(isFolder?.what ?? '', /folder in the place of a file/)
  })

  test('names the folder, where what was refused is a file that nobody has heard of', () => {
    for (const name of ['.2026-W34.md.0123abcd.tmp', path.basename(unfinishedName('before.sqlite'))]) {
      const error = denied({ syscall: 'open', path: `/weekly/issues/${name}` })
      assert.equal(fileProblem(error)?.where, '/weekly/issues', name)
      assert.match(fileProblem(error)?.what ?? '', /permission denied/)
    }
  })

  test('is said of the disk where no file is named', () => {
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' })
    assert.deepEqual([fileProblem(full)?.where, fileProblem(full)?.what], ['the disk', 'the disk is full (ENOSPC)'])
  })

  for (const [name, error] of [
    ['a file that is not there, which somebody should have looked for', caught(() => fs.readFileSync('/no/such/file'))],
    ['a refused connection', Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' })],
    ['an error that only has the code', denied({})],
    ['a bug', new TypeError('x is not a function')],
    ['no error at all', 'EACCES'],
  ] as const) {
    test(`is not ${name}`, () => {
      assert.equal(fileProblem(error), undefined)
    })
  }
})
