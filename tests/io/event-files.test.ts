import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { type CommunityEvent, formatEvent } from '../../src/core/event/event.ts'
import { readEvents } from '../../src/io/event-files.ts'
import { makeEvent, makeListing } from '../builders.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

function write(content: string, ...events: CommunityEvent[]): void {
  fs.mkdirSync(path.join(content, 'events'), { recursive: true })
  for (const event of events) fs.writeFileSync(path.join(content, 'events', `${event.id}.yml`), formatEvent(event))
}

const OTHER = makeEvent({
  id: 'fog-day-2026',
  name: 'Fog Day 2026',
  listings: [makeListing({ url: 'https://fog.example/', start: '2026-03-01', end: '2026-03-01' })],
})

describe('events', () => {
  test('are none where there is no folder of them', () => {
    using content = makeTemporaryFolder()
    assert.deepEqual(readEvents(content.path), { entries: [], problems: [] })
  })

  test('are read by their days', () => {
    using content = makeTemporaryFolder()
    write(content.path, makeEvent(), OTHER)
    assert.deepEqual(readEvents(content.path), { entries: [OTHER, makeEvent()], problems: [] })
  })

  const twins: [string, CommunityEvent][] = [
    [
      'name',
      makeEvent({ id: 'z', name: 'REGATTA 2026', listings: [makeListing({ url: 'https://elsewhere.example/' })] }),
    ],
    [
      'page',
      makeEvent({ id: 'z', name: 'The regatta', listings: [makeListing({ url: 'http://www.regatta.example/2026' })] }),
    ],
  ]
  for (const [what, twin] of twins) {
    test(`of the same day and the same ${what} are one event, and a problem`, () => {
      using content = makeTemporaryFolder()
      write(content.path, makeEvent(), twin)
      const { problems } = readEvents(content.path)
      assert.equal(problems.length, 1)
      assert.match(problems[0]?.where ?? '', /events\/z\.yml$/)
      assert.match(problems[0]?.what ?? '', /events\/regatta-2026\.yml is of the same event/)
    })
  }

  test('of another day may have the same name and page', () => {
    using content = makeTemporaryFolder()
    write(content.path, makeEvent(), makeEvent({ id: 'z', listings: [makeListing({ start: '2026-11-10' })] }))
    assert.deepEqual(readEvents(content.path).problems, [])
  })
})
