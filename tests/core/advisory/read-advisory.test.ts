import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { describeAffected, describeFixed } from '../../../src/core/advisory/describe-advisory.ts'
import { type AdvisoryWords, readAdvisory } from '../../../src/core/advisory/read-advisory.ts'
import { renderMarkdown } from '../../../src/core/text/markdown.ts'
import { startProcessorTime } from '../../processor-time.ts'

const VECTOR = 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H'

const read = (markdown: string, own: Partial<AdvisoryWords> = {}) =>
  readAdvisory({
    title: 'A pod may leave its cell',
    text: renderMarkdown(markdown),
    cves: [],
    isOfKubernetes: true,
    ...own,
  })

/** `kubelet: before 1.2.3 / 1.3.0 to 1.3.4` */
const told = (parts: ReturnType<typeof describeAffected>) =>
  parts
    .map(({ component, words }) => `${component === undefined ? '' : `${component}: `}${words.join(' / ')}`)
    .join('; ')

const AFFECTED: readonly [what: string, markdown: string, affected: string][] = [
  [
    'lines under bold words',
    '**Affected Versions**\nv1.27.0 - v1.27.1\n<= v1.24.13',
    '1.27.0 to 1.27.1 / up to 1.24.13',
  ],
  [
    'a list under a heading',
    '#### Affected Versions\n\n- kubelet v1.18.0-1.18.5\n- kubelet < v1.16.13',
    'kubelet: 1.18.0 to 1.18.5 / before 1.16.13',
  ],
  [
    'a heading that ends in a colon',
    'Vulnerable versions:\n* Kubernetes 1.3.x-1.6.x\n* Kubernetes 1.7.0-1.7.13',
    '1.3 to 1.6 / 1.7.0 to 1.7.13',
  ],
  ['a line that is heading and list at once', '**Affected versions**: >= 1.5.0, < 1.9.6', '1.5.0 to before 1.9.6'],
  ['a heading without any mark', 'Affected Versions\n- kubelet v1.36.0 - v1.36.2', 'kubelet: 1.36.0 to 1.36.2'],
  ['a capital V, and words for a range', '### Affected Versions\n- V1.20.0 to V1.20.3', '1.20.0 to 1.20.3'],
  ['prior to', '### Affected Versions\n- All versions prior to v1.20.4', 'before 1.20.4'],
  ['and earlier', '### Affected Versions\n- kube-proxy v1.22.1 and earlier', 'kube-proxy: up to 1.22.1'],
  ['and later', '### Affected Versions\n- v1.30.0 and later', '1.30.0 and later'],
  [
    'two parts in one line',
    '### Affected Versions\n- kubelet, kube-proxy v1.1.0 - v1.1.4',
    'kubelet: 1.1.0 to 1.1.4; kube-proxy: 1.1.0 to 1.1.4',
  ],
  ['every version', '### Affected Components\n\nAll Kubernetes versions are affected.', 'all versions'],
  [
    'a remark in parentheses',
    '### Affected Versions\n- kubelet v1.30.0 - v1.30.2 (only with the gate on)',
    'kubelet: 1.30.0 to 1.30.2',
  ],
  [
    'a table',
    '| Component | Affected | Fixed |\n|---|---|---|\n| kubelet | < 1.27.2 | 1.27.2 |',
    'kubelet: before 1.27.2',
  ],
  [
    'a sentence',
    'In Kubernetes versions 1.9.0-1.9.9 and 1.10.0-1.10.5, a mount was read wrong.',
    '1.9.0 to 1.9.9 / 1.10.0 to 1.10.5',
  ],
  [
    'an operator for several',
    'This affects versions prior to 1.15.10, 1.16.7 and 1.17.3.',
    'before 1.15.10 / before 1.16.7 / before 1.17.3',
  ],
  [
    'a project of its own',
    'An issue was discovered in ingress-nginx where a path leads out.\n\n### Affected Versions\n- < v1.11.2',
    'ingress-nginx: before 1.11.2',
  ],
  [
    'a project in the line',
    '### Affected Versions\n- secrets-store-csi-driver < 1.3.3',
    'secrets-store-csi-driver: before 1.3.3',
  ],
]

/** What a reader might take for versions that have the flaw, and that is not, or may not be. */
const NOTHING: readonly [what: string, markdown: string, own?: Partial<AdvisoryWords>][] = [
  ['no text at all', ''],
  ['the heading alone', '### Affected Versions\n\n### Fixed Versions\n'],
  ['a sentence about a default that changed', 'Prior to v1.14.0, the default policy let anybody ask.'],
  ['versions that mend it', 'Please upgrade to v1.27.2 or v1.26.5.'],
  [
    'a list with one line that cannot be read',
    '### Affected Versions\n- v1.27.0 - v1.27.1\n- what was built from v1.26.2 by hand of v1.26.1',
  ],
  ['an operator that has no version', '### Affected Versions\n- < unknown 1.2 perhaps'],
  ['a version of another kind', '### Affected Versions\n- 1.29.2-gke.1200'],
  ['an address', 'The port is open in 127.0.0.1 alone, as in 10.0.0.1.'],
  ['a version that Kubernetes never had', '### Affected Versions\n- Kubernetes < 4.2.1'],
  ['code', '### Affected Versions\n```\nv1.27.0 - v1.27.1\n```'],
  ['a text of nobody knows whom', 'Versions before 1.2.3 are affected.', { isOfKubernetes: false }],
]

