import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { TAG_FIELDS, type TaggedWords, type Tags } from '../../../src/core/item/tags.ts'
import { createTagger } from '../../../src/core/tag/tagger.ts'
import { makeTopic } from '../../builders.ts'

const { tag, explain } = createTagger([])

/** The words of an entry of nobody's site that speaks of nothing. */
const words = (own: Partial<TaggedWords>): TaggedWords => ({
  title: 'A lamp',
  text: '',
  links: ['https://harbour.example/lamp/'],
  categories: [],
  ...own,
})

const OF_KUBERNETES = { title: 'What is new', links: ['https://kubernetes.io/blog/2026/01/01/new/'] }
const ABOUT_KUBERNETES = { title: 'Notes on Kubernetes' }

type Case = readonly [says: string, own: Partial<TaggedWords>, expected: readonly string[]]

function table(field: keyof Tags, cases: readonly Case[]): void {
  for (const [says, own, expected] of cases) {
    test(says, () => {
      assert.deepEqual(tag(words(own))[field], expected)
    })
  }
}

describe('a version is of Kubernetes', () => {
  table('versions', [
    ['where its name stands before it', { text: 'Runs on Kubernetes 1.31 and more.' }, ['1.31']],
    ['and is text: 1.20 is not 1.2', { title: 'Kubernetes 1.20' }, ['1.20']],
    ['of which the patch is left out', { text: 'Upgrade to Kubernetes v1.30.2.' }, ['1.30']],
    ['also before it is released', { text: 'Kubernetes v1.37.0-rc.1 is cut.' }, ['1.37']],
    ['by its short name', { text: 'on k8s v1.28+' }, ['1.28']],
    [
      'where it is that of a part',
      { text: 'kubelet 1.24, kubeadm v1.25, kube-apiserver 1.26.1' },
      ['1.24', '1.25', '1.26'],
    ],
    ['where the name follows', { text: 'the 1.19 release of Kubernetes; a v1.18 kubelet' }, ['1.18', '1.19']],
    ['with words between', { text: 'Kubernetes clusters at version 1.22 or later' }, ['1.22']],
    ['in a list', { text: 'Kubernetes v1.29, v1.30, and v1.31' }, ['1.29', '1.30', '1.31']],
    [
      'at both ends of a range, and not between',
      { text: 'Kubernetes 1.24–1.27; Kubernetes 1.19 to 1.21' },
      ['1.19', '1.21', '1.24', '1.27'],
    ],
    [
      'without its name in its own blog',
      { ...OF_KUBERNETES, text: 'This moved to beta in v1.27 and to GA in 1.30.' },
      ['1.27', '1.30'],
    ],
    ['without its name where the title has it', { ...ABOUT_KUBERNETES, text: 'Deprecated since v1.25.' }, ['1.25']],
    [
      'in the sentence of its name alone, elsewhere',
      { text: 'Kubernetes dropped it in v1.24. We released v1.7.' },
      ['1.24'],
    ],
    [
      'in the address of a changelog',
      {
        links: [
          'https://harbour.example/',
          'https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.33.md',
        ],
      },
      ['1.33'],
    ],
    [
      'in the address of its announcement',
      { links: ['https://kubernetes.io/blog/2024/08/13/kubernetes-v1-31-release/'] },
      ['1.31'],
    ],
    ['in order of their size', { text: 'Kubernetes 1.20, 1.9 and 1.10' }, ['1.9', '1.10', '1.20']],
  ])
})

