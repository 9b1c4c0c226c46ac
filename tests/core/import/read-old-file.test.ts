import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dateOfName, dayInZone, readOldDate } from '../../../src/core/import/old-date.ts'
import { readOldFile, textField } from '../../../src/core/import/read-old-file.ts'
import { readOldHead } from '../../../src/core/import/read-old-head.ts'

describe('the front matter of an old file', () => {
  for (const [form, text] of [
    ['yaml', '---\ntitle: Oars 1.20\ndate: 2020-05-04\n---\n\nBody\n'],
    ['yaml', '\uFEFF--- yaml\r\nTitle: Oars 1.20\r\ndate: 2020-05-04\r\n---\r\n\r\nBody\r\n'],
    ['toml', '+++\ntitle = "Oars 1.20"\ndate = 2020-05-04\n+++\n\nBody\n'],
    ['json', '{\n  "title": "Oars 1.20",\n  "date": "2020-05-04"\n}\n\nBody\n'],
    ['metadata', 'Title: Oars 1.20\nDate: 2020-05-04\n\nBody\n'],
    ['metadata', 'Title: Oars\n    1.20\nDate: 2020-05-04\r\n\r\nBody\r\n'],
  ] as const) {
    test(`is read from ${JSON.stringify(text.slice(0, 24))}, whoever wrote it`, () => {
      const file = readOldFile(text, 'a.md')
      assert.ok(file.ok, JSON.stringify(file))
      assert.equal(file.value.form, form)
      assert.equal(textField(file.value.fields, 'title')?.replace('\n', ' '), 'Oars 1.20')
      assert.equal(readOldDate(file.value.fields.get('date'))?.day, '2020-05-04')
      assert.equal(file.value.body.trim(), 'Body')
      assert.equal(text.replaceAll('\r\n', '\n').split('\n')[file.value.bodyLine - 1], 'Body')
    })
  }

  for (const [why, text, line] of [
    ['written in "js", which is not read, and never run', '---js\n({ title: 1 })\n---\nx', 1],
    ['written in "coffee"', '---coffee\ntitle: 1\n---\nx', 1],
    ['this is not YAML', '---\ntitle: a\nbad: [1\n---\nx', 3],
    ['"title" stands here twice', '---\ntitle: a\ntitle: b\n---\nx', 3],
    ['this is not TOML', '+++\ntitle = "a"\nbad = [1\n+++\nx', 4],
    ['not closed by a line +++', '+++\ntitle = "a"\nx', 1],
    ['this is not JSON', '{\n  title\n}\nx', 1],
    ['no front matter', 'Just words.\n', 1],
    ['no front matter', '# A heading\n\nand words', 1],
    ['no fields with names', '---\n- a\n---\nx', 1],
  ] as const) {
    test(`is a problem that says where: ${why}`, () => {
      const file = readOldFile(text, 'a.md')
      assert.ok(!file.ok)
      assert.match(file.problems[0]?.what ?? '', new RegExp(why.replace('+++', String.raw`\+\+\+`)))
      assert.equal(file.problems[0]?.line, line)
    })
  }

  test('is never run, whatever language it names', () => {
    readOldFile('---js\nglobalThis.ranByImport = true\n---\nx', 'a.md')
    readOldFile('---javascript\nglobalThis.ranByImport = true\n---\nx', 'a.md')
    assert.equal('ranByImport' in globalThis, false)
  })
})

test('front matter that stands for millions of values, or lies deeper than a stack, is a problem', () => {
  const list = (mark: string) => `[${Array.from({ length: 9 }, () => mark).join(',')}]`
  const bomb = 'bcdefgh'
    .split('')
    .reduce((text, name, n) => `${text}${name}: &${name} ${list(`*${'abcdefg'[n]}`)}\n`, '')
  const deep = `${'['.repeat(20_000)}1${']'.repeat(20_000)}`
  for (const text of [
    `---\na: &a ${list('x')}\n${bomb}title: Lamps\ndate: 2020-05-04\n---\nwords`,
    `{\n"title": "Lamps", "a": ${deep}\n}\nwords`,
    `+++\ntitle = "Lamps"\na = ${'['.repeat(500)}1${']'.repeat(500)}\n+++\nwords`,
  ]) {
    assert.equal(readOldFile(text, 'a.md').ok, false)
  }
})

