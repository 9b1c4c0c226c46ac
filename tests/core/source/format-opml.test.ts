import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Parser } from 'htmlparser2'
import { formatOpml } from '../../../src/core/source/format-opml.ts'
import { planSourceImport } from '../../../src/core/source/plan-source-import.ts'
import { KINDS } from '../../../src/core/source/source.ts'
import { makeSource } from '../../builders.ts'

/** The attributes of all outlines, as a reader of XML sees them. */
function readOutlines(opml: string): Record<string, string>[] {
  const outlines: Record<string, string>[] = []
  const parser = new Parser(
    { onopentag: (name, attributes) => name === 'outline' && outlines.push(attributes) },
    { xmlMode: true },
  )
  parser.end(opml)
  return outlines
}

/** The address and title of each source, after a way out and in again. */
function throughOpml(sources: readonly ReturnType<typeof makeSource>[]) {
  const plan = planSourceImport(formatOpml(sources, 'Sources'), [], 'x.opml')
  assert.ok(plan.ok)
  assert.deepEqual(plan.value.problems, [])
  return plan.value.added.map(({ url, title, site }) => ({ url, title, site }))
}

describe('OPML of the sources', () => {
  test('has a folder for each kind that there is, in the order of kinds, and its sources by title', () => {
    const opml = formatOpml(
      [
        makeSource({ id: 'z', kind: 'video', title: 'Z', url: 'https://z.example/' }),
        makeSource({ id: 'b', title: 'B', url: 'https://b.example/', site: 'https://b.example/blog/?a=1&b=2' }),
        makeSource({ id: 'a', title: 'A', url: 'https://a.example/' }),
      ],
      'Ours & others',
    )
    assert.equal(
      opml,
      `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>Ours &amp; others</title>
  </head>
  <body>
    <outline text="blog" title="blog">
      <outline type="rss" text="A" title="A" xmlUrl="https://a.example/"/>
      <outline type="rss" text="B" title="B" xmlUrl="https://b.example/" htmlUrl="https://b.example/blog/?a=1&amp;b=2"/>
    </outline>
    <outline text="video" title="video">
      <outline type="rss" text="Z" title="Z" xmlUrl="https://z.example/"/>
    </outline>
  </body>
</opml>
`,
    )
  })

  test('of every kind has every source', () => {
    const sources = KINDS.map((kind) => makeSource({ id: kind, kind, url: `https://${kind}.example/feed` }))
    assert.deepEqual(
      throughOpml(sources)
        .map(({ url }) => url)
        .sort(),
      sources.map(({ url }) => url).sort(),
    )
  })

  test('of none is a list of none', () => {
    assert.deepEqual(throughOpml([]), [])
  })

  for (const title of [
    'Harbour & Helm',
    `"Quotes" and 'apostrophes'`,
    'a < b > c && d',
    'AT&amp;T',
    '&lt;b&gt;',
    'The <b> tag, and <script>alert(1)</script>',
    ']]> <!-- --> <?xml?>',
    'Ünïcödé 日本語 🚢',
    'كوبرنيتيس',
    '%26 &#38; &nbsp; &unknown;',
  ]) {
    test(`brings ${title} back as it was, with its addresses`, () => {
      const source = makeSource({ title, url: 'https://a.example/?a=1&b="2"&c=\'<3>', site: 'https://a.example/' })
      assert.deepEqual(throughOpml([source]), [{ url: source.url, title, site: source.site }])
    })
  }

  test('leaves out of a title what XML cannot hold', () => {
    const title = `a\u0000b\u0008c\u001bd\ufffee\ud800f\u0085g`
    const opml = formatOpml([makeSource({ title })], 'x\u0001')
    assert.match(opml, /<title>x<\/title>/)
    assert.ok(opml.isWellFormed())
    assert.equal(readOutlines(opml)[1]?.text, 'abcde\ufffdfg')
  })
})