describe('a version is not of Kubernetes', () => {
  table('versions', [
    [
      'where it is that of another project',
      { ...OF_KUBERNETES, text: 'Istio 1.20, containerd v1.7, Helm 1.5, grpc v1.66.1 and runc to v1.1.12' },
      [],
    ],
    ['where it is that of a language', { ...OF_KUBERNETES, text: 'built with Go 1.22; Go versions 1.23 and 1.24' }, []],
    [
      'where something we never heard of has it',
      { ...OF_KUBERNETES, text: 'Frobnicator 1.21 and Frobnicator v1.22' },
      [],
    ],
    ['in a list of another one', { ...OF_KUBERNETES, text: 'Cilium v1.14.2, v1.13.7 and v1.12' }, []],
    [
      'where something is updated to it',
      { ...OF_KUBERNETES, text: 'golang to 1.16.5 in 1.21 and 1.22' },
      ['1.21', '1.22'],
    ],
    ['as that of an API', { ...OF_KUBERNETES, text: 'apps/v1, v1beta1, gateway.networking.k8s.io/v1.2' }, []],
    ['as the tag of an image', { ...ABOUT_KUBERNETES, text: 'image: nginx:1.14.2 and pause:1.20' }, []],
    [
      'as an amount',
      { ...ABOUT_KUBERNETES, text: '1.20 dollars, in 1.5 seconds, for 1.25 million, to 1.9 GB, 1.2x, 1.21%' },
      [],
    ],
    ['as part of a longer number', { ...ABOUT_KUBERNETES, text: 'in 11.20, in 0.1.20, at 1.21.3.4, since 1.200' }, []],
    [
      'in a post about another project, without the name',
      { title: 'Istio 1.20 on Kubernetes', text: 'In 1.20 we changed. Since v1.19 too.' },
      [],
    ],
    [
      'at the place of another project',
      { title: 'News', links: ['https://istio.io/blog/'], text: 'Since v1.19 and in 1.20.' },
      [],
    ],
    [
      'in the address of another project',
      {
        links: [
          'https://github.com/istio/istio/releases/tag/1.20.1',
          'https://github.com/kubernetes/autoscaler/releases/tag/cluster-autoscaler-1.33.5',
        ],
      },
      [],
    ],
    [
      'in what another repository of the project releases',
      { title: 'Release v1.31.2', links: ['https://github.com/kubernetes/minikube/releases/tag/v1.31.2'] },
      [],
    ],
    [
      'after the semicolon of another list',
      { ...OF_KUBERNETES, text: 'cluster-autoscaler v1.36.0: a quota; also v1.35.1, v1.34.4' },
      [],
    ],
  ])
})

describe('a group', () => {
  table('sigs', [
    [
      'is known by name, label and path',
      { text: 'SIG Node, sig-storage, sig/auth, SIG-CLI' },
      ['sig-auth', 'sig-cli', 'sig-node', 'sig-storage'],
    ],
    [
      'is known by other names',
      { text: 'SIG ContribEx, SIG Multi-Cluster, SIG Networking' },
      ['sig-contributor-experience', 'sig-multicluster', 'sig-network'],
    ],
    [
      'may have its name in front',
      { text: 'the Storage Special Interest Group, the Network SIG' },
      ['sig-network', 'sig-storage'],
    ],
    [
      'may be one of a list',
      { text: 'SIGs Node, Network and Storage; the Auth and Cluster Lifecycle SIGs' },
      ['sig-auth', 'sig-cluster-lifecycle', 'sig-network', 'sig-node', 'sig-storage'],
    ],
    [
      'is a working group or a committee, too',
      {
        text: 'WG Batch, the Device Management Working Group, the Steering Committee, the Security Response Committee',
      },
      ['committee-security-response', 'committee-steering', 'wg-batch', 'wg-device-management'],
    ],
    [
      'may have gone',
      { text: 'SIG PM, SIG Usability, WG Structured Logging' },
      ['sig-pm', 'sig-usability', 'wg-structured-logging'],
    ],
    ['is told from the word before it', { text: 'leads of release SIG Node' }, ['sig-node']],
    [
      'is known by its place',
      {
        links: [
          'https://harbour.example/',
          'https://github.com/kubernetes/community/tree/master/sig-network',
          'https://groups.google.com/g/kubernetes-sig-node',
          'https://github.com/kubernetes/enhancements/tree/master/keps/sig-storage/1287-x',
        ],
      },
      ['sig-network', 'sig-node', 'sig-storage'],
    ],
    [
      'is not the subject that it has its name from',
      { text: 'node pools, network policy, storage classes, a node, sigs' },
      [],
    ],
    [
      'is not an organisation on GitHub',
      { text: 'kubernetes-sigs/node-feature-discovery', links: ['https://github.com/kubernetes-sigs/auth-thing'] },
      [],
    ],
    ['is not that of the CNCF', { text: 'CNCF SIG Security and CNCF TAG Network' }, []],
    [
      'is not that of another project, in what this writes',
      {
        links: ['https://kubeedge.io/blog/'],
        text: 'SIG Node of ours, the Steering Committee; but Kubernetes SIG Release',
      },
      ['sig-release'],
    ],
    ['is not what a dashboard is named after', { links: ['https://testgrid.k8s.io/sig-release-master-blocking'] }, []],
  ])
})

