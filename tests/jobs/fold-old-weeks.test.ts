import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { itemPath } from '../../src/core/item/item-file.ts'
import type { FoldedWeek } from '../../src/core/item/plan-folding.ts'
import { formatWeekFile } from '../../src/core/item/week-file.ts'
import type { Item } from '../../src/core/item/item.ts'
import { ExpectedError } from '../../src/core/text/problem.ts'
import { listWeekFolders, readItems, readWeek, removeLeftovers, writeFoldedWeek } from '../../src/io/item-files.ts'
import { writeItem, writeItems } from '../../src/io/item-files.ts'
import { foldOldWeeks, formatFolding } from '../../src/jobs/fold-old-weeks.ts'
import { makeItem, makePick } from '../builders.ts'
import { makeTemporaryFolder, readTree } from '../io/temporary-folder.ts'

const NOW = new Date('2026-11-16T12:00:00Z')
const PICKED = makePick({ url: 'https://harbour.example/2026-W33/2' })
const DAYS: Readonly<Record<string, string>> = {
  '2026-W33': '2026-08-12',
  '2026-W34': '2026-08-19',
  '2026-W45': '2026-11-04',
}

/** Three items of each of two old weeks (one of them picked) and of a recent one. */
function makeItems(): Item[] {
  return Object.entries(DAYS).flatMap(([week, day]) =>
    [1, 2, 3].map((n) =>
      makeItem({
        url: `https://harbour.example/${week}/${n}`,
        title: `Light ${9 - n} of ${week}`,
        published: `${day}T0${n}:00:00Z`,
        firstSeen: `${day}T10:00:00Z`,
        excerpt: `Seen from **${week}**.`,
      }),
    ),
  )
}

function writeContent(content: string, items = makeItems()) {
  for (const item of items) writeItem(content, { path: itemPath(item), item })
}

function fold(
  content: string,
  {
    now = NOW,
    dryRun = false,
    picks = [PICKED],
    writeWeek = (week: FoldedWeek) => {
      writeFoldedWeek(content, week)
    },
  } = {},
) {
  return foldOldWeeks(
    { picks, now, dryRun },
    { listWeeks: () => listWeekFolders(content), readWeek: (week) => readWeek(content, week), writeWeek },
  )
}

const itemsOf = (content: string) => {
  const { entries, problems } = readItems(content)
  assert.deepEqual(problems, [])
  return entries.map(({ item }) => item)
}
const namesOf = (content: string) => Object.keys(readTree(path.join(content, 'items')))

