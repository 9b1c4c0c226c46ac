import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import type { Command } from '../../src/core/issue/command.ts'
import { formatItem, itemPath } from '../../src/core/item/item-file.ts'
import { formatProblem, type Result } from '../../src/core/text/problem.ts'
import { createDeskSession, type DeskOptions } from '../../src/desk/desk-session.ts'
import type { DeskAnswer, DeskView } from '../../src/desk/protocol.ts'
import { formatAgo } from '../../src/core/issue/last-covered.ts'
import { makeIssue, makePick } from '../builders.ts'
import { makeTemporaryFolder, readTree } from '../io/temporary-folder.ts'
import { type DeskFolder, LAST, makeStoryItem, NOW, writeDeskFolder } from './desk-folder.ts'

/** A desk over a new folder; `another` opens one more on the same. */
function openDesk(folder?: DeskFolder, own: Partial<DeskOptions> = {}) {
  const temporary = makeTemporaryFolder()
  const content = path.join(temporary.path, 'content')
  writeDeskFolder(content, folder)
  const another = (more: Partial<DeskOptions> = {}) =>
    createDeskSession({
      ...{ content, state: path.join(temporary.path, 'state'), editor: 'ada', now: () => new Date(NOW), run: 'run' },
      ...own,
      ...more,
    })
  const file = path.join(content, 'issues', '2026-W35.md')
  return {
    ...{ content, file, another },
    [Symbol.dispose]: () => {
      temporary[Symbol.dispose]()
    },
  }
}