describe('an old date', () => {
  for (const [text, day, moment] of [
    ['2020-05-04', '2020-05-04', '2020-05-04T00:00:00Z'],
    ['2020-05-04 22:00:00 -0000', '2020-05-04', '2020-05-04T22:00:00Z'],
    ['2018-01-28T07:01:01+02:30', '2018-01-28', '2018-01-28T04:31:01Z'],
    ['2020-11-4 23:30', '2020-11-04', '2020-11-04T23:30:00Z'],
    ['2020-05-04T23:30:00-0700', '2020-05-04', '2020-05-05T06:30:00Z'],
  ] as const) {
    test(`${text} keeps its day as it is written, and is a moment in UTC`, () => {
      assert.deepEqual(readOldDate(text), { day, moment })
    })
  }

  test('is none where it is on no calendar', () => {
    for (const text of ['2020-09-90', '2021-02-29', '04/05/2020', '', 7, undefined, '0001-01-01']) {
      assert.equal(readOldDate(text), undefined, String(text))
    }
  })

  test('stands at the start of a name, or of that of its folder', () => {
    assert.equal(dateOfName('a/2020-05-04-oars.md')?.day, '2020-05-04')
    assert.equal(dateOfName('a/2020-05-04-oars/index.md')?.day, '2020-05-04')
    assert.equal(dateOfName('a/oars.md'), undefined)
  })

  test('is another day in another zone', () => {
    assert.equal(dayInZone('2020-05-04T02:00:00Z', 'America/New_York'), '2020-05-03')
    assert.equal(dayInZone('2020-05-04T02:00:00Z', 'Nowhere/Harbour'), undefined)
  })
})

describe('what an old issue says of itself', () => {
  const now = new Date('2026-08-24T06:00:00Z')
  const read = (front: string, path = '2020-05-04-oars.md') => {
    const file = readOldFile(`---\n${front}\n---\nx`, path)
    assert.ok(file.ok)
    return readOldHead(file.value, { path, from: `a/${path}`, where: path, site: { generator: 'jekyll' }, now })
  }

  for (const [front, number, isNumberStated] of [
    ['title: Oars\nnumber: 12', 12, true],
    ["title: Oars\nissue: '#012'", 12, true],
    ['title: "Oars #12: again"', 12, false],
    ["title: '012: Oars, and more'", 12, false],
    ['title: This Week of Oars 12', 12, false],
    ['title: Week Ending May 3', undefined, false],
    ['title: "Week Ending May 3, 2020"', undefined, false],
    ['title: The best of 2020', undefined, false],
  ] as const) {
    test(`its number is ${number} where it says ${JSON.stringify(front)}`, () => {
      const head = read(front)
      assert.ok(head.ok)
      assert.deepEqual(
        { number: head.value.number, isNumberStated: head.value.isNumberStated },
        { number, isNumberStated },
      )
    })
  }

  for (const [front, path, why] of [
    ['title: a\ndraft: true', '2020-05-04-a.md', /it is a draft/],
    ['title: a\npublished: false', '2020-05-04-a.md', /it is a draft/],
    ['title: a\nstatus: Draft', '2020-05-04-a.md', /it is a draft/],
    ['title: a', '_drafts/2020-05-04-a.md', /it is a draft/],
    ['title: a', 'about.md', /no date/],
    ['title: a\ndate: next week', '2020-05-04-a.md', /cannot be read: "next week"/],
    ['title: a\ndate: 2026-08-25', 'a.md', /a day to come, 2026-08-25/],
  ] as const) {
    test(`is none of an issue: ${JSON.stringify(front)} in ${path}`, () => {
      const head = read(front, path)
      assert.ok(!head.ok)
      assert.match(head.problems[0]?.what ?? '', why)
    })
  }

  test('names who wrote it, however they are listed', () => {
    for (const front of [
      'authors: [Ada Quay, Ben Mole]',
      'author: Ada Quay; Ben Mole',
      'editors: Ada Quay and Ben Mole',
      'authors:\n  - name: Ada Quay\n  - name: Ben Mole',
    ]) {
      const head = read(`title: a\n${front}`)
      assert.ok(head.ok)
      assert.deepEqual(head.value.editors, ['Ada Quay', 'Ben Mole'])
    }
  })

  test('tells of links in fields that an issue has no place for', () => {
    const head = read('title: a\nimage: https://pictures.example/a.png')
    assert.ok(head.ok)
    assert.deepEqual(
      head.value.leftovers.map(({ text }) => text),
      ['https://pictures.example/a.png'],
    )
  })
})