describe('the affected versions', () => {
  for (const [what, markdown, affected] of AFFECTED) {
    it(`are read from ${what}`, () => assert.equal(told(describeAffected(read(markdown))), affected))
  }
  for (const [what, markdown, own] of NOTHING) {
    it(`are not made of ${what}`, () => assert.deepEqual(read(markdown, own).affected, []))
  }
})

describe('the fixed versions', () => {
  for (const [what, markdown, fixed] of [
    [
      'a list with the changes that brought them',
      '#### Fixed Versions\n- kubelet master - fixed by #92916\n- kubelet v1.18.6 - fixed by #92921',
      'kubelet: 1.18.6',
    ],
    ['lines, the lowest first', '**Fixed Versions**\nV1.24.14\nv1.27.2\nv1.9.4', '1.9.4 / 1.24.14 / 1.27.2'],
    [
      'a version from which on',
      '**Fixed Versions**\n- secrets-store-csi-driver >= 1.3.3',
      'secrets-store-csi-driver: 1.3.3',
    ],
    [
      '"Fixed in", without what stands in parentheses',
      '**Fixed versions:**\n* Fixed in v1.7.14 by #1\n* Fixed in master by #2 (will be in v1.10.0)',
      '1.7.14',
    ],
    [
      'a table',
      '| Product | Affected versions | Fixed versions |\n|---|---|---|\n| kubelet | < 1.27.2 | 1.27.2 |',
      'kubelet: 1.27.2',
    ],
    ['a sentence', 'It is fixed in versions 1.27.2 and 1.26.5.', '1.26.5 / 1.27.2'],
    ['a range, which is none', '### Fixed Versions\n- v1.27.0 - v1.27.2', ''],
    ['the fix of another flaw, which is none', 'CVE-2019-11246 was fixed in 1.14.3.', ''],
  ] as const) {
    it(`are read from ${what}`, () => assert.equal(told(describeFixed(read(markdown))), fixed))
  }
})

describe('how bad it is', () => {
  const of = (markdown: string) => {
    const { severity, score, vector } = read(markdown)
    return [severity, score, vector]
  }
  for (const [what, markdown, expected] of [
    [
      'a word and a vector',
      `CVSS Rating: [${VECTOR}](https://first.example/#${VECTOR}) - **HIGH** (8.8)`,
      ['high', 8.8, VECTOR],
    ],
    ['a vector alone, by its band', VECTOR, ['high', 8.8, VECTOR]],
    ['a word that is not that of its band', `This has been rated **Medium** (${VECTOR})`, ['medium', 8.8, VECTOR]],
    ['a word alone', 'Severity: Moderate', ['medium', undefined, undefined]],
    ['a score alone', 'It has a CVSS v3.1 score of 9.1.', ['critical', 9.1, undefined]],
    ['a score of version 2, which is another', 'It has a CVSS v2 score of 9.1.', [undefined, undefined, undefined]],
    ['a word that is none', 'Severity: TBD', [undefined, undefined, undefined]],
    [
      'two words that contradict each other',
      'Severity: low\n\nThis has been rated HIGH.',
      [undefined, undefined, undefined],
    ],
    ['two vectors', `${VECTOR} and CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:N`, [undefined, undefined, undefined]],
    ['words that only sound so', 'Of high availability clusters none is at risk.', [undefined, undefined, undefined]],
  ] as const) {
    it(`is read from ${what}`, () => assert.deepEqual(of(markdown), expected))
  }
})

describe('what it is about', () => {
  for (const [what, own, markdown, cves] of [
    ['what is known of it beside its words', { cves: ['CVE-2026-4001'] }, 'As CVE-2019-11246.', ['CVE-2026-4001']],
    [
      'its title, in any case',
      { title: 'cve-2026-4001 and CVE-2026-4002: two' },
      '',
      ['CVE-2026-4001', 'CVE-2026-4002'],
    ],
    ['the only one that it names', {}, 'This is CVE-2026-4001.', ['CVE-2026-4001']],
    ['nothing, where it names several', {}, 'See CVE-2026-4001 and CVE-2026-4002.', []],
  ] as const) {
    it(`is ${what}`, () => assert.deepEqual(read(markdown, own).cves, cves))
  }
})

it('a text of ten million characters is read before a reader would be stopped, whatever it is made of', () => {
  const spent = startProcessorTime()
  const parts = ['v1.27.0 - ', '<p>in versions ', '**affected versions**\n', 'CVSS:3.1/', 'a, ', '(', '| ', 'kubelet ']
  for (const part of parts) {
    const text = part.repeat(10_000_000 / part.length)
    const { affected, fixed } = readAdvisory({ title: part.repeat(30), text, cves: [], isOfKubernetes: true })
    assert.deepEqual([affected, fixed], [[], []], part)
  }
  assert.ok(spent() < 20_000, `${spent()} ms`)
})