function take<T>(result: Result<T>): T {
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

const viewOf = (desk: ReturnType<typeof createDeskSession>): DeskView => take(desk.view())
const idOf = (view: DeskView, index: number): string => view.stories[index]?.id ?? assert.fail('no such story')
const picksOf = ({ issue }: { issue: DeskView['issue'] }) => issue.picks.map(({ id }) => id)

describe('a desk', () => {
  test('shows all stories, the issue that is to be, and where both stand', () => {
    using folder = openDesk()
    const view = viewOf(folder.another())
    assert.equal(view.stories.length, 12)
    assert.deepEqual(view.counts, { candidates: 12, stories: 12, folded: 0, alreadyRan: 0 })
    assert.equal(view.issue.key, '2026-W35')
    assert.equal(view.issue.isNew, true)
    assert.deepEqual(view.history, { undo: null, redo: null })
    assert.ok(view.sources.some(({ title, count }) => title === 'Harbour 3' && count === 1))
    assert.ok(!fs.existsSync(folder.file), 'looking writes nothing')
  })

  test('shows what a source brought that is retired since, by its title', () => {
    using folder = openDesk()
    const file = path.join(folder.content, 'sources/harbour-3.yml')
    fs.appendFileSync(file, 'retired: { since: 2026-08-23 }\n')
    const { sources, stories } = viewOf(folder.another())
    assert.ok(sources.some(({ title, count }) => title === 'Harbour 3' && count === 1))
    assert.equal(stories.filter(({ source }) => source === 'Harbour 3').length, 1)
    assert.equal(stories.length, 12)
  })

  test('says whose turn the issue is, with what is agreed meanwhile, and nothing where there is no rota', () => {
    using folder = openDesk()
    assert.equal(viewOf(folder.another()).issue.turn, null)
    fs.mkdirSync(path.join(folder.content, 'authors'))
    fs.writeFileSync(path.join(folder.content, 'authors', 'ada.yml'), 'name: Ada Quay\n')
    fs.writeFileSync(path.join(folder.content, 'authors', 'bo.yml'), 'name: Bo Mole\n')
    const rota = path.join(folder.content, 'rota.yml')
    fs.writeFileSync(rota, 'from: 2026-W35\norder: [[ada, bo]]\n')
    const desk = folder.another()
    assert.equal(viewOf(desk).issue.turn, 'Ada Quay, reviewed by Bo Mole')
    fs.appendFileSync(rota, 'weeks:\n  2026-W35: { editors: [bo], reason: at sea }\n')
    assert.equal(viewOf(desk).issue.turn, 'Bo Mole, instead of Ada Quay and Bo Mole: at sea')
    assert.deepEqual(viewOf(desk).issue.editors, ['bo'], 'a new issue is begun as the rota has it now')
  })

  test('writes a pick into the file, and says what changed and nothing else', () => {
    using folder = openDesk()
    const desk = folder.another()
    const id = idOf(viewOf(desk), 2)
    const answer = take(desk.carryOut({ verb: 'pick', id }))
    assert.equal(answer.changed, true)
    assert.deepEqual(
      answer.stories.map((story) => [story.id, story.verdict]),
      [[id, 'picked']],
    )
    assert.deepEqual(answer.gone, [])
    assert.deepEqual(picksOf(answer), [id])
    assert.match(fs.readFileSync(folder.file, 'utf8'), new RegExp(`id: "?${id}`))
    assert.match(answer.history.undo ?? '', /^pick of/)
  })

  test('gives the first bytes back when all is undone, and the last when all is done again', () => {
    using folder = openDesk({
      issues: [LAST, makeIssue({ key: '2026-W35', number: 2, weeks: ['2026-W35'], status: 'draft' })],
    })
    fs.writeFileSync(folder.file, fs.readFileSync(folder.file, 'utf8').replace('title:', '# by hand\ntitle:'))
    const first = fs.readFileSync(folder.file)
    const desk = folder.another()
    const [a, b, c] = [0, 1, 2].map((index) => idOf(viewOf(desk), index)) as [string, string, string]
    const commands: Command[] = [
      { verb: 'pick', id: a },
      { verb: 'pick', id: b, section: 'headlines' },
      { verb: 'blurb', id: a, text: 'Ours.' },
      { verb: 'move', id: a, section: 'headlines', at: 1 },
      { verb: 'skip', id: c, reason: 'old' },
      { verb: 'note', text: 'A note.' },
      { verb: 'drop', id: b },
      { verb: 'draft', count: 6 },
    ]
    for (const command of commands) assert.equal(take(desk.carryOut(command)).changed, true, JSON.stringify(command))
    const last = fs.readFileSync(folder.file)
    for (const command of commands) assert.equal(take(desk.undo()).changed, true, JSON.stringify(command))
    assert.deepEqual(fs.readFileSync(folder.file), first)
    assert.equal(take(desk.undo()).changed, false)
    for (const command of commands) assert.equal(take(desk.redo()).changed, true, JSON.stringify(command))
    assert.deepEqual(fs.readFileSync(folder.file), last)
  })

  test('undoes what was done before it was closed and opened again', () => {
    using folder = openDesk()
    const id = idOf(viewOf(folder.another()), 0)
    take(folder.another().carryOut({ verb: 'pick', id }))
    const again = folder.another()
    assert.match(viewOf(again).history.undo ?? '', /^pick of/)
    assert.deepEqual(picksOf(take(again.undo())), [])
    assert.ok(!fs.existsSync(folder.file), 'the issue had no file before')
  })

  test('keeps what a hand wrote into the file meanwhile, and shows it', () => {
    using folder = openDesk()
    const desk = folder.another()
    const [a, b] = [0, 1].map((index) => idOf(viewOf(desk), index)) as [string, string]
    take(desk.carryOut({ verb: 'pick', id: a }))
    const text = fs.readFileSync(folder.file, 'utf8').replace(/^title:.*$/m, 'title: By hand # keep this')
    fs.writeFileSync(folder.file, text)
    const answer = take(desk.carryOut({ verb: 'pick', id: b }))
    assert.equal(answer.issue.title, 'By hand')
    assert.match(fs.readFileSync(folder.file, 'utf8'), /^title: By hand # keep this$/m)
  })

  test('tells each of two what the other did, and loses nothing of either', () => {
    using folder = openDesk()
    const [one, other] = [folder.another({ run: 'a' }), folder.another({ run: 'b', editor: 'grace' })]
    const version = viewOf(one).version
    const ids = [0, 1, 2].map((index) => idOf(viewOf(other), index)) as [string, string, string]
    take(other.carryOut({ verb: 'pick', id: ids[0] }))
    take(other.carryOut({ verb: 'skip', id: ids[1], reason: 'an advertisement' }))
    const answer = take(one.carryOut({ verb: 'pick', id: ids[2] }, version))
    assert.deepEqual(picksOf(answer).toSorted(), [ids[0], ids[2]].toSorted())
    const said = Object.fromEntries(answer.stories.map(({ id, verdict, by, reason }) => [id, [verdict, by, reason]]))
    assert.deepEqual(said, {
      [ids[0]]: ['picked', undefined, undefined],
      [ids[1]]: ['skip', 'grace', 'an advertisement'],
      [ids[2]]: ['picked', undefined, undefined],
    })
    assert.deepEqual(picksOf(take(one.undo())), [ids[0]], 'undo takes back what is one’s own')
  })

  test('skips several stories at one stroke, which one undo takes back also after a restart', () => {
    using folder = openDesk()
    const desk = folder.another()
    const ids = viewOf(desk)
      .stories.slice(0, 3)
      .map(({ id }) => id)
    const verdictsOf = ({ stories }: Pick<DeskView, 'stories'>) =>
      ids.map((id) => stories.find((story) => story.id === id)?.verdict)
    const skipped = take(desk.carryOut({ verb: 'skip', ids, reason: 'a flood' }))
    assert.deepEqual(verdictsOf(skipped), ['skip', 'skip', 'skip'])
    assert.equal(skipped.history.undo, '3 skips')
    const later = folder.another()
    take(later.undo())
    const view = viewOf(later)
    assert.deepEqual([verdictsOf(view), view.history.undo], [[null, null, null], null])
  })

  test('names the editor of a verdict where it is another', () => {
    using folder = openDesk()
    const desk = folder.another()
    const id = idOf(viewOf(desk), 0)
    const [story] = take(desk.carryOut({ verb: 'shortlist', id })).stories
    assert.deepEqual([story?.verdict, story?.by], ['shortlist', undefined])
    const seen = viewOf(folder.another({ editor: 'grace' })).stories.find((each) => each.id === id)
    assert.deepEqual([seen?.verdict, seen?.by], ['shortlist', 'ada'])
  })

  test('says of a version that it does not know all there is', () => {
    using folder = openDesk()
    const desk = folder.another()
    const answer = take(desk.carryOut({ verb: 'pick', id: idOf(viewOf(desk), 0) }, 'of-another-run-7'))
    assert.equal(answer.stories.length, 12)
    assert.equal(answer.order?.length, 12)
  })

  test('keeps its order while it is open, and puts what is new where its score is', () => {
    using folder = openDesk()
    const desk = folder.another()
    const before = viewOf(desk).stories.map(({ id }) => id)
    const item = makeStoryItem(77, { published: '2026-08-24T05:00:00Z' })
    fs.mkdirSync(path.dirname(path.join(folder.content, 'items', itemPath(item))), { recursive: true })
    fs.writeFileSync(path.join(folder.content, 'items', itemPath(item)), formatItem(item))
    const version = desk.version()
    desk.refresh()
    assert.notEqual(desk.version(), version)
    const after = viewOf(desk).stories.map(({ id }) => id)
    assert.deepEqual(
      after.filter((id) => id !== item.id),
      before,
    )
    assert.ok(after.includes(item.id))
  })

  test('makes one story of two and two of one, and says which came and went', () => {
    using folder = openDesk()
    const desk = folder.another()
    const view = viewOf(desk)
    const [a, b] = [idOf(view, 1), idOf(view, 4)]
    const merged = take(desk.carryOut({ verb: 'merge', ids: [a, b] }, view.version))
    assert.deepEqual(merged.gone, [b])
    assert.equal(merged.stories.find(({ id }) => id === a)?.items.length, 2)
    assert.equal(merged.order?.length, 11)
    assert.equal(merged.order?.indexOf(a), 1, 'it stands where it stood')
    assert.equal(merged.counts?.folded, 1)
    const split = take(desk.carryOut({ verb: 'split', id: a }, merged.version))
    assert.deepEqual(split.gone, [])
    assert.deepEqual(split.order?.slice(1, 3), [a, b], 'what comes out of a story stands beside it')
  })

  test('says at triage which issue ran a story', () => {
    const item = makeStoryItem(3)
    const ran = makePick({ id: item.id, url: item.url })
    using folder = openDesk({ issues: [makeIssue({ picks: [ran], number: 12 })], items: [item, makeStoryItem(4)] })
    const story = viewOf(folder.another()).stories.find(({ id }) => id === item.id)
    assert.deepEqual(story?.ranIn, { key: '2026-W34', number: 12 })
  })

  test('says at triage which issue had its proposals and projects last, and how long ago', () => {
    const now = makeStoryItem(3, { title: 'Cilium again', keps: ['1287', '753'], projects: ['cilium'] })
    const then = makePick({ title: 'KEP-1287 and Cilium', url: 'https://gone.example/' })
    const last = makeIssue({ ...LAST, number: 12, picks: [then] })
    using folder = openDesk({ issues: [last], items: [now, makeStoryItem(4)] })
    const stories = viewOf(folder.another()).stories
    const ago = formatAgo(last.date, new Date(NOW))
    assert.deepEqual(stories.find(({ id }) => id === now.id)?.covered, [
      { kind: 'kep', name: 'KEP-1287', number: 12, ago },
      { kind: 'project', name: 'Cilium', number: 12, ago },
    ])
    assert.deepEqual(stories.find(({ id }) => id !== now.id)?.covered, [])
  })

  test('says who suggested a story, and what they said of it', () => {
    const suggested = (id: string, own: object) => ({ suggestion: { id, at: '2026-08-22T10:00:00Z', ...own } })
    const items = [
      makeStoryItem(0, suggested('a', { by: 'Ada', note: 'worth a look' })),
      makeStoryItem(1, suggested('b', {})),
      makeStoryItem(2),
    ]
    using folder = openDesk({ items })
    const words = new Map(viewOf(folder.another()).stories.map(({ id, suggestion }) => [id, suggestion]))
    assert.deepEqual(
      items.map(({ id }) => words.get(id)),
      ['Ada: worth a look', 'A reader', null],
    )
  })

  test('offers other openings for a blurb, and marks them as unedited until somebody changes one', () => {
    using folder = openDesk()
    const desk = folder.another()
    const id = idOf(viewOf(desk), 0)
    const pick = () => viewOf(desk).issue.picks[0] ?? assert.fail()
    take(desk.carryOut({ verb: 'pick', id }))
    const [shortest = ''] = pick().alternatives
    assert.ok(shortest.length > 0 && shortest.length <= pick().limit)
    assert.ok(!pick().alternatives.includes(pick().blurb))
    take(desk.carryOut({ verb: 'blurb', id, text: shortest }))
    assert.deepEqual([pick().blurb, pick().unedited], [shortest, true])
    take(desk.carryOut({ verb: 'blurb', id, text: `Why it matters. ${shortest}` }))
    assert.equal(pick().unedited, undefined)
    assert.equal(viewOf(desk).issue.blurbsEdited, 1)
  })

  test('fills a blurb with what an advisory states; accepted as it is, it counts as edited, and an excerpt does not', () => {
    const advisory = {
      cves: ['CVE-2026-1234'],
      severity: 'high' as const,
      affected: [],
      fixed: [{ version: '1.37.2' }],
    }
    using folder = openDesk({ items: [makeStoryItem(0, { kind: 'security', advisory })] })
    const desk = folder.another()
    const id = idOf(viewOf(desk), 0)
    const pick = () => viewOf(desk).issue.picks[0] ?? assert.fail()
    take(desk.carryOut({ verb: 'pick', id }))
    const facts = 'High severity. Fixed in 1.37.2.'
    assert.deepEqual([pick().blurb, pick().unedited, pick().facts], [facts, true, facts])
    assert.equal(viewOf(desk).issue.blurbsEdited, 0)
    const [opening = ''] = pick().alternatives
    take(desk.carryOut({ verb: 'blurb', id, text: opening }))
    assert.deepEqual([pick().blurb, pick().unedited, pick().alternatives[0]], [opening, true, facts])
    take(desk.carryOut({ verb: 'blurb', id, text: facts }))
    assert.deepEqual([pick().blurb, pick().unedited], [facts, undefined])
    take(desk.undo())
    take(desk.undo())
    assert.deepEqual([pick().blurb, pick().unedited], [facts, true])
    assert.equal(take(desk.carryOut({ verb: 'blurb', id, text: facts })).changed, true)
    assert.equal(pick().unedited, undefined)
  })

  test('writes a section of the program anew, also over words of an editor, and undo gives those back', () => {
    const release = { project: 'Pilot', version: 'v1.2.3', changes: 'fixes: a leak' }
    const url = 'https://github.com/harbour/pilot/releases/tag/v1.2.3'
    using folder = openDesk({ items: [makeStoryItem(0, { kind: 'release', title: 'v1.2.3', url, release })] })
    const desk = folder.another()
    const blocks = () => viewOf(desk).issue.blocks.map(({ section, standing }) => `${section} ${standing}`)
    take(desk.carryOut({ verb: 'refresh', sections: [] }))
    assert.deepEqual(blocks(), ['subproject-releases generated'])
    fs.writeFileSync(folder.file, fs.readFileSync(folder.file, 'utf8').replace('a leak', 'a leak, at last'))
    assert.deepEqual(blocks(), ['subproject-releases edited'])
    assert.equal(take(desk.carryOut({ verb: 'refresh', sections: [] })).changed, false)
    take(desk.carryOut({ verb: 'refresh', sections: ['subproject-releases'] }))
    assert.deepEqual(blocks(), ['subproject-releases generated'])
    take(desk.undo())
    assert.deepEqual(blocks(), ['subproject-releases edited'])
    assert.match(fs.readFileSync(folder.file, 'utf8'), /a leak, at last/)
  })

  test('says that nothing changes where all is so already, and writes nothing', () => {
    using folder = openDesk()
    const desk = folder.another()
    const id = idOf(viewOf(desk), 0)
    take(desk.carryOut({ verb: 'pick', id }))
    const before = readTree(folder.content)
    const version = desk.version()
    const answer: DeskAnswer = take(desk.carryOut({ verb: 'pick', id }))
    assert.equal(answer.changed, false)
    assert.match(answer.message, /picked already/)
    assert.equal(answer.version, version)
    assert.deepEqual(readTree(folder.content), before)
  })

  test('refuses to touch an issue with the markers of a merge, and comes back when they are gone', () => {
    using folder = openDesk()
    const desk = folder.another()
    const id = idOf(viewOf(desk), 0)
    take(desk.carryOut({ verb: 'pick', id }))
    const good = fs.readFileSync(folder.file, 'utf8')
    const bad = good.replace('title:', '<<<<<<< ours\ntitle:')
    fs.writeFileSync(folder.file, bad)
    for (const result of [desk.view(), desk.carryOut({ verb: 'drop', id }), desk.undo(), desk.mail('html')]) {
      assert.ok(!result.ok)
      assert.match(JSON.stringify(result.problems), /curate -- resolve/)
    }
    assert.equal(fs.readFileSync(folder.file, 'utf8'), bad)
    fs.writeFileSync(folder.file, good)
    assert.deepEqual(picksOf(viewOf(desk)), [id])
  })

  test('goes on with a log that has a broken line, and says so', () => {
    using folder = openDesk()
    const desk = folder.another()
    take(desk.carryOut({ verb: 'pick', id: idOf(viewOf(desk), 0) }))
    const log = path.join(folder.content, 'decisions/2026-W35/ada.jsonl')
    fs.appendFileSync(log, '{"id": nonsense\n')
    const view = viewOf(desk)
    assert.equal(view.problems.length, 1)
    assert.match(view.problems[0] ?? '', /ada\.jsonl:2/)
    assert.match(view.history.undo ?? '', /^pick of/)
  })

  test('has an empty pool where nothing came in', () => {
    using folder = openDesk({ items: [], issues: [] })
    const view = viewOf(folder.another())
    assert.deepEqual(view.stories, [])
    assert.deepEqual(view.counts, { candidates: 0, stories: 0, folded: 0, alreadyRan: 0 })
  })

  test('tells who waits as soon as something changes, and once', () => {
    using folder = openDesk()
    const desk = folder.another()
    const view = viewOf(desk)
    const heard: string[] = []
    desk.onChange(view.version, (version) => void heard.push(version))
    const callOff = desk.onChange(view.version, () => assert.fail('was called off'))
    callOff()
    desk.refresh()
    assert.equal(heard.length, 0, 'nothing has changed')
    const { version } = take(desk.carryOut({ verb: 'pick', id: idOf(view, 0) }))
    take(desk.undo())
    assert.deepEqual(heard, [version])
    desk.onChange(view.version, (now) => void heard.push(now))
    assert.equal(heard.length, 2, 'who comes late hears at once')
  })

  test('renders the mail of the issue as it stands', () => {
    using folder = openDesk()
    const desk = folder.another()
    const view = viewOf(desk)
    take(desk.carryOut({ verb: 'pick', id: idOf(view, 0) }))
    const title = view.stories[0]?.title ?? ''
    assert.ok(take(desk.mail('html')).includes(title))
    assert.ok(take(desk.mail('text')).includes(title))
  })

  const ISSUE = makeIssue({ key: '2026-W35', number: 2, weeks: ['2026-W35'], status: 'draft' })
  const LOG = 'decisions/2026-W35/ada.jsonl'
  const unreadable: [name: string, file: string, spoil: (file: string) => void, says: RegExp][] = [
    [
      'an issue that is not UTF-8',
      'issues/2026-W35.md',
      (file) => {
        fs.appendFileSync(file, Buffer.from([0xff, 0x80]))
      },
      /2026-W35\.md: this is not UTF-8/,
    ],
    [
      'a log that is not UTF-8',
      LOG,
      (file) => {
        fs.appendFileSync(file, Buffer.from([0xff, 0x80, 0x0a]))
      },
      /ada\.jsonl: this is not UTF-8/,
    ],
    [
      'an issue that is a link',
      'issues/2026-W35.md',
      (file) => {
        fs.renameSync(file, `${file}.away`)
        fs.symlinkSync(`${file}.away`, file)
      },
      /2026-W35\.md: this leads elsewhere/,
    ],
    [
      'a log that is a link to a file of somebody',
      LOG,
      (file) => {
        fs.writeFileSync(`${file}.away`, 'precious\n')
        fs.rmSync(file)
        fs.symlinkSync(`${file}.away`, file)
      },
      /ada\.jsonl: this leads elsewhere/,
    ],
    [
      'a log that is a folder',
      LOG,
      (file) => {
        fs.rmSync(file)
        fs.mkdirSync(file)
      },
      /ada\.jsonl: there is a folder in the place of a file/,
    ],
    [
      'a log of 50 MB',
      LOG,
      (file) => {
        fs.appendFileSync(file, Buffer.alloc(50e6, '{"x":1}\n'))
      },
      /ada\.jsonl: this holds 50 MB/,
    ],
  ]
  for (const [name, file, spoil, says] of unreadable) {
    test(`writes nothing beside ${name}, says so, and goes on once that is mended`, () => {
      using folder = openDesk({ issues: [LAST, ISSUE] })
      const desk = folder.another()
      const [one, other] = [idOf(viewOf(desk), 0), idOf(viewOf(desk), 1)]
      take(desk.carryOut({ verb: 'pick', id: one }))
      const spoilt = path.join(folder.content, file)
      const good = fs.readFileSync(spoilt)
      spoil(spoilt)
      const before = readTree(folder.content)
      const refused = desk.carryOut({ verb: 'pick', id: other })
      assert.ok(!refused.ok)
      assert.match(refused.problems.map(formatProblem).join(), says)
      assert.deepEqual(readTree(folder.content), before)
      fs.rmSync(spoilt, { recursive: true })
      fs.writeFileSync(spoilt, good)
      assert.deepEqual(picksOf(take(desk.carryOut({ verb: 'pick', id: other }))).sort(), [one, other].sort())
    })
  }

  test('leaves the issue as it was where the log cannot be written', () => {
    using folder = openDesk({ issues: [LAST, ISSUE] })
    const desk = folder.another()
    const id = idOf(viewOf(desk), 0)
    fs.writeFileSync(path.join(folder.content, 'decisions'), 'a file where the folder of the logs would be')
    const before = fs.readFileSync(folder.file)
    assert.throws(() => desk.carryOut({ verb: 'pick', id }))
    assert.deepEqual(fs.readFileSync(folder.file), before)
  })

  test('outlives a folder that cannot be read, and tells those who wait that there is trouble', () => {
    using folder = openDesk({ issues: [LAST, ISSUE] })
    const desk = folder.another()
    const { version } = viewOf(desk)
    const told: string[] = []
    desk.onChange(version, (now) => told.push(now))
    fs.renameSync(path.join(folder.content, 'issues'), path.join(folder.content, 'away'))
    fs.writeFileSync(path.join(folder.content, 'issues'), '')
    desk.refresh()
    assert.equal(told.length, 1)
    fs.rmSync(path.join(folder.content, 'issues'))
    fs.renameSync(path.join(folder.content, 'away'), path.join(folder.content, 'issues'))
    assert.equal(viewOf(desk).issue.isNew, false)
  })
})
