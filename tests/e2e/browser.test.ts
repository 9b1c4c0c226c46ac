import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { assertSound } from './assert-sound.ts'
import { launchBrowser, unpackBrowser } from './browser.ts'
import { findBrowser } from './find-browser.mjs'
import { findViolations } from './find-violations.ts'

const NOTHING = {
  env: {},
  platform: 'linux-x64',
  exists: () => false,
  hasPackage: () => false,
  playwrightsOwn: () => Promise.resolve('/playwright/chrome'),
}

describe('findBrowser', () => {
  const everything = {
    ...NOTHING,
    env: { BROWSER_PATH: '/mine/chrome', PATH: ['/bin', '/usr/bin'].join(path.delimiter) },
    exists: (file: string) => ['/mine/chrome', '/playwright/chrome', '/usr/bin/chromium'].includes(file),
    hasPackage: () => true,
  }
  const { PATH } = everything.env
  const cases = [
    { name: 'BROWSER_PATH before all', world: {}, expected: { from: 'path', executable: '/mine/chrome' } },
    { name: 'the packed one on Linux x64', world: { env: { PATH } }, expected: { from: 'package' } },
    {
      name: "Playwright's own elsewhere",
      world: { env: { PATH }, platform: 'darwin-arm64' },
      expected: { from: 'path', executable: '/playwright/chrome' },
    },
    {
      name: "the system's where Playwright has none",
      world: { env: { PATH }, platform: 'linux-arm64', exists: (file: string) => file === '/usr/bin/chromium' },
      expected: { from: 'path', executable: path.join('/usr/bin', 'chromium') },
    },
    { name: 'none where there is none', world: NOTHING, expected: undefined },
  ]
  for (const { name, world, expected } of cases) {
    test(`takes ${name}`, async () => {
      assert.deepEqual(await findBrowser({ ...everything, ...world }), expected)
    })
  }

  test('does not pass over a BROWSER_PATH that is wrong', async () => {
    await assert.rejects(findBrowser({ ...everything, env: { BROWSER_PATH: '/gone' } }), /BROWSER_PATH is \/gone/)
  })
})

describe('launchBrowser', () => {
  test('shows a page of ours, in real fonts', async () => {
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage()
      await page.setContent(
        '<title>Ahoy</title><p style="font-family: sans-serif"><span>WWW</span> <span>iii</span></p>',
      )
      assert.equal(await page.title(), 'Ahoy')
      const widths = await page
        .locator('span')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width))
      assert.ok(Number(widths[0]) > 2 * Number(widths[1]), 'without a font, all letters are boxes of one width')
    } finally {
      await browser.close()
    }
  })

  test('leaves the environment of the tests as it was', () => {
    assert.equal(process.env.AWS_LAMBDA_JS_RUNTIME, undefined)
    assert.doesNotMatch(process.env.LD_LIBRARY_PATH ?? '', /al2023/)
  })
})

describe('findViolations', () => {
  test('finds what is wrong on a page as it stands, however often it has looked before', async () => {
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage({ colorScheme: 'light' })
      await page.setContent(
        `<!doctype html><html lang="en"><title>Fog</title><style>:root { color-scheme: light dark }
        @media (prefers-color-scheme: dark) { p { color: #333; background: #000 } }</style>
        <main><h1>Fog</h1><p>Dim in the dark.</p><button style="width: 9px; height: 9px; padding: 0">a</button
        ><button style="width: 9px; height: 9px; padding: 0">b</button></main>`,
      )
      const rules = async (scheme: 'light' | 'dark') =>
        (await findViolations(page, scheme)).map((found) => found.split(':')[0])
      assert.deepEqual(await rules('light'), ['target-size'])
      await page.emulateMedia({ colorScheme: 'dark' })
      assert.deepEqual(await rules('dark'), ['color-contrast'])
      await page.evaluate(() => document.querySelector('h1')?.insertAdjacentHTML('afterend', '<img src="data:,">'))
      assert.deepEqual(await rules('light'), ['color-contrast', 'image-alt', 'target-size'])
      assert.deepEqual(await findViolations(page, 'dark', 'p'), [])
    } finally {
      await browser.close()
    }
  })
})

describe('assertSound', () => {
  test('sees what is wrong at one width or in the dark alone', async () => {
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage({ reducedMotion: 'reduce' })
      const pageWith = (style: string) =>
        `data:text/html,${encodeURIComponent(
          `<!doctype html><html lang="en"><title>Fog</title><style>:root { color-scheme: light dark } ${style}</style>
          <main><h1>Fog</h1><p>Dim in the dark.</p></main>`,
        )}`
      await assertSound(page, pageWith(''))
      const dim = 'p { color: #777; background: #888 }'
      const dark = '(prefers-color-scheme: dark)'
      for (const [style, expected] of [
        [`@media ${dark} and (max-width: 400px) { ${dim} }`, /^dark, 320/],
        [`@media ${dark} and (min-width: 400px) { ${dim} }`, /^dark, 1280/],
        [`@media (prefers-color-scheme: light) and (max-width: 400px) { ${dim} }`, /^light, 320/],
        [`@media (prefers-color-scheme: light) and (min-width: 400px) { ${dim} }`, /^light, 1280/],
        ['p { width: 400px }', /^4\d\d pixels wide at 320/],
        ['@media (min-width: 400px) { p { width: 2000px } }', /^20\d\d pixels wide at 1280/],
      ] as const)
        await assert.rejects(assertSound(page, pageWith(style)), { message: expected }, style)
    } finally {
      await browser.close()
    }
  })
})

const packed = (await findBrowser({ env: {} }))?.from === 'package'

describe('unpackBrowser', { skip: packed ? false : 'the packed browser is for Linux x64' }, () => {
  test('gives two that come first at the same time the same whole browser, and leaves nothing beside it', async () => {
    const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-unpack-'))
    try {
      const [one, two] = await Promise.all([unpackBrowser(temporary), unpackBrowser(temporary)])
      assert.deepEqual(one, two)
      assert.equal(fs.readdirSync(temporary).length, 1)
      fs.accessSync(one.executable, fs.constants.X_OK)
      assert.ok(fs.readFileSync(path.join(String(one.env.FONTCONFIG_PATH), 'fonts.conf'), 'utf8').includes(temporary))
    } finally {
      fs.rmSync(temporary, { recursive: true, force: true })
    }
  })
})