describe('folding old weeks', () => {
  test('leaves one file a week, but for what was picked or is recent, and every item reads as before, in the same order', () => {
    using content = makeTemporaryFolder()
    writeContent(content.path)
    const before = itemsOf(content.path)
    const report = fold(content.path)
    assert.deepEqual(report, {
      weeks: [
        { week: '2026-W33', items: 2 },
        { week: '2026-W34', items: 3 },
      ],
      items: 5,
      problems: [],
    })
    assert.deepEqual(
      namesOf(content.path).map((name) => name.replace(/-[0-9a-f]{6}\.md$/, '')),
      [
        '2026-W33.jsonl',
        '2026-W33/light-7-of-2026-w33',
        '2026-W34.jsonl',
        ...[6, 7, 8].map((n) => `2026-W45/light-${n}-of-2026-w45`),
      ],
    )
    assert.ok(!fs.existsSync(path.join(content.path, 'items/2026-W34')))
    assert.deepEqual(itemsOf(content.path), before)
    assert.equal(new Set(before.map(({ id }) => id)).size, 9)
  })

  test('writes nothing when it is run again', () => {
    using content = makeTemporaryFolder()
    writeContent(content.path)
    fold(content.path)
    const before = readTree(content.path)
    const again = fold(content.path, { writeWeek: () => assert.fail('it writes') })
    assert.deepEqual(again, { weeks: [], items: 0, problems: [] })
    assert.deepEqual(readTree(content.path), before)
  })

  test('writes nothing in a dry run, and says what it would fold', () => {
    using content = makeTemporaryFolder()
    writeContent(content.path)
    const before = readTree(content.path)
    assert.equal(fold(content.path, { dryRun: true }).items, 5)
    assert.deepEqual(readTree(content.path), before)
  })

  test('adds to the file of a week what was seen late, twelve weeks after', () => {
    using content = makeTemporaryFolder()
    writeContent(content.path)
    fold(content.path)
    const late = makeItem({
      url: 'https://harbour.example/late',
      published: '2026-08-19T02:30:00Z',
      firstSeen: '2026-11-16T00:00:00Z',
    })
    writeContent(content.path, [late])
    assert.equal(fold(content.path).items, 0)
    assert.deepEqual(fold(content.path, { now: new Date('2027-02-08T00:00:01Z') }).weeks[0], {
      week: '2026-W34',
      items: 1,
    })
    const stored = readItems(content.path).entries.filter(({ path: name }) => name === '2026-W34.jsonl')
    assert.equal(stored.length, 4)
    assert.ok(stored.some(({ item }) => item.id === late.id))
  })

  test('reads no recent week', () => {
    const read: string[] = []
    foldOldWeeks(
      { picks: [], now: NOW, dryRun: false },
      {
        listWeeks: () => ['2018-W01', '2026-W34', '2026-W36', '2026-W46'],
        readWeek: (week) => {
          read.push(week)
          return { ok: true, value: { week, files: [], folded: [] } }
        },
        writeWeek: () => assert.fail('there is nothing to write'),
      },
    )
    assert.deepEqual(read, ['2018-W01', '2026-W34'])
  })

  test('leaves a week alone in which something cannot be read, says so, and folds the others', () => {
    using content = makeTemporaryFolder()
    writeContent(content.path)
    fs.writeFileSync(path.join(content.path, 'items/2026-W33/broken.md'), '---\nid: zz\n---\n')
    fs.writeFileSync(path.join(content.path, 'items/2026-W34.jsonl'), '<<<<<<< HEAD\n')
    const before = readTree(content.path)
    const report = fold(content.path)
    assert.deepEqual(report.weeks, [])
    assert.ok(report.problems.some(({ where, line }) => where.endsWith('2026-W34.jsonl') && line === 1))
    assert.ok(report.problems.some(({ where, field }) => where.endsWith('broken.md') && field === 'id'))
    assert.deepEqual(readTree(content.path), before)
    fs.rmSync(path.join(content.path, 'items/2026-W34.jsonl'))
    assert.deepEqual(fold(content.path).weeks, [{ week: '2026-W34', items: 3 }])
  })

  // The steps are: the week file, each file of an item, the folder. A cut comes after any number of them.
  for (let cut = 0; cut <= 5; cut++) {
    test(`cut off after step ${cut} of a week, loses nothing and doubles nothing, and the next run makes up for it`, () => {
      using content = makeTemporaryFolder()
      using whole = makeTemporaryFolder()
      for (const folder of [content, whole]) writeContent(folder.path)
      const before = itemsOf(whole.path)
      fold(whole.path)
      const cutOff = ({ week, items, removed }: FoldedWeek) => {
        const folder = path.join(content.path, 'items')
        if (cut > 0) fs.writeFileSync(path.join(folder, `${week}.jsonl`), formatWeekFile(items))
        else fs.writeFileSync(path.join(folder, `.${week}.jsonl.0123abcd.tmp`), formatWeekFile(items).slice(0, 99))
        for (const name of removed.slice(0, Math.max(cut - 1, 0))) fs.rmSync(path.join(folder, name))
        if (cut > removed.length + 1 && week === '2026-W34') fs.rmdirSync(path.join(folder, week))
      }
      fold(content.path, { writeWeek: cutOff })
      assert.deepEqual(itemsOf(content.path), before)
      removeLeftovers(content.path)
      fold(content.path)
      assert.deepEqual(itemsOf(content.path), before)
      assert.deepEqual(readTree(content.path), readTree(whole.path))
      assert.deepEqual(listWeekFolders(content.path), listWeekFolders(whole.path))
    })
  }

  test('takes the file of its own, where an item stands in both, and puts that into the week file', () => {
    using content = makeTemporaryFolder()
    writeContent(content.path)
    const [stale] = makeItems()
    assert.ok(stale)
    fs.writeFileSync(path.join(content.path, 'items/2026-W33.jsonl'), formatWeekFile([{ ...stale, title: 'Stale' }]))
    assert.deepEqual(
      itemsOf(content.path).filter(({ id }) => id === stale.id),
      [stale],
    )
    fold(content.path)
    assert.deepEqual(
      itemsOf(content.path).filter(({ id }) => id === stale.id),
      [stale],
    )
    assert.doesNotMatch(readTree(content.path)['items/2026-W33.jsonl'] ?? '', /Stale/)
  })

  test('forgets no file that is none of ours', () => {
    using content = makeTemporaryFolder()
    writeContent(content.path)
    fs.writeFileSync(path.join(content.path, 'items/2026-W34/notes.txt'), 'mine')
    fold(content.path)
    assert.ok(namesOf(content.path).includes('2026-W34/notes.txt'))
    removeLeftovers(content.path)
    assert.ok(namesOf(content.path).includes('2026-W34/notes.txt'))
  })

  test('is summed up in a line, where there was anything to fold', () => {
    const report = (...weeks: { week: string; items: number }[]) => ({ weeks, items: 5, problems: [] })
    const [one, two] = [
      { week: '2026-W33', items: 2 },
      { week: '2026-W34', items: 3 },
    ]
    assert.equal(formatFolding(report(), false), undefined)
    assert.equal(formatFolding(report(one), false), 'old weeks: 5 items folded into 2026-W33')
    assert.equal(
      formatFolding(report(one, two), true),
      'old weeks: 5 items would be folded into 2 weeks, 2026-W33 to 2026-W34',
    )
  })
})