describe('a proposal', () => {
  table('keps', [
    ['is known by its number', { text: 'KEP-1287, KEP 3063, KEP #4381, [kep-127]' }, ['127', '1287', '3063', '4381']],
    ['has no leading zeros', { text: 'KEP-0009' }, ['9']],
    ['may be one of a list', { text: 'KEPs 1287, 3063 and 4381' }, ['1287', '3063', '4381']],
    [
      'is known by its issue, its folder and its short link',
      {
        links: [
          'https://github.com/kubernetes/enhancements/issues/3063',
          'https://github.com/kubernetes/enhancements/blob/master/keps/sig-node/1287-in-place-update/README.md',
          'https://kep.k8s.io/4381',
          'https://www.kubernetes.dev/resources/keps/5075/',
        ],
      },
      ['1287', '3063', '4381', '5075'],
    ],
    [
      'is not a pull request, nor another repository’s issue',
      {
        links: [
          'https://github.com/kubernetes/enhancements/pull/3063',
          'https://github.com/harbour/enhancements/issues/12',
          'https://github.com/kubernetes/kubernetes/issues/12',
        ],
      },
      [],
    ],
    [
      'is not the date of a draft',
      { links: ['https://github.com/kubernetes/enhancements/blob/master/keps/sig-auth/20190607-certificates.md'] },
      [],
    ],
    ['is not a count, nor a version', { text: '12 KEPs, KEP 2 weeks, KEPs 1.31, keps' }, []],
  ])

  test('names its group by its folder', () => {
    const { sigs } = tag(
      words({ links: ['https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/1287-x'] }),
    )
    assert.deepEqual(sigs, ['sig-node'])
  })
})

describe('a vulnerability', () => {
  table('cves', [
    [
      'is known in any case, in text and links',
      { title: 'CVE-2021-25741', text: 'cve-2019-5736', links: ['https://nvd.example/CVE-2024-21626'] },
      ['CVE-2019-5736', 'CVE-2021-25741', 'CVE-2024-21626'],
    ],
    ['may share its year with the next', { text: 'CVE-2021-25735/25737' }, ['CVE-2021-25735', 'CVE-2021-25737']],
    ['has a year since 1999', { text: 'CVE-1998-0001, CVE-1999-0001, CVE-2150-1234' }, ['CVE-1999-0001']],
    ['has a number of four digits at least', { text: 'CVE-2021-123, CVE-2021, XCVE-2021-1234' }, []],
  ])
})

describe('a project', () => {
  table('projects', [
    ['is one that the title names', { title: 'Cilium and etcd' }, ['cilium', 'etcd']],
    ['is one that the text names twice', { text: 'Prometheus scrapes. Then prometheus rests.' }, ['prometheus']],
    ['is not one that the text names once', { text: 'As Prometheus does.' }, []],
    [
      'is one that is linked',
      { links: ['https://harbour.example/', 'https://www.cert-manager.io/docs/', 'https://github.com/helm/helm'] },
      ['cert-manager', 'helm'],
    ],
    ['is the one at whose place it stands', { links: ['https://github.com/fluxcd/flux2/releases/tag/v2.1'] }, ['flux']],
    ['is one of the categories', { categories: ['KubeVirt'] }, ['kubevirt']],
    [
      'is not a word of common speech',
      { title: 'At the Helm, in flux', text: 'A harbor. The helm! An envoy, a rook, porters and a volcano; in toto.' },
      [],
    ],
    ['is not such a word at the start of a title', { title: 'Score a Spin, Distribution of Dragonfly' }, []],
    ['is such a word with its version', { title: 'Flux 2.4 is out' }, ['flux']],
    ['is such a word beside a name that is certain', { title: 'Argo in 2026', text: 'We run Argo CD.' }, ['argo']],
    [
      'is such a word where it is linked',
      { title: 'A look at Harbor', links: ['https://a.example/', 'https://goharbor.io/'] },
      ['harbor'],
    ],
    ['is not Kubernetes', { title: 'Kubernetes, kubectl and kubelet' }, []],
  ])
})

