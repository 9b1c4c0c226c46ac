import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { readSections, readSiteSettings } from '../../src/io/site-settings-file.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

test('the settings of a site are parsed once, anew when the file says something else, and those of another folder are its own', () => {
  using here = makeTemporaryFolder()
  using there = makeTemporaryFolder()
  const write = (folder: { readonly path: string }, text: string) => {
    fs.writeFileSync(path.join(folder.path, 'site.yml'), text)
  }
  const own = fs.readFileSync(path.resolve(import.meta.dirname, '../../content/site.yml'), 'utf8')
  for (const folder of [here, there]) write(folder, own)
  const first = readSiteSettings(here.path)
  assert.ok(first.ok)
  assert.equal(readSections(here.path), first.value.sections)
  assert.equal(readSiteSettings(here.path), first)

  for (const folder of [here, there]) write(folder, 'name: [')
  for (const folder of [here, there]) {
    const broken = readSiteSettings(folder.path)
    assert.ok(!broken.ok)
    assert.ok(broken.problems.every(({ where }) => where.includes(path.basename(folder.path))))
  }
  write(here, own)
  assert.deepEqual(readSiteSettings(here.path), first)
})
