import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DomUtils, parseDocument } from 'htmlparser2'
import { assembleDigest } from '../../../src/core/digest/assemble-digest.ts'
import { renderHtml } from '../../../src/core/digest/render-html.ts'
import { renderText } from '../../../src/core/digest/render-text.ts'
import type { Issue } from '../../../src/core/issue/issue.ts'
import { makeIssue, makePick } from '../../builders.ts'
import { makeSettings } from './digest-builders.ts'
import { makeOddIssue, ODD_URLS } from './odd-issues.ts'

type ChildNode = ReturnType<typeof parseDocument>['children'][number]

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1)
const WAYS = [
  ['by hand', undefined],
  ['to our list', 'https://light.example/unsubscribe/k1.0123456789012345678901.0123456789012345678901'],
  ['through a mailing service', '{{ unsubscribe_url }}'],
] as const
const settings = makeSettings({
  mail: { from: 'lamp@light.example', replyTo: 'desk@light.example', address: 'Pier 1\nThe Harbour' },
})

function render(issue: Issue, unsubscribe: string | undefined) {
  const digest = assembleDigest(issue, settings, unsubscribe)
  const html = renderHtml(digest)
  return { digest, html, page: parseDocument(html), text: renderText(digest) }
}

const hrefsOf = (nodes: ChildNode[]) =>
  DomUtils.getElementsByTagName('a', nodes).map(({ attribs }) => attribs.href ?? 'none')

/** What differs in no browser: markdown, and the text for template engines, write some characters as their code. */
const asked = (url: string) =>
  (URL.canParse(url) ? new URL(url).href : url)
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(/[{|}^`[\]"]/g, encodeURIComponent)

/** Addresses of links in markdown, as these issues write them. */
const linksIn = (markdown: string) =>
  [...markdown.matchAll(LINK)].map(([found, inBrackets, bare]) => {
    if (found === '[it][ref]') return ODD_URLS[0]
    return found.startsWith('desk') ? `mailto:${found}` : (inBrackets ?? bare ?? found).replace('&amp;', '&')
  })
const LINK = /\]\((?:<([^>]*)>|([^)<]*))\)|https:\/\/lamp\.example\/\d\?a=b|desk@lamp\.example|\[it\]\[ref\]/g

/** All that an issue leads to, from its data alone. */
function addressesOf({ key, picks, body, corrections, corrects }: Issue, unsubscribe: string | undefined): string[] {
  const site = settings.url
  const page = `${site}/issues/${key}/`
  const standing = [page, page, `${site}/suggest/`, `${site}/rss.xml`, `${site}/privacy/`]
  const ofPicks = picks.flatMap(({ url = '', blurb, also, cves = [] }) => [
    ...[url, ...cves.map((cve) => `${site}/security/${cve}/`), ...linksIn(blurb)],
    ...also.map((one) => one.url).filter((other) => other !== url),
  ])
  const ofCorrections = [
    ...corrections.flatMap(({ pick, text }) => [...(pick === undefined ? [] : [`${page}#${pick}`]), ...linksIn(text)]),
    ...corrects.flatMap(({ issue, pick, text }) => [`${site}/issues/${issue}/#${pick}`, ...linksIn(text)]),
  ]
  const leave = unsubscribe === undefined ? [] : [unsubscribe]
  return [...standing, ...ofPicks, ...linksIn(body), ...ofCorrections, ...leave].map((url) =>
    url.startsWith('/') ? site + url : url,
  )
}

