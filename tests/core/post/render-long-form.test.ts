import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type LongFormPlace, renderLongForm } from '../../../src/core/post/render-long-form.ts'

function render(markdown: string, own: Partial<LongFormPlace> = {}): string {
  return renderLongForm(markdown, {
    ...{ form: 'page', path: '/posts/lamps/', site: 'https://crowsnest.example', pictures: [], sizes: new Map() },
    ...own,
  }).html
}

const LAMP = { file: 'lamp.svg', credit: 'Crowsnest', lost: false }
const SIZES = new Map([['lamp.svg', { width: 640, height: 200 }]])

describe('what nobody may write', () => {
  for (const [what, markdown] of [
    ['a script', '<script>alert(1)</script>'],
    ['an element in a line', 'a <b onclick="alert(1)">word</b>'],
    ['a block', '<div style="x">\n\ntext\n\n</div>'],
    ['a link that runs', '[x](javascript:alert(1)) and <javascript:alert(1)>'],
    ['a link to data', '[x](data:text/html,hello)'],
    ['a picture of a stranger', '![x](https://elsewhere.example/x.png)'],
    ['a picture that runs', '![x](javascript:alert(1))'],
    ['a class', '```"><script>alert(1)</script>\nx\n```'],
  ] as const) {
    test(`${what} does not come through`, () => {
      const html = render(markdown)
      assert.doesNotMatch(html, /<(?:script|b|div|img)\b|href="(?:javascript|data)|onclick=|style=/)
    })
  }

  test('a link without an address keeps its words', () => {
    assert.equal(render('[the words](javascript:x)'), '<p>the words</p>')
  })
})

describe('code', () => {
  test('is verbatim: quotes, hyphens and indentation are as they were', () => {
    const code = 'spec:\n  containers:\n    - args: ["--enable", \'it\']   # "so" -- so\n\ttab & <x>'
    const html = render(`\`\`\`yaml\n${code}\n\`\`\``)
    const shown = (/<code data-code="">([^]*)<\/code>/.exec(html)?.[1] ?? '').replace(/<[^>]+>/g, '')
    const entities: Readonly<Record<string, string>> = { '&#x26;': '&', '&#x3C;': '<' }
    assert.equal(
      shown.replace(/&#x\w+;/g, (entity) => entities[entity] ?? entity),
      code,
    )
  })

  test('is coloured by classes alone, and the same at every rendering', () => {
    const yaml = '```yaml\nkind: Pod # why\nname: "x"\nport: 80\n```'
    const html = render(yaml)
    for (const part of [
      '<span class="c-key">kind</span>',
      '<span class="c-comment"># why</span>',
      '<span class="c-string">"x"</span>',
      '<span class="c-number">80</span>',
    ]) {
      assert.ok(html.includes(part), part)
    }
    assert.doesNotMatch(html, /style=/)
    assert.equal(render(yaml), html)
  })

  test('of a console has what was typed, without prompts and output, in `data-code`, line by line', () => {
    const html = render('```console\n$ kubectl get pods \\\n    --watch\nweb  1/1\n# a remark\n$ exit\n```')
    const typed = [...html.matchAll(/<span data-code="">(.*?)<\/span>(?=\n|<\/code>)/g)].map(([, line = '']) =>
      line.replace(/<[^>]+>/g, ''),
    )
    assert.deepEqual(typed, ['kubectl get pods \\', '    --watch', 'exit'])
    assert.match(html, /<span class="prompt">\$ <\/span>/)
    assert.match(html, /<span class="out">web {2}1\/1<\/span>/)
  })

  test('has a button that waits for a script, but where there is nothing to copy', () => {
    assert.match(render('```sh\nls\n```'), /<button type="button" data-copy="" hidden>Copy<\/button>/)
    assert.doesNotMatch(render('```console\nnothing was typed\n```'), /<button/)
  })

  test('says its language, and that it is a fragment, by a name of its own where it scrolls', () => {
    const long = 'x'.repeat(40)
    const html = render(
      `\`\`\`yaml fragment\na: ${long}\n\`\`\`\n\n\`\`\`json\n"${long}"\n\`\`\`\n\n\`\`\`\nshort\n\`\`\``,
    )
    assert.match(html, /<section tabindex="0" aria-label="Code 1: YAML, a fragment"><pre>/)
    assert.match(html, /<section tabindex="0" aria-label="Code 2: JSON"><pre>/)
    assert.match(html, /<span>Text<\/span>.*?<\/figcaption><pre>/)
  })

  test('in a language called like a part of every object has that name, and no other', () => {
    for (const name of ['constructor', '__proto__', 'tostring']) {
      assert.match(render(`\`\`\`${name}\nlamp\n\`\`\``), new RegExp(`<figcaption><span>${name}</span>`))
    }
  })

  test('in a line of very many words is left without colours, instead of being looked at for minutes', () => {
    const long = 'a.b[c, '.repeat(5_000)
    const html = render(`\`\`\`go\n${long}\nreturn "lamp"\n\`\`\``)
    assert.ok(html.includes(`${long}\n<span class="c-keyword">return </span>`))
  })

  test('of an unknown language is plain', () => {
    assert.match(render('```brainfuck\n+[-]\n```'), /<span>brainfuck<\/span>.*<code data-code="">\+\[-\]<\/code>/)
  })
})

describe('words', () => {
  test('keep their punctuation', () => {
    assert.equal(render(`"so" -- and... 'so'`), `<p>"so" -- and... 'so'</p>`)
  })

  test('of a heading make its id, which is counted where it comes again, and a link with a name', () => {
    const { html, headings } = renderLongForm('## What’s `new`\n\n## What’s new\n\n### Main\n\n## 日本', {
      ...{ form: 'page', path: '/', site: '', pictures: [], sizes: new Map() },
    })
    assert.deepEqual(
      headings.map(({ id, depth }) => [id, depth]),
      [
        ['whats-new', 2],
        ['whats-new-2', 2],
        ['main-2', 3],
        ['section', 2],
      ],
    )
    assert.match(
      html,
      /<h2 id="whats-new">What’s <code>new<\/code><\/h2><a href="#whats-new" class="anchor" aria-label="Link to “What’s new”">/,
    )
  })

  test('at the foot lead back to every place that names them', () => {
    const html = render('One[^a], again[^a].\n\n[^a]: The note.')
    assert.match(html, /<a href="#fn-a" id="fnref-a" data-footnote-ref aria-describedby="footnote-label">1<\/a>/)
    assert.match(html, /<h2 id="footnote-label">Notes<\/h2>/)
    assert.match(html, /<li id="fn-a">/)
    assert.match(html, /href="#fnref-a" data-footnote-backref="" aria-label="Back to the text, note 1"/)
    assert.match(html, /href="#fnref-a-2" data-footnote-backref="" aria-label="Back to the text, note 1, place 2"/)
  })

  test('of a quotation name their speaker below it, where its last paragraph does', () => {
    assert.equal(
      render('> It was dark.\n>\n> — Ada Quay, *keeper*'),
      '<figure class="quotation"><blockquote><p>It was dark.</p></blockquote><figcaption>— Ada Quay, <em>keeper</em></figcaption></figure>',
    )
    assert.doesNotMatch(render('> It was dark.'), /figure/)
    assert.doesNotMatch(render('> — Ada Quay'), /figure/)
  })

  test('of a list to tick say what is done', () => {
    const html = render('- [x] wick\n- [ ] oil')
    assert.match(html, /<span role="img" aria-label="done:">☑<\/span> wick/)
    assert.match(html, /<span role="img" aria-label="to do:">☐<\/span> oil/)
    assert.doesNotMatch(html, /<input/)
  })
})

test('a table scrolls in a place that has a name, with heads for columns and numbers to the right', () => {
  const html = render('| Part | Weight |\n|---|--:|\n| lens | 3 |')
  assert.match(html, /<section class="wide" tabindex="0" aria-label="Table 1: Part, Weight"><table>/)
  assert.match(html, /<th scope="col" class="to-right">Weight<\/th>/)
  assert.match(html, /<td class="to-right">3<\/td>/)
})

describe('a picture', () => {
  test('alone in its paragraph has a caption, who made it, on which terms, and a size that the page can keep free', () => {
    const licence = { name: 'CC BY 4.0', url: 'https://cc.example/' }
    const html = render('![A lamp](lamp.svg "From the side")', { pictures: [{ ...LAMP, licence }], sizes: SIZES })
    assert.equal(
      html,
      '<figure class="picture"><img src="/posts/lamps/lamp.svg" alt="A lamp" width="640" height="200" loading="lazy" decoding="async"><figcaption>From the side <small>Picture: Crowsnest, <a href="https://cc.example/">CC BY 4.0</a>.</small></figcaption></figure>',
    )
  })

  test('in a line of text stays there', () => {
    const html = render('Look: ![A lamp](lamp.svg)', { pictures: [LAMP], sizes: SIZES })
    assert.match(html, /^<p>Look: <img src="\/posts\/lamps\/lamp\.svg"/)
  })

  test('that is lost leaves its caption, or what it showed, and says so', () => {
    const pictures = [{ ...LAMP, lost: true }]
    const html = render('![A lamp](lamp.svg "From the side")', { pictures })
    assert.match(html, /From the side <small>Picture: Crowsnest\. It was not preserved\.<\/small>/)
    assert.doesNotMatch(html, /<img/)
    assert.match(render('![A lamp](lamp.svg)', { pictures }), /<figcaption>A lamp <small>/)
  })

  test('that nobody listed is told by its words', () => {
    assert.equal(render('![A lamp](lamp.svg)'), '<p>A lamp</p>')
  })
})

test('in a feed all addresses are whole, and nothing is there that only a page can use', () => {
  const html = render(
    '## Lamps\n\n[up](/issues/) [here](#lamps) [beside](../oil/) [out](https://elsewhere.example/) one[^1]\n\n![A lamp](lamp.svg)\n\n```console\n$ ls\n```\n\n| a |\n|---|\n| b |\n\n[^1]: Note.',
    { form: 'feed', pictures: [LAMP], sizes: SIZES },
  )
  assert.deepEqual(
    [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, address]) => address),
    [
      'https://crowsnest.example/issues/',
      'https://crowsnest.example/posts/lamps/#lamps',
      'https://crowsnest.example/posts/oil/',
      'https://elsewhere.example/',
      'https://crowsnest.example/posts/lamps/#fn-1',
      'https://crowsnest.example/posts/lamps/lamp.svg',
      'https://crowsnest.example/posts/lamps/#fnref-1',
    ],
  )
  assert.match(html, /<pre><code>\$ ls<\/code><\/pre>/)
  assert.doesNotMatch(html, /<button|class="anchor"|tabindex|loading=/)
})