describe('a topic', () => {
  const lamps = makeTopic({ id: 'lamps', words: ['lamp', 'LED'], not: ['lamp oil'] })
  const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => makeTopic({ id, words: [`word ${id}`] }))
  const tagger = createTagger([lamps, ...many])
  const topics = (own: Partial<TaggedWords>) => tagger.tag(words({ title: 'Nothing', ...own })).topics

  test('is one that has a word in the title, or as a category', () => {
    assert.deepEqual(topics({ title: 'Of lamps' }), ['lamps'])
    assert.deepEqual(topics({ categories: ['Lamp'] }), ['lamps'])
  })

  test('is not one that the text names in passing, but again and again', () => {
    assert.deepEqual(topics({ text: 'A lamp. Four lamps.' }), [])
    assert.deepEqual(topics({ text: 'A lamp, lamps, a lamp, LEDs and a lamp.' }), ['lamps'])
    assert.deepEqual(topics({ text: `A lamp, lamps, a lamp, LEDs and a lamp. ${'And so on. '.repeat(2_000)}` }), [])
  })

  test('is written as its words are, where they have capitals', () => {
    assert.deepEqual(topics({ title: 'He led' }), [])
    assert.deepEqual(topics({ title: 'The LED' }), ['lamps'])
  })

  test('is not meant where its words mean something else', () => {
    assert.deepEqual(topics({ title: 'On lamp oil' }), [])
  })

  test('is one of four at most, the strongest first', () => {
    const title = 'word a, word b, word c, word d, word e'
    assert.deepEqual(topics({ title, text: 'word e '.repeat(9) }), ['e', 'a', 'b', 'c'])
  })

  test('is with vulnerabilities all that is read for a publication about something else than Kubernetes', () => {
    const read = words({
      title: 'A lamp for Kubernetes 1.36 and Falco 1.2, by SIG Node: KEP-1287, CVE-2026-1234',
      html: '<a href="https://github.com/kubernetes/enhancements/issues/1287">KEP-1287: Resize</a>',
      links: ['https://github.com/kubernetes/enhancements/issues/1287', 'https://falco.org/'],
    })
    const [own, other] = [createTagger([lamps]), createTagger([lamps], { kubernetes: false })]
    const none = { sigs: [], versions: [], keps: [], projects: [] }
    assert.deepEqual(other.tag(read), { topics: ['lamps'], cves: ['CVE-2026-1234'], ...none })
    assert.ok(
      TAG_FIELDS.every((field) => own.tag(read)[field].length > 0),
      'the same has tags of every kind for ours',
    )
  })
})

describe('a reason', () => {
  test('has the words of every tag as they stand in the entry, and gives the same tags', () => {
    const entry = words({
      title: 'Kubernetes v1.31 and CVE-2024-1234',
      text: 'SIG Node wrote KEP-1287.',
      links: ['https://harbour.example/', 'https://goharbor.io/'],
    })
    assert.deepEqual(explain(entry), [
      { field: 'sigs', tag: 'sig-node', words: ['SIG Node'] },
      { field: 'versions', tag: '1.31', words: ['Kubernetes v1.31'] },
      { field: 'keps', tag: '1287', words: ['KEP-1287'] },
      { field: 'cves', tag: 'CVE-2024-1234', words: ['CVE-2024-1234'] },
      { field: 'projects', tag: 'harbor', words: ['https://goharbor.io/'] },
    ])
    for (const { field, tag: each } of explain(entry)) assert.ok(tag(entry)[field].includes(each))
  })
})

describe('hostile words', () => {
  const size = 480_000
  const inputs = [
    ...['sig-', '1', '1.', '1.2 ', '1.20,', 'v1.v1.', 'CVE-2020-', 'KEP-1', 'KEPs 100, ', 'kubernetes ', 'Helm 3 '],
    ...['SIGs A, ', 'sig node sig ', 'open service ', 'to 1.2 ', 'go to 1.20 in 1.21 ', '-', ' ', 'é', '/keps/sig-'],
  ]
  const whole = (text: string): TaggedWords => ({ title: text, text, links: [text], categories: [text] })

  test('bring at most 20 tags of a field, and few words for each', () => {
    const cves = Array.from({ length: 500 }, (_, n) => `CVE-2024-${10_000 + n}`).join(' ')
    const reasons = explain(
      words({ text: `${cves} ${'SIG Node sig-node sig/node sig_node SIG-Node SIG_NODE '.repeat(50)}` }),
    )
    assert.equal(reasons.filter(({ field }) => field === 'cves').length, 20)
    assert.ok(reasons.every((reason) => reason.words.length <= 5))
  })

  test('are read to a million characters, and no further', () => {
    const { versions } = tag(words({ text: `Kubernetes 1.20 ${'.'.repeat(1_000_000)} Kubernetes 1.21` }))
    assert.deepEqual(versions, ['1.20'])
  })

  test('are read in time that grows with their length alone', () => {
    const time = (input: string, length: number) => {
      const entry = whole(input.repeat(Math.ceil(length / input.length)))
      const started = process.cpuUsage().user
      tag(entry)
      return process.cpuUsage().user - started
    }
    for (const input of inputs) {
      // Eight times as long takes sixty-four times as long where the time is quadratic; the rest is for a busy machine.
      const short = Math.max(20_000, time(input, size / 8), time(input, size / 8))
      const long = time(input, size)
      assert.ok(long < 32 * short, `${JSON.stringify(input)}: ${long} µs, an eighth of it ${short} µs`)
    }
  })
})
