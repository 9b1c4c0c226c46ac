import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Advisory, advisorySchema } from '../../../src/core/advisory/advisory.ts'
import { concernsMinor } from '../../../src/core/advisory/concerns-minor.ts'

type Stated = Partial<Pick<Advisory, 'affected' | 'fixed'>>

/** A list for each minor, as advisories of Kubernetes have it. */
const LISTED: Stated = {
  affected: [{ from: '1.27.0', through: '1.27.1' }, { from: '1.26.0', through: '1.26.4' }, { through: '1.25.9' }],
  fixed: [{ version: '1.27.2' }, { version: '1.26.5' }, { version: '1.25.10' }],
}

const CASES: readonly [what: string, stated: Stated, minor: string, answer: string][] = [
  ['a listed minor is affected up to its fix', LISTED, '1.26', 'affected 1.26.5'],
  ['the lowest of the list too', LISTED, '1.25', 'affected 1.25.10'],
  ['an older minor than the list is affected, without a fix', LISTED, '1.19', 'affected'],
  ['a minor after the last fix is not affected', LISTED, '1.28', 'not-affected'],
  ['1.3 is not 1.30', { affected: [{ from: '1.30.0', through: '1.30.1' }] }, '1.3', 'unknown'],
  ['1.9 comes before 1.10', { affected: [{ before: '1.9.4' }] }, '1.10', 'not-affected'],
  [
    'minors listed one by one say nothing of older ones',
    { affected: [{ from: '1.27.0', through: '1.27.1' }], fixed: [{ version: '1.27.2' }] },
    '1.26',
    'unknown',
  ],
  [
    'a range over several minors says where it begins',
    { affected: [{ from: '1.20.0', through: '1.24.3' }], fixed: [{ version: '1.24.4' }] },
    '1.19',
    'not-affected',
  ],
  [
    'a flaw that came with a patch was not there before',
    { affected: [{ from: '1.27.3', through: '1.27.5' }] },
    '1.26',
    'not-affected',
  ],
  ['a list without a fix says nothing of later minors', { affected: [{ through: '1.27.1' }] }, '1.28', 'unknown'],
  ['an end says itself what is sound', { affected: [{ before: '1.27.2' }] }, '1.27', 'affected 1.27.2'],
  ['before 1.27.2 leaves 1.28 sound', { affected: [{ before: '1.27.2' }] }, '1.28', 'not-affected'],
  [
    'of several ends each is of its own minor',
    { affected: [{ before: '1.28.1' }, { before: '1.27.5' }] },
    '1.27',
    'affected 1.27.5',
  ],
  [
    'a gap in the list leaves a minor open',
    { affected: [{ through: '1.24.3' }, { from: '1.26.0', through: '1.26.1' }] },
    '1.25',
    'unknown',
  ],
  ['all versions are all versions', { affected: [{}] }, '1.35', 'affected'],
  [
    'all versions and a fix leave a later minor open',
    { affected: [{}], fixed: [{ version: '1.27.2' }] },
    '1.28',
    'unknown',
  ],
  [
    'all versions and a fix in a first release',
    { affected: [{}], fixed: [{ version: '1.28.0' }] },
    '1.28',
    'not-affected',
  ],
  ['a whole minor', { affected: [{ from: '1.3', through: '1.6' }] }, '1.6', 'affected'],
  [
    'a beta alone affects nobody',
    { affected: [{ through: '1.10.0-beta.1' }], fixed: [{ version: '1.10.0-beta.2' }] },
    '1.10',
    'not-affected',
  ],
  ['a fix alone says that there was a flaw', { fixed: [{ version: '1.27.2' }] }, '1.27', 'affected 1.27.2'],
  ['a fix of another minor says nothing', { fixed: [{ version: '1.27.2' }] }, '1.26', 'unknown'],
  ['nothing stated is unknown', {}, '1.27', 'unknown'],
  [
    'a fix within the range that has the flaw is none',
    { affected: [{ from: '1.27.0', through: '1.27.5' }], fixed: [{ version: '1.27.2' }] },
    '1.27',
    'affected',
  ],
  [
    'a range that ends before it begins says nothing',
    { affected: [{ from: '1.27.5', through: '1.27.1' }] },
    '1.27',
    'unknown',
  ],
  [
    'a range and a first release that is said to be sound contradict each other',
    { affected: [{ from: '1.27.0', through: '1.27.5' }], fixed: [{ version: '1.27.0' }] },
    '1.27',
    'unknown',
  ],
  [
    'versions of something else are not those of minors',
    {
      affected: [{ component: 'ingress-nginx', before: '1.11.2' }],
      fixed: [{ component: 'ingress-nginx', version: '1.11.2' }],
    },
    '1.11',
    'unknown',
  ],
  [
    'who has two parts needs the later fix',
    {
      affected: [
        { component: 'kubelet', before: '1.24.14' },
        { component: 'kube-proxy', before: '1.24.15' },
      ],
      fixed: [
        { component: 'kubelet', version: '1.24.14' },
        { component: 'kube-proxy', version: '1.24.15' },
      ],
    },
    '1.24',
    'affected 1.24.15',
  ],
]

describe('what an advisory means for a minor', () => {
  for (const [what, stated, minor, answer] of CASES) {
    it(`${what} (${minor})`, () => {
      const { state, fixedIn } = concernsMinor(advisorySchema.parse(stated), minor)
      assert.equal([state, fixedIn].filter(Boolean).join(' '), answer)
    })
  }
})