describe('a folded item', () => {
  const folded = (content: string) => {
    writeContent(content)
    fold(content)
    return readItems(content).entries.filter(({ path: name }) => name === '2026-W34.jsonl')
  }

  test('is written where it stands, in its line of the week file, and the others stay as they are', () => {
    using content = makeTemporaryFolder()
    const [first, second, third] = folded(content.path)
    assert.ok(first && second && third)
    const changed = [first, second].map(({ path: name, item }) => ({ path: name, item: { ...item, title: 'Mended' } }))
    assert.equal(writeItems(content.path, changed), 1)
    assert.equal(writeItems(content.path, changed), 0)
    assert.equal(writeItem(content.path, third), false)
    const after = readItems(content.path).entries.filter(({ path: name }) => name === '2026-W34.jsonl')
    assert.deepEqual(after, [...changed, third])
  })

  test('is written together with others that stand in files of their own', () => {
    using content = makeTemporaryFolder()
    const [one] = folded(content.path)
    assert.ok(one)
    const item = makeItem({ url: 'https://harbour.example/new' })
    const own = { path: itemPath(item), item }
    assert.equal(writeItems(content.path, [own, { ...one, item: { ...one.item, title: 'Mended' } }]), 2)
    assert.ok(itemsOf(content.path).some(({ title }) => title === 'Mended'))
    assert.ok(itemsOf(content.path).some(({ id }) => id === item.id))
  })

  test('is not written into a week file that cannot be read, so that nothing of it is lost', () => {
    using content = makeTemporaryFolder()
    const [one] = folded(content.path)
    assert.ok(one)
    const file = path.join(content.path, 'items/2026-W34.jsonl')
    fs.appendFileSync(file, '=======\n')
    const before = readTree(content.path)
    assert.throws(() => writeItem(content.path, { ...one, item: { ...one.item, title: 'Mended' } }), ExpectedError)
    assert.deepEqual(readTree(content.path), before)
  })

  test('in a file that is named after no week is a problem, not a loss', () => {
    using content = makeTemporaryFolder()
    folded(content.path)
    const items = path.join(content.path, 'items')
    fs.renameSync(path.join(items, '2026-W34.jsonl'), path.join(items, 'old.jsonl'))
    const { problems } = readItems(content.path)
    assert.deepEqual(
      problems.map(({ where }) => where),
      [path.join(items, 'old.jsonl')],
    )
  })
})
