import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type AddressParts, checkPermalink, oldAddresses, type OldSite } from '../../../src/core/import/old-address.ts'
import { readOldDate } from '../../../src/core/import/old-date.ts'
import { readOldConfig } from '../../../src/core/import/read-old-config.ts'

function addresses(
  site: OldSite,
  path: string,
  fields: Record<string, unknown> = {},
  title = 'Oars & Lamps',
): string[] {
  const date = readOldDate(fields.date ?? '2020-05-04T22:00:00Z')
  assert.ok(date)
  const parts: AddressParts = { site, path, title, date, fields: new Map(Object.entries(fields)) }
  return oldAddresses(parts)
}

describe('addresses that Jekyll gave', () => {
  const POST = '2020-05-03-update.md'
  for (const [permalink, address] of [
    [undefined, '/2020/05/04/update.html'],
    ['pretty', '/2020/05/04/update/'],
    ['ordinal', '/2020/125/update.html'],
    ['weekdate', '/2020/W19/Mon/update.html'],
    ['none', '/update.html'],
    ['/:year/:year:month:day/', '/2020/20200504/'],
    ['/news/:short_year-:i_month-:i_day-:slug.html', '/news/20-5-4-update.html'],
  ] as const) {
    test(`with the permalink ${permalink ?? 'that it has by itself'}`, () => {
      assert.deepEqual(addresses({ generator: 'jekyll', permalink }, POST), [address])
    })
  }

  test('are also the whole name of the file where a pattern ends without a slash', () => {
    assert.deepEqual(addresses({ generator: 'jekyll', permalink: '/:year/:title' }, POST), [
      '/2020/update',
      '/2020/update.html',
    ])
  })

  test('begin with the categories and the folder, and with the path of the site', () => {
    const site: OldSite = { generator: 'jekyll', url: 'https://oars.example/weekly/', permalink: 'pretty' }
    assert.deepEqual(addresses(site, `news/_posts/${POST}`, { categories: 'Rowing Boats' }), [
      '/weekly/news/rowing/boats/2020/05/04/update/',
    ])
  })

  test('are those of a file that names its own, with those that led to it', () => {
    const fields = { permalink: '/a/:year/', redirect_from: ['/b', '/c.html'] }
    assert.deepEqual(addresses({ generator: 'jekyll' }, POST, fields), ['/a/2020/', '/b', '/c.html'])
  })

  test('have the day of the zone of the site', () => {
    const site: OldSite = { generator: 'jekyll', permalink: '/:year:month:day/', timezone: 'Asia/Tokyo' }
    assert.deepEqual(addresses(site, POST, { date: '2020-05-04 22:00:00 -0000' }), ['/20200505/'])
  })
})

describe('addresses that Hugo gave', () => {
  for (const [path, fields, address] of [
    ['posts/Oars_and-lamps.md', {}, '/posts/oars_and-lamps/'],
    ['posts/a.md', { slug: 'b' }, '/posts/b/'],
    ['archive/061/index.md', {}, '/archive/061/'],
    ['posts/a.md', { url: '/x/y/' }, '/x/y/'],
    ['a.md', {}, '/a/'],
  ] as const) {
    test(`to ${path} with ${JSON.stringify(fields)}`, () => {
      assert.deepEqual(addresses({ generator: 'hugo' }, path, fields), [address])
    })
  }

  test('follow the patterns of its first folder', () => {
    const permalinks = new Map([
      ['archive', '/:year/:month/:slug/'],
      ['posts', '/:sections/:contentbasename'],
    ])
    const site: OldSite = { generator: 'hugo', permalinks }
    assert.deepEqual(addresses(site, 'archive/061/index.md', { slug: '061' }), ['/2020/05/061/'])
    assert.deepEqual(addresses(site, 'posts/a.md'), ['/posts/a'])
    assert.deepEqual(addresses(site, 'archive/061/index.md', {}), ['/2020/05/oars-lamps/'])
  })

  test('are joined by aliases, from the root or from beside it, and by no page of another host', () => {
    const site: OldSite = { generator: 'hugo', url: 'https://oars.example/' }
    const aliases = ['/old/', 'beside', 'https://oars.example/t/1/', 'https://else.example/t/1/']
    assert.deepEqual(addresses(site, 'posts/a.md', { aliases }), ['/posts/a/', '/old/', '/posts/beside', '/t/1/'])
  })
})

describe('addresses that Pelican gave', () => {
  for (const [permalink, fields, address] of [
    [undefined, {}, '/oars-lamps.html'],
    ['blog/{date:%Y}/{date:%m}/{date:%d}/{slug}/', {}, '/blog/2020/05/04/oars-lamps/'],
    ['{category}/{lang}/{slug}/index.html', { category: 'This Week' }, '/this-week/en/oars-lamps/'],
    ['{date:%b}-{date:%-d}-{slug}.html', { slug: 's' }, '/May-4-s.html'],
    ['{slug}.html', { url: 'own/place.html' }, '/own/place.html'],
  ] as const) {
    test(`with the pattern ${permalink ?? 'that it has by itself'} and ${JSON.stringify(fields)}`, () => {
      assert.deepEqual(addresses({ generator: 'pelican', permalink }, 'a.md', fields), [address])
    })
  }
})

describe('a pattern of addresses', () => {
  test('is refused where it has a token that the generator has not', () => {
    for (const [pattern, generator, token] of [
      ['/:year/:slug', 'jekyll', undefined],
      ['/:year/:sulg', 'jekyll', ':sulg'],
      [':sections/:contentbasename', 'hugo', undefined],
      [':categories/', 'hugo', ':categories'],
      ['{date:%Y}/{slug}', 'pelican', undefined],
      ['{date:%Q}/{slug}', 'pelican', '{date:%Q}'],
      ['{sulg}', 'pelican', '{sulg}'],
    ] as const) {
      const checked = checkPermalink(pattern, generator, '--permalink')
      assert.equal(checked.ok ? undefined : checked.problems[0]?.what.replace(/.* token /, ''), token, pattern)
    }
  })
})

describe('settings of an old site', () => {
  test('of Jekyll say its address, its pattern and its zone', () => {
    const text = 'url: https://oars.example\nbaseurl: /weekly\npermalink: /:year\ntimezone: Europe/Berlin\n'
    assert.deepEqual(readOldConfig(text, '_config.yml'), {
      generator: 'jekyll',
      url: 'https://oars.example/weekly/',
      permalink: '/:year',
      timezone: 'Europe/Berlin',
    })
  })

  test('of Hugo say patterns, in either of the two forms that it had', () => {
    for (const text of ['[permalinks]\nposts = "/:slug/"\n', '[permalinks.page]\nposts = "/:slug/"\n']) {
      const site = readOldConfig(`baseURL = "https://oars.example"\n${text}`, 'hugo.toml')
      assert.equal(site?.url, 'https://oars.example/')
      assert.equal(site?.permalinks?.get('posts'), '/:slug/')
    }
  })

  test('of Pelican are looked at as text, and never run', () => {
    const text = `SITEURL = u'https://oars.example'\nARTICLE_URL = "blog/{slug}/"\nraise SystemExit`
    assert.deepEqual(readOldConfig(text, 'pelicanconf.py'), {
      generator: 'pelican',
      url: 'https://oars.example/',
      permalink: 'blog/{slug}/',
    })
  })

  test('that cannot be read are none', () => {
    assert.equal(readOldConfig('a = [', 'hugo.toml'), undefined)
    assert.equal(readOldConfig('a: [', '_config.yml'), undefined)
    assert.equal(readOldConfig('[]', 'hugo.json'), undefined)
  })
})
