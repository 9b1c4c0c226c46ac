import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { advisorySchema } from '../../src/core/advisory/advisory.ts'
import type { Item } from '../../src/core/item/item.ts'
import { indexAdvisories } from '../../src/site/advisory-index.ts'
import { viewCve } from '../../src/site/cve-page.ts'
import { renderSecurityFeed } from '../../src/site/security-feed.ts'
import { fixedWords, severityWords, viewSecurity, withoutCves } from '../../src/site/security-page.ts'
import { makeIssue, makeItem, makePick, makeRelease, makeSource } from '../builders.ts'

const OWN = makeSource({ id: 'kubernetes-cves', title: 'Kubernetes CVEs', kind: 'security', org: 'Kubernetes' })
const LIST = makeSource({ id: 'list', title: 'A list', kind: 'security', org: 'Openwall' })

const CVE = 'CVE-2026-4001'

/** An item that states something of a CVE. */
function makeAdvisory(stated: object, own: Partial<Item> = {}): Item {
  const { url = 'https://harbour.example/cve/', sources } = own
  return makeItem({
    title: `${CVE}: A pod leaves its cell`,
    kind: 'security',
    cves: [CVE],
    advisory: advisorySchema.parse({ cves: [CVE], ...stated }),
    ...own,
    sources: sources ?? [{ id: OWN.id, url }],
  })
}

const makeContent = (items: readonly Item[], own: object = {}) => ({
  items,
  issues: [],
  sourceNames: new Map([OWN, LIST].map((source) => [source.id, source])),
  edits: [],
  releases: [makeRelease()],
  now: new Date('2026-08-24T06:00:00Z'),
  ...own,
})

const AFFECTED = {
  severity: 'high',
  score: 8.8,
  affected: [{ component: 'kubelet', through: '1.36.1' }],
  fixed: [{ version: '1.36.2' }],
}

describe('the list of advisories', () => {
  it('says of each how bad it is, what has it and what mends it', () => {
    const { years, count } = viewSecurity(makeContent([makeAdvisory(AFFECTED)]))
    const [row] = years[0]?.rows ?? []
    assert.equal(count, 1)
    assert.equal(row?.title, 'A pod leaves its cell')
    assert.deepEqual(
      [row?.severity, row?.affected, row?.fixed, row?.href],
      ['severity high, CVSS 8.8', 'kubelet up to 1.36', 'fixed in 1.36.2', `/security/${CVE}/`],
    )
  })

  it('has advisories that name no CVE, each as a flaw of its own with a link to its day', () => {
    const nameless = (id: string) => makeAdvisory({ cves: [] }, { id, title: `A flaw ${id}`, cves: [] })
    const content = makeContent([nameless('aaaaaaaaaa'), nameless('bbbbbbbbbb'), makeAdvisory(AFFECTED)])
    const { years, count } = viewSecurity(content)
    assert.equal(count, 3)
    assert.deepEqual(
      years.flatMap(({ rows }) => rows.filter(({ cves }) => cves.length === 0).map(({ title, href }) => [title, href])),
      [
        ['A flaw aaaaaaaaaa', '/2026/08/18/#aaaaaaaaaa'],
        ['A flaw bbbbbbbbbb', '/2026/08/18/#bbbbbbbbbb'],
      ],
    )
    assert.deepEqual([...indexAdvisories(content).cves.keys()], [CVE])
    const feed = renderSecurityFeed({
      ...content,
      settings: { name: 'Harbour', url: 'https://news.example', language: 'en' } as never,
    })
    assert.match(feed, /<title>A flaw aaaaaaaaaa<\/title>/)
    assert.match(feed, /No CVE number is stated\./)
  })

  it('says that an advisory names no day, and when it was seen', () => {
    const undated = makeAdvisory({}, { published: undefined, firstSeen: '2026-08-20T06:00:00Z' })
    const dated = makeAdvisory({}, { published: '2026-08-18T06:00:00Z', firstSeen: '2026-08-20T06:00:00Z' })
    const rowOf = (item: Item) => viewSecurity(makeContent([item])).years[0]?.rows[0]
    assert.deepEqual([rowOf(undated)?.day, rowOf(undated)?.isSeen], ['2026-08-20', true])
    assert.deepEqual([rowOf(dated)?.day, rowOf(dated)?.isSeen], ['2026-08-18', false])
  })

  it('says what is unknown', () => {
    const [row] = viewSecurity(makeContent([makeAdvisory({})])).years[0]?.rows ?? []
    assert.deepEqual(
      [row?.severity, row?.affected, row?.fixed],
      ['severity unknown', 'affected versions not stated', 'no fixed version stated'],
    )
  })

  it('tells once what two sources tell, by the project’s own word', () => {
    const other = makeAdvisory(AFFECTED, {
      url: 'https://list.example/1',
      sources: [{ id: 'list', url: 'https://list.example/1' }],
    })
    const { years, count } = viewSecurity(makeContent([other, makeAdvisory({})]))
    assert.deepEqual([count, years[0]?.rows[0]?.source], [1, 'Kubernetes CVEs'])
  })

  it('ends after a hundred, and names the others by their numbers', () => {
    const items = Array.from({ length: 120 }, (_, at) => {
      const cve = `CVE-2026-${5000 + at}`
      return makeAdvisory({ cves: [cve] }, { cves: [cve], url: `https://harbour.example/${at}` })
    })
    const { years, older, rest } = viewSecurity(makeContent(items))
    const rows = years.flatMap((year) => year.rows)
    assert.deepEqual([rows.length, older.length, rest], [100, 20, 0])
    assert.equal(new Set([...rows.flatMap(({ cves }) => cves.map(({ cve }) => cve)), ...older]).size, 120)
  })

  it('does not depend on the order of files', () => {
    const items = [1, 2, 3].map((at) => makeAdvisory(AFFECTED, { url: `https://harbour.example/${at}` }))
    assert.deepEqual(viewSecurity(makeContent(items)), viewSecurity(makeContent(items.toReversed())))
  })
})

