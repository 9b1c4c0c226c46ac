import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright'
import { parseIssue } from '../../src/core/issue/issue-file.ts'
import { SECTION_LETTERS } from '../../src/desk/client/section-letters.ts'
import { makeIssue, makePick } from '../builders.ts'
import { makeStoryItem, NOW, writeDeskFolder } from '../desk/desk-folder.ts'
import { until } from '../until.ts'
import { launchBrowser } from './browser.ts'
import { createDeskServer, type DeskServer, readText } from './desk-server.ts'
import { findViolations } from './find-violations.ts'

const STORIES = 300
const HOSTILE = '<img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script> & co'
const ODD_TITLES: Readonly<Record<number, string>> = {
  30: HOSTILE,
  31: 'منارة الميناء تضيء الليل كله',
  32: '🚢⚓🧭 a hoist of emoji 👩‍👩‍👧‍👦',
  33: `A title that does not end ${'and so on '.repeat(200)}`.slice(0, 2000),
  34: 'unbroken'.repeat(250),
}
const items = Array.from({ length: STORIES }, (_, index) => {
  const title = ODD_TITLES[index]
  return makeStoryItem(index, title === undefined ? {} : { title })
})
const ranBefore = items[40]!

/** A draft as a hand wrote it: comments, and an order of its own, that no machine would choose. */
const FIRST_FILE = `---
number: 2 # the second
status: draft
date: 2026-08-27
title:    ''
weeks: [2026-W35]
# nothing before this moment
covers: { from: 2026-08-21T12:00:00Z, to: 2026-08-27T12:00:00Z }
editors: [keeper]
picks: []
---

<!-- the note comes here -->
`

let folder: string
let content: string
let file: string
let server: DeskServer
let browser: Browser
let context: BrowserContext
let page: Page
/** What the page has said to whoever reads its console. */
let said: string[] = []
let keys = 0

const press = async (...names: string[]) => {
  for (const name of names) {
    await page.keyboard.press(name)
    keys += 1
  }
}
const typeText = async (text: string) => {
  await page.keyboard.insertText(text)
  keys += text.length
}
const readIssue = () => {
  const read = parseIssue(readText(file), '2026-W35', file)
  assert.ok(read.ok, JSON.stringify(read))
  return read.value
}
const statusSays = (pattern: RegExp) => page.locator('#status').filter({ hasText: pattern }).waitFor()

async function openDesk(): Promise<void> {
  await page.goto(server.address)
  await page.locator('.stories [role=row]').first().waitFor()
}

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-desk-'))
  content = path.join(folder, 'content')
  file = path.join(content, 'issues', '2026-W35.md')
  const last = makeIssue({ picks: [makePick({ id: ranBefore.id, url: ranBefore.url, title: ranBefore.title })] })
  writeDeskFolder(content, { items, issues: [last] })
  const source = path.join(content, 'sources', 'harbour-3.yml')
  const long = 'title: The log of the keepers of the third harbour, of its moles and lamps'
  fs.writeFileSync(source, readText(source).replace('title: Harbour 3', long))
  fs.mkdirSync(path.join(content, 'authors'))
  fs.writeFileSync(path.join(content, 'authors', 'keeper.yml'), 'name: Kay Keeper\n')
  fs.writeFileSync(file, FIRST_FILE)
  server = await createDeskServer(folder, NOW)
  ;[browser] = await Promise.all([launchBrowser(), server.start()])
  // One for all: the hundred modules of the page are asked for again, but loaded once.
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
})

after(async () => {
  await browser.close()
  await server.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  await (page as Page | undefined)?.close()
  await context.setStorageState({ cookies: [], origins: [] })
  fs.rmSync(path.join(content, 'decisions'), { recursive: true, force: true })
  fs.writeFileSync(file, FIRST_FILE)
  page = await context.newPage()
  said = []
  page.on('console', (message) => said.push(message.text()))
  keys = 0
  await openDesk()
})

