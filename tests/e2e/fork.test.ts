import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { inflateSync, unzipSync } from 'node:zlib'
import { assembleDigest } from '../../src/core/digest/assemble-digest.ts'
import { renderHtml } from '../../src/core/digest/render-html.ts'
import { renderText } from '../../src/core/digest/render-text.ts'
import { planServiceMail } from '../../src/core/subscription/plan-service-mail.ts'
import { parseMailbox } from '../../src/core/text/mail-address.ts'
import type { Palette } from '../../src/core/text/palette.ts'
import { take } from '../../src/core/text/problem.ts'
import { paletteOf, type SiteSettings } from '../../src/core/text/site-settings.ts'
import { readToldIssue } from '../../src/io/issue-files.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { readNetlifyRules } from '../../src/io/netlify-rules.ts'
import { readUserAgent } from '../../src/io/user-agent.ts'
import { buildSharedSite, buildSite } from './build-site.ts'

// One build of a publication that is not ours; it takes most of the time of this file.
const ROOT = path.resolve(import.meta.dirname, '../..')
const CONTENT = path.join(ROOT, 'tests/fixtures/fork/content')
const NOW = '2026-08-17T06:00:00Z'

const ours = take(readSiteSettings(path.join(ROOT, 'content')))
const theirs = take(readSiteSettings(CONTENT))

/** Everything in settings that a reader could meet, by what it is. */
function traits(settings: SiteSettings): (readonly [what: string, text: string])[] {
  const { mail } = settings
  const host = new URL(settings.url).host
  return [
    ['name', settings.name],
    ['id', settings.id ?? ''],
    ['address', host],
    ['tagline', settings.tagline],
    ['description', settings.description],
    ...[mail.from, mail.replyTo, mail.bounces, mail.listId].flatMap((text) => (text ? [['mail', text] as const] : [])),
    ...(settings.repository === undefined ? [] : [['repository', settings.repository] as const]),
    ...Object.values(settings.texts ?? {}).flatMap((text) => (text === undefined ? [] : [['text', text] as const])),
    ...(settings.hoist ?? []).map(({ says }) => ['hoist', says] as const),
  ]
}

/** The colours of settings, but those that are nobody's: white and black, and shades of grey. */
function colours(palette: Palette): string[] {
  const all = JSON.stringify(palette).match(/#[0-9a-f]{3,6}\b/gi) ?? []
  return [...new Set(all)].filter((colour) => !/^#(.)\1*$/.test(colour) && !/^#(..)\1\1$/.test(colour))
}

const people = fs
  .globSync('content/authors/*.yml', { cwd: ROOT })
  .map((file) => /^name: (.+)$/m.exec(fs.readFileSync(path.join(ROOT, file), 'utf8'))?.[1] ?? '')
  .filter((name) => name !== '')

/** What a file says: its text, that of a packed index, or the words that a picture carries beside its pixels. */
function textOf(file: string): string {
  const bytes = fs.readFileSync(file)
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return unzipSync(bytes).toString('utf8')
  if (!file.endsWith('.png')) return bytes.toString('utf8')
  return wordsOfPicture(bytes)
}

/** What stands in the chunks of a PNG that are no pixels. */
function wordsOfPicture(bytes: Buffer): string {
  let words = ''
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    const data = bytes.subarray(at + 8, at + 8 + length)
    if (type !== 'IDAT') words += ` ${type} ${data.toString('latin1')}`
    at += length + 12
  }
  return words
}

/** The first pixel of a PNG, which is its ground. */
function groundOf(file: string): string {
  const bytes = fs.readFileSync(file)
  const parts: Buffer[] = []
  let palette: Buffer | undefined
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (type === 'IDAT') parts.push(bytes.subarray(at + 8, at + 8 + length))
    if (type === 'PLTE') palette = bytes.subarray(at + 8, at + 8 + length)
    at += length + 12
  }
  const row = inflateSync(Buffer.concat(parts))
  const depth = bytes[24] ?? 8
  const first = row[1] ?? 0
  const pixel = palette
    ? palette.subarray((first >> (8 - depth)) * 3, (first >> (8 - depth)) * 3 + 3)
    : row.subarray(1, 4)
  return `#${pixel.toString('hex')}`
}