describe('the page of a CVE', () => {
  it('is there where an advisory is, and not where something only names it', () => {
    const named = makeItem({ cves: ['CVE-2026-9999'] })
    const about = makeItem({ url: 'https://harbour.example/why/', cves: [CVE] })
    const pick = makePick({ id: about.id, title: 'Why it happened' })
    const issues = [makeIssue({ status: 'published', picks: [pick] })]
    const { cves } = indexAdvisories(makeContent([makeAdvisory({}), named, about], { issues }))
    assert.deepEqual([...cves.keys()], [CVE])
    const page = cves.get(CVE)
    assert.deepEqual(
      page?.items.map(({ id }) => id),
      [about.id],
    )
    assert.deepEqual(
      page.picks.map(({ pick: { title } }) => title),
      ['Why it happened'],
    )
  })

  const wordsOf = (items: readonly Item[]) => {
    const content = makeContent(items)
    const page = indexAdvisories(content).cves.get(CVE)
    assert.ok(page)
    const { minors, others } = viewCve(page, content)
    return { minors: minors.map(({ minor, words }) => [minor, words]), others }
  }

  it('says what it means for a supported minor', () => {
    const minor = makeRelease().minor
    const { minors } = wordsOf([
      makeAdvisory({ affected: [{ through: `${minor}.1` }], fixed: [{ version: `${minor}.2` }] }),
    ])
    assert.deepEqual(minors, [[minor, [{ text: `affected, fixed in ${minor}.2`, by: undefined }]]])
  })

  it('sums up in a sentence what it means', () => {
    const of = (states: Parameters<typeof makeAdvisory>[0], minors = ['1.36', '1.35']) => {
      const releases = minors.map((minor) => makeRelease({ minor }))
      const content = { ...makeContent([makeAdvisory(states)]), releases }
      const page = indexAdvisories(content).cves.get(CVE)
      assert.ok(page)
      return viewCve(page, content).summary
    }
    const range = (minor: string) => ({ from: `${minor}.0`, through: `${minor}.1` })
    assert.equal(
      of({ affected: [range('1.36'), range('1.35')] }),
      'Of the supported versions, 1.36 and 1.35 are affected.',
    )
    assert.equal(
      of({ affected: [range('1.35')] }),
      'Of the supported versions, 1.35 is affected; of 1.36 it is unknown.',
    )
    assert.equal(
      of({ affected: [range('1.20')], fixed: [{ version: '1.20.2' }] }),
      'By what is stated, no supported version of Kubernetes is affected.',
    )
    assert.equal(of({}), 'Whether a supported version of Kubernetes is affected is unknown.')
    assert.equal(
      of({ affected: [{ component: 'ingress-nginx', before: '1.36.2' }] }),
      'A flaw of ingress-nginx, which has releases of its own.',
    )
    assert.equal(of({}, []), undefined)
  })

  it('says that it is unknown where nothing is stated', () => {
    const { minors } = wordsOf([makeAdvisory({})])
    assert.deepEqual(minors, [[makeRelease().minor, [{ text: 'unknown', by: undefined }]]])
  })

  it('shows both where sources differ', () => {
    const minor = makeRelease().minor
    const url = 'https://list.example/1'
    const { minors } = wordsOf([
      makeAdvisory({ affected: [{ before: `${minor}.2` }] }),
      makeAdvisory({ affected: [{ before: `${minor}.3` }] }, { url, sources: [{ id: 'list', url }] }),
    ])
    assert.deepEqual(minors[0]?.[1], [
      { text: `affected, fixed in ${minor}.2`, by: 'Kubernetes CVEs' },
      { text: `affected, fixed in ${minor}.3`, by: 'A list' },
    ])
  })

  it('says nothing of minors where something else has the flaw', () => {
    assert.deepEqual(wordsOf([makeAdvisory({ affected: [{ component: 'ingress-nginx', before: '1.36.2' }] })]), {
      minors: [],
      others: ['ingress-nginx'],
    })
  })
})

it('words of severity, fixes and titles say what is known and no more', () => {
  const words = (stated: object) => advisorySchema.parse(stated)
  assert.equal(severityWords(words({ severity: 'low' })), 'severity low')
  assert.equal(severityWords(words({ severity: 'critical', score: 9 })), 'severity critical, CVSS 9.0')
  assert.equal(severityWords(words({ score: 0 })), 'CVSS 0.0')
  const fixed = ['1.2.10', '1.2.9'].map((version) => ({ component: 'ingress-nginx', version }))
  assert.equal(fixedWords(words({ fixed })), 'fixed in ingress-nginx 1.2.9, 1.2.10')
  assert.equal(withoutCves('[kubernetes] CVE-2026-4001 and CVE-2026-4002: Two'), 'Two')
  assert.equal(withoutCves('CVE-2026-4001'), 'CVE-2026-4001')
})

it('the feed tells what each advisory states, under the id of its item', () => {
  const item = makeAdvisory(AFFECTED)
  const settings = { id: 'crowsnest', name: 'Harbour', url: 'https://news.example', language: 'en' } as never
  const feed = renderSecurityFeed({ ...makeContent([item]), settings })
  assert.match(feed, /<title>CVE-2026-4001: A pod leaves its cell<\/title>/)
  assert.match(feed, /Severity: high, CVSS 8\.8; affected: kubelet up to 1\.36; fixed in 1\.36\.2\./)
  assert.match(feed, new RegExp(`urn:crowsnest:item:${item.id}`))
})