describe('the desk', () => {
  test('twenty picks of 300 stories, title, note and blurbs take at most 120 keys besides the blurbs, over a restart, and undo gives back the first file', async () => {
    await press(...Array.from({ length: 10 }, () => 'p'), 'x', 'x', 's')
    await statusSays(/^Shortlisted/)
    await until('ten picks on the disk', () => readText(file).includes('section:') && readIssue().picks.length === 10)
    await server.stop()
    await press('Shift+P', 'x', 'p', 'x', 'p', 'p')
    assert.match(await page.locator('.issue .count').innerText(), /^14 of 20/)
    await page.locator('.desk-head .trouble').waitFor()
    await server.start()
    await press(...Array.from({ length: 6 }, () => 'p'))
    await until('twenty picks on the disk', () => readIssue().picks.length === 20)
    assert.equal(readIssue().picks.filter(({ section }) => section === 'headlines').length, 1)

    await press('t')
    await typeText('Lamps and oil')
    await press('Tab')
    await typeText('Lamps, oil')
    await press('Tab')
    await typeText('What a year costs')
    await press('Enter', 'n')
    await typeText('A quiet week.')
    await press('Control+Enter')
    await press('Tab', 'b')
    for (let count = 0; count < 20; count += 1) {
      await page.locator('#blurb-text:focus').waitFor()
      await page.keyboard.insertText(`Keepers need this one for number ${count}.`)
      await press('Control+Enter')
    }
    await press('w')
    await statusSays(/^All is written: .*2026-W35\.md, 20 picks/)
    assert.ok(keys <= 120, `${keys} keys`)

    const issue = readIssue()
    assert.deepEqual(
      [issue.title, issue.subject, issue.preheader],
      ['Lamps and oil', 'Lamps, oil', 'What a year costs'],
    )
    assert.match(issue.body, /A quiet week\./)
    assert.deepEqual(
      issue.picks.filter(({ unedited, blurb }) => unedited || !blurb.startsWith('Keepers need')),
      [],
    )
    assert.equal(new Set(issue.picks.map(({ blurb }) => blurb)).size, 20)

    const undo = page.getByRole('button', { name: 'Undo' })
    while (await undo.isEnabled()) {
      await page.keyboard.press('z')
      await page.waitForFunction(() => !document.querySelector('#status')?.textContent?.includes('…'))
    }
    assert.equal(readText(file), FIRST_FILE)
  })

  test('what a hand writes into the file meanwhile stays, and shows', async () => {
    await press('p')
    await until('a pick on the disk', () => readText(file).includes('section:'))
    const mine = readText(file)
      .replace("title:    ''", 'title: By hand # and a comment')
      .replace('<!-- the note comes here -->', 'Written beside the desk.')
    fs.writeFileSync(file, mine)
    await page.locator('.is-title .text', { hasText: 'By hand' }).waitFor()
    await press('p')
    await until('two picks on the disk', () => readIssue().picks.length === 2)
    assert.match(readText(file), /^title: By hand # and a comment$/m)
    assert.match(readText(file), /^Written beside the desk\.$/m)
  })

  test('the cursor goes on to what is undecided, decided stories stay in place, and undo comes back', async () => {
    const ids = () => page.locator('.stories .row').evaluateAll((rows) => rows.map((row) => row.id))
    const focused = () => page.evaluate(() => document.activeElement?.id ?? '')
    const order = await ids()
    const first = await focused()
    await press('x')
    assert.match((await page.locator(`#${first}`).getAttribute('class')) ?? '', /is-skipped/)
    assert.deepEqual(await ids(), order)
    const second = await focused()
    assert.ok(order.indexOf(second) > order.indexOf(first))
    await press('x', 'z')
    await statusSays(/^Undone/)
    assert.equal(await focused(), second)
    await press('z')
    await page.locator(`#${first}:focus:not(.is-skipped)`).waitFor()
    await press('x')
    await page.locator(`#${first} .mast`).click()
    await press('c')
    await statusSays(/^Open again/)
  })

  test('the letter of a section chooses it, and does nothing to the story that comes next', async () => {
    await press('Shift+P', 'x')
    await statusSays(/^Picked into Headlines, 1 of 20/)
    assert.equal(await page.locator('.stories .is-skipped').count(), 0)
    await press('Shift+P', 'z')
    await statusSays(/^Picked into Tooling, 2 of 20/)
    await until('both picks on the disk', () => readIssue().picks.length === 2)
  })

  test('a search puts the cursor on the best that is left open, and Escape back to where it was', async () => {
    const focused = () => page.evaluate(() => document.activeElement?.id ?? '')
    await press('j', 'j', 'j')
    const before = await focused()
    const title = await page.locator('.stories .row').nth(1).locator('.title').innerText()
    await press('/')
    await page.keyboard.insertText(title)
    await press('Enter')
    assert.equal(await focused(), await page.locator('.stories .row').first().getAttribute('id'))
    await press('Escape')
    assert.equal(await focused(), before)
  })

  test('the row under the cursor shows how its story begins', async () => {
    const shown = page.locator('.stories .glance')
    assert.equal(await shown.count(), 1)
    const first = await shown.innerText()
    assert.notEqual(first, '')
    await press('Space')
    assert.equal(await shown.count(), 0, 'its details say it all')
  })

  test('the line below a title ends with an ellipsis where it does not fit, and under the cursor all of it stands', async () => {
    await page.locator('.stories .row.current').waitFor()
    const lines = await page.locator('.stories .row').evaluateAll((rows) =>
      rows.slice(0, 40).map((row) => {
        const about = row.querySelector('.about') ?? row
        const { display, textOverflow } = getComputedStyle(about)
        const isCut = about.scrollWidth > about.clientWidth
        return { isCurrent: row.matches('.current'), isCut, ends: display === 'block' && textOverflow === 'ellipsis' }
      }),
    )
    assert.ok(
      lines.some(({ isCut }) => isCut),
      'some do not fit',
    )
    assert.deepEqual(
      lines.filter(({ isCurrent, isCut, ends }) => isCut && (isCurrent || !ends)),
      [],
    )
  })

  test('a check names its pick once, and asks for no command where Enter leads to the pick', async () => {
    const title = await page.locator('.stories .row.current .title').innerText()
    await press('p', 'g')
    const check = page.locator('.checks li', { hasText: 'The blurb of' }).first()
    await check.waitFor()
    const said = await check.innerText()
    assert.equal(said.split(title.slice(0, 30)).length, 2, said)
    assert.doesNotMatch(said, /npm run/)
    await check.locator('button').click()
    await page.locator('.issue .pick:focus', { hasText: title }).waitFor()
  })

  test('the head says whose turn the issue is, and follows the rota', async () => {
    const rota = path.join(content, 'rota.yml')
    const head = page.locator('.desk-head .turn')
    assert.equal(await head.count(), 0, 'there is no rota')
    try {
      fs.writeFileSync(rota, 'from: 2026-W35\norder: [keeper]\n')
      await head.filter({ hasText: 'Kay Keeper' }).waitFor()
      fs.writeFileSync(
        rota,
        'from: 2026-W35\norder: [keeper]\nweeks:\n  2026-W35: { editors: [keeper], reason: at sea }\n',
      )
      await head.filter({ hasText: 'Kay Keeper: at sea' }).waitFor()
    } finally {
      fs.rmSync(rota)
    }
  })

  test('what ran before says so before the decision, and is picked with a reason alone', async () => {
    await press('/')
    await page.keyboard.insertText(ranBefore.title)
    await press('Enter')
    assert.match(await page.locator('.stories .row').first().innerText(), /ran in #1/)
    await press('p')
    assert.match(await page.locator('dialog').innerText(), /ran in #1/)
    await press('Enter')
    await statusSays(/is empty/)
    await page.keyboard.insertText('a second part is out')
    await press('Enter')
    await until('the reason on the disk', () => readText(file).includes('again: a second part is out'))
  })

  test('m merges a story into the one that was marked, and M takes them apart', async () => {
    const [one, other] = [items[3]!, items[5]!]
    const rows = page.locator('.stories .row')
    await page.locator(`#row-${one.id} .mast`).click()
    await press('m')
    await page.locator(`#row-${other.id} .mast`).click()
    await press('m')
    await statusSays(/^Merged/)
    await page.locator(`#row-${other.id}`).waitFor({ state: 'detached' })
    await press('Escape', 'Shift+M')
    await page.locator(`#row-${other.id}`).waitFor()
    assert.equal(await rows.count(), STORIES)
  })

  test('picks are reordered and moved by keys and by buttons alike', async () => {
    await press('p', 'p', 'p', 'Tab')
    const [first, second] = await page.locator('.pick').evaluateAll((rows) => rows.map((row) => row.dataset.key))
    const order = () => readIssue().picks.map(({ id }) => id)
    await until('three picks on the disk', () => readText(file).includes('section:') && order().length === 3)
    await press('Alt+ArrowDown')
    await until('the order on the disk', () => order()[0] === second)
    await page.locator(`#issue-${first} [data-do=moveUp]`).click()
    await until('the order on the disk', () => order()[0] === first)
    await press('Shift+P', SECTION_LETTERS.find(({ section }) => section.id === 'security')!.letter)
    await until(
      'the section on the disk',
      () => readIssue().picks.find(({ id }) => id === first)?.section === 'security',
    )
    await press('d')
    await until('two picks on the disk', () => order().length === 2)
  })

  test('a blurb that was begun is kept when the editor leaves it', async () => {
    await press('p', 'Tab', 'b')
    await page.locator('#blurb-text:focus').waitFor()
    await page.keyboard.insertText('Half a sentence')
    await press('Escape', 'b')
    assert.equal(await page.locator('#blurb-text').inputValue(), 'Half a sentence')
    await page.reload()
    await page.locator('.stories [role=row]').first().waitFor()
    await press('b')
    assert.equal(await page.locator('#blurb-text').inputValue(), 'Half a sentence')
  })

  test('with shortcuts off no character does anything, also after a reload; arrows, Enter and buttons do everything', async () => {
    await press('?')
    await page.getByRole('checkbox', { name: 'Single keys are shortcuts' }).press('Space')
    await press('Escape')
    const snapshot = () => page.locator('.panes').textContent()
    for (const round of ['at once', 'after a reload']) {
      const was = await snapshot()
      const focus = await page.evaluate(() => document.activeElement?.id)
      for (const name of ['p', 'x', 's', 'j', 'k', 'F', 'z', 'g', 't', 'n', 'v', '/', '?', 'm', 'd']) await press(name)
      assert.deepEqual([await snapshot(), await page.locator('dialog[open]').count()], [was, 0], round)
      assert.equal(await page.evaluate(() => document.activeElement?.id), focus, round)
      await page.reload()
      await page.locator('.stories [role=row]').first().waitFor()
    }
    await press('ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter')
    await until('a pick on the disk', () => readText(file).includes('section:'))
  })

  test('opens and takes a key without a word in the console', async () => {
    await press('p')
    await until('a pick on the disk', () => readText(file).includes('section:'))
    assert.deepEqual(said, [])
  })

  test('a hostile title stays text, and its link is no script', async () => {
    const title = page.locator('.title', { hasText: 'onerror' })
    assert.equal((await title.textContent())?.trim(), HOSTILE)
    assert.equal(await page.locator('.stories img, .stories script').count(), 0)
    assert.equal(await page.title(), 'Desk · Crowsnest')
    assert.deepEqual(
      await page
        .locator('.stories a')
        .evaluateAll(
          (links) => links.filter((link) => (link as HTMLAnchorElement).rel !== 'noopener noreferrer').length,
        ),
      0,
    )
  })

  test('no state has an accessibility violation, light and dark, at 320 and 1280 pixels, and none scrolls sideways', async () => {
    // A few rows stand for all, which are alike.
    await press('/')
    await page.keyboard.insertText('beacon0 anchor2')
    await press('Enter', 'p', 'p', 'x', 's')
    await statusSays(/^Shortlisted/)
    await press('ArrowUp')
    const count = await page.locator('.stories .row').count()
    assert.ok(count > 5 && count < 15, `${count} rows`)
    const states: readonly (readonly [string, readonly string[]])[] = [
      ['list', []],
      ['expanded', ['Space']],
      ['palette', ['Shift+P']],
      ['filter', ['Escape', '/']],
      ['blurb', ['Enter', 'b']],
      ['form', ['Escape', 't']],
      ['checks', ['Escape', 'g']],
      ['help', ['Escape', '?']],
      ['preview', ['Escape', 'v']],
    ]
    for (const [state, way] of states) {
      await press(...way)
      if (state === 'checks') await page.locator('.checks li').first().waitFor()
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 800 })
        const wide = await page.evaluate(() => document.documentElement.scrollWidth)
        assert.ok(wide <= width, `${state}: ${wide} pixels wide at ${width}`)
        // Colours do not depend on the width.
        for (const colorScheme of width === 320 ? (['light'] as const) : (['light', 'dark'] as const)) {
          await page.emulateMedia({ colorScheme })
          const found = await findViolations(page, colorScheme, 'iframe')
          assert.deepEqual(found, [], `${state}, ${colorScheme}, ${width}`)
        }
      }
    }
  })
})