for (const [way, unsubscribe] of WAYS) {
  describe(`an issue sent ${way}`, () => {
    const mails = SEEDS.map((seed) => {
      const issue = makeOddIssue(seed)
      return { seed, issue, ...render(issue, unsubscribe) }
    })

    test('leads from its HTML to what its data names, to the letter, as often, and nowhere else', () => {
      for (const { seed, issue, page } of mails) {
        const hrefs = hrefsOf(page.children)
        assert.deepEqual(hrefs.map(asked).sort(), addressesOf(issue, unsubscribe).map(asked).sort(), `issue ${seed}`)
        const exact = new Set(hrefs)
        for (const { url = '' } of issue.picks) assert.ok(exact.has(url), `issue ${seed}: ${url}`)
      }
    })

    test('has each of these addresses whole in its text, and no other', () => {
      for (const { seed, issue, text } of mails) {
        const wanted = new Set(addressesOf(issue, unsubscribe).map((url) => asked(url).replace('mailto:', '')))
        const lines = new Set(text.split('\n').map((line) => asked(line.trim())))
        // The address of a mail may stand in a sentence, since it ends where it ends.
        const missing = [...wanted].filter((url) => !lines.has(url) && !(url.includes('@lamp') && text.includes(url)))
        assert.deepEqual(missing, [], `issue ${seed}`)
        const strange = [...lines].filter((line) => /^https?:\S+$/.test(line) && !wanted.has(line))
        assert.deepEqual(strange, [], `issue ${seed}`)
        if (unsubscribe?.startsWith('{{')) continue
        for (const { url = '' } of issue.picks) assert.ok(text.includes(`  ${url}\n`), `issue ${seed}: ${url}`)
      }
    })

    test('says in its text all that its HTML says', () => {
      for (const { seed, page, text } of mails) {
        const said = squash(text)
        const missing = piecesOf(page.children).filter((piece) => !said.includes(squash(piece)))
        assert.deepEqual(missing, [], `issue ${seed}`)
      }
    })
  })
}

/** Without what the two parts write differently: space, marks around code and in front of lines, upper case. */
const squash = (text: string) => text.toLowerCase().replace(/[\s`|·*>-]+/g, '')

const BLOCKS = /^(h\d|p|div|li|[uo]l|t[dhr]|t(able|head|body)|pre|blockquote)$/
const isBlock = (node: ChildNode) => 'attribs' in node && BLOCKS.test(node.name)

/** What a reader sees, in the largest pieces that the text has in one piece as well: blocks, and facts one by one. */
function piecesOf(nodes: ChildNode[]): string[] {
  const pieces: string[] = []
  const look = (node: ChildNode) => {
    if (!('attribs' in node) || node.attribs['aria-hidden'] === 'true') return
    const children = DomUtils.getChildren(node)
    if (children.some(isBlock)) children.forEach(look)
    else if (isArranged(node.name, node.attribs.class, children))
      pieces.push(...children.flatMap((child) => DomUtils.textContent(child).split(/\s· |^, |, $/)))
    else if (children[0] !== undefined && 'name' in children[0] && children[0].name === 'b')
      pieces.push(
        DomUtils.textContent(children[0]),
        children
          .slice(1)
          .map((child) => DomUtils.textContent(child))
          .join(''),
      )
    else pieces.push(DomUtils.textContent(node))
  }
  DomUtils.getElementsByTagName('table', nodes, true, 1).forEach(look)
  return pieces.filter((piece) => squash(piece) !== '')
}

/** Facts, a heading with its signal, and the line of links stand otherwise arranged in the text. */
const isArranged = (name: string, names = '', children: ChildNode[]) =>
  name === 'h2' ||
  names.split(' ').includes('m') ||
  (name === 'p' && children.every((child) => 'attribs' in child || DomUtils.textContent(child).trim() === ''))

test('the pieces that are compared are those that are seen', () => {
  const picks = [
    makePick({ minutes: 3, blurb: 'A *lit* lamp.', also: [{ source: 'LWKD', url: 'https://lwkd.example/' }] }),
  ]
  const pieces = piecesOf(render(makeIssue({ picks, body: 'The `note`.' }), undefined).page.children)
  for (const piece of [
    'No. 1',
    'The note.',
    'Technical',
    'First light',
    '3\u00a0min',
    'A lit lamp.',
    'LWKD',
    'Privacy',
    'Pier 1',
  ])
    assert.ok(
      pieces.some((one) => one.includes(piece)),
      piece,
    )
  assert.ok(
    pieces.every((piece) => !piece.includes('What the week brought')),
    'the preheader is not',
  )
})