describe('a publication under another name', () => {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-fork-'))
  const dist = path.join(out, 'dist')
  const texts = new Map<string, string>()

  before(async () => {
    const { code, stderr } = await buildSite(CONTENT, dist, { now: NOW })
    assert.equal(code, 0, stderr)
    for (const [name, text] of textsOf(dist)) texts.set(name, text)
    for (const [name, text] of mails()) texts.set(name, text)
    texts.set('user agent', readUserAgent(CONTENT))
  })
  after(() => {
    fs.rmSync(out, { recursive: true, force: true })
  })

  const filesWith = (pattern: RegExp) =>
    [...texts]
      .filter(([name, text]) => !isLibrary(name) && (pattern.test(text) || pattern.test(name)))
      .map(([name]) => name)

  test('says nothing of ours on any page, in any feed, file, picture or mail', () => {
    assert.ok(texts.size > 100, `${texts.size} files`)
    const found = [...traits(ours), ...people.map((name) => ['person', name] as const)].flatMap(([what, text]) =>
      filesWith(new RegExp(String.raw`(?<!\w)${text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)}(?!\w)`, 'i')).map(
        (file) => `${what} "${text}" in ${file}`,
      ),
    )
    assert.deepEqual(found, [])
  })

  test('does not speak of Kubernetes, which it is not about', () => {
    assert.deepEqual(filesWith(/kube|k8s|cncf|\betcd\b/i), [])
  })

  test('has none of our colours, by day or by night, in site, icon and mail', () => {
    const found = colours(paletteOf(ours)).flatMap((colour) =>
      filesWith(new RegExp(`${colour}(?![0-9a-f])`, 'i')).map((file) => `${colour} in ${file}`),
    )
    assert.deepEqual(found, [])
  })

  test('has its own name, address, words and colours where ours were', () => {
    const site = [...texts.values()].join('\n').replaceAll('&#39;', '’')
    for (const text of [
      theirs.name,
      theirs.url,
      theirs.tagline,
      'urn:ferry-post:issue:2026-W33',
      'by the <em>morning ferry</em>',
    ])
      assert.ok(site.includes(text), text)
    const sheets = [...texts].filter(([name]) => name.endsWith('.css')).map(([, text]) => text)
    const { paper, sea } = theirs.colours ?? {}
    assert.ok(paper && sea)
    for (const [name, [day, night]] of [
      ['paper', paper],
      ['sea', sea],
    ] as const) {
      assert.ok(
        sheets.some(
          (text) =>
            text.includes(`--${name}:light-dark(${day}, ${night})`) ||
            text.includes(`--${name}:light-dark(${day},${night})`),
        ),
        name,
      )
    }
    assert.match(texts.get('index.html') ?? '', /<meta name="theme-color" content="#fdf8f7"/)
    assert.match(texts.get('favicon.svg') ?? '', /#e8b92e.*#1c1c1c/)
    assert.equal(groundOf(path.join(dist, 'card.png')), theirs.colours?.paper[0])
  })

  test('has its own sections, in their order, with their flags, on the page and in the mail', () => {
    for (const name of ['issues/2026-W33/index.html', 'the mail as HTML', 'the mail as text', 'rss.xml']) {
      const text = (texts.get(name) ?? '').replace(/^[^]*?A quiet week/, '')
      const places = theirs.sections?.map(({ title }) => text.search(new RegExp(title, 'i'))) ?? []
      assert.ok(!places.includes(-1), `${name}: ${places.join(' ')}`)
      assert.deepEqual(
        places,
        places.toSorted((one, other) => one - other),
        name,
      )
    }
    const page = texts.get('issues/2026-W33/index.html') ?? ''
    assert.deepEqual(
      [...page.matchAll(/<symbol id="flag-(\w)"/g)].map((match) => match[1]),
      ['C', 'G', 'L', 'V', 'X'],
    )
  })

  test('has no page for what it is not about, and no link that leads there or anywhere else that is not', () => {
    const gone = [
      'sigs',
      'keps',
      'projects',
      'releases',
      'v',
      'security',
      'events',
      'releases.ics',
      'kubernetes.ics',
      'calendar.ics',
    ]
    assert.deepEqual(
      gone.filter((name) => fs.existsSync(path.join(dist, name))),
      [],
    )
    const links = linksOf(texts)
    assert.ok(links.length > 1000)
    const rules = readNetlifyRules(path.join(ROOT, 'netlify.toml'))
    for (const { to } of rules.redirects) links.push({ name: 'netlify.toml', link: to })
    assert.deepEqual(deadOf(links, dist), [])
    assert.doesNotMatch(texts.get('sitemap.xml') ?? '', /example\/(?:sigs|keps|releases|events|security|v)\//)
  })
})

describe('a publication in which there is nothing yet', () => {
  for (const [about, variant] of [
    ['something else', 'least-ferries'],
    ['Kubernetes', 'least-kubernetes'],
  ] as const) {
    test(`about ${about} links to no room that is empty, and to no page that is not`, async () => {
      const { dist } = await buildSharedSite(variant)
      const texts = textsOf(dist)
      const links = linksOf(texts)
      assert.ok(links.length > 500)
      assert.deepEqual(deadOf(links, dist), [])
      const linked = new Set(links.map(({ link }) => link))
      const empty = ['/topics/', '/posts/', '/case-studies/', '/series/', '/authors/', '/posts/rss.xml']
      const wanted =
        about === 'Kubernetes'
          ? [...empty, '/calendar.ics', '/kubernetes.ics']
          : [...empty, '/kinds/', '/calendar.ics', '/island-ferries.ics']
      assert.deepEqual(
        wanted.filter((link) => linked.has(link) || fs.existsSync(path.join(dist, link))),
        [],
      )
      assert.doesNotMatch(texts.get('sitemap.xml') ?? '', /\/(?:topics|posts|case-studies|series|authors)\//)
    })
  }
})

/** What every file of a built site says, by its path there. */
function textsOf(dist: string): Map<string, string> {
  const files = fs.readdirSync(dist, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
  const paths = files.map((file) => path.join(file.parentPath, file.name))
  return new Map(paths.map((whole) => [path.relative(dist, whole), textOf(whole)]))
}

interface Link {
  readonly name: string
  readonly link: string
}

/** Every link of every page to an address of the site. */
const linksOf = (texts: ReadonlyMap<string, string>): Link[] =>
  [...texts]
    .filter(([name]) => name.endsWith('.html'))
    .flatMap(([name, text]) =>
      [...text.matchAll(/\shref="(\/[^"#?]*)/g)].map((match) => ({ name, link: match[1] ?? '' })),
    )

/** Links that lead nowhere, each once, with their page. */
function deadOf(links: readonly Link[], dist: string): string[] {
  const dead = links.filter(({ link }) => !isThere(link, dist)).map(({ name, link }) => `${link} in ${name}`)
  return [...new Set(dead)]
}

function isThere(link: string, dist: string): boolean {
  // The app answers these; they are not files.
  if (['/subscribe', '/suggest'].includes(link)) return true
  const file = path.join(dist, decodeURIComponent(link))
  return fs.existsSync(link.endsWith('/') ? path.join(file, 'index.html') : file)
}

/** Code of the search, which names nobody, and speaks no language of ours. */
const isLibrary = (name: string) => /^pagefind\/(?:pagefind[\w.-]*\.(?:js|css)|wasm\.)/.test(name)

/** The digest and the mails of the app, as HTML and as text. */
function* mails(): Generator<readonly [name: string, text: string]> {
  const digest = assembleDigest(take(readToldIssue(CONTENT, '2026-W33')), theirs, `${theirs.url}/unsubscribe/token`)
  yield ['the mail as HTML', renderHtml(digest)]
  yield ['the mail as text', renderText(digest)]
  const from = parseMailbox(theirs.mail.from)
  assert.ok(from)
  const link = `${theirs.url}/confirm/token`
  for (const about of [
    { kind: 'confirm', link },
    { kind: 'already', me: link, unsubscribe: link },
    { kind: 'suggestion', answer: { title: 'A boat', issue: 1, issueUrl: theirs.url } },
  ] as const) {
    const mail = planServiceMail({
      ...{ mail: { id: 'a', to: 'reader@sea.example' }, about: about as never, settings: theirs, from },
      ...{ replyTo: undefined, date: new Date(NOW) },
    })
    yield [`the mail ${about.kind}`, [mail.subject, mail.html, mail.text, mail.messageId].join('\n')]
  }
}
