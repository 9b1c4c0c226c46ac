import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readProjectRelease } from '../../../src/core/release/read-project-release.ts'
import { startProcessorTime } from '../../processor-time.ts'

const at = (repository: string, tag: string) => `https://github.com/${repository}/releases/tag/${tag}`

describe('an entry of a feed of releases says what came out', () => {
  const cases: [title: string, url: string, feed: string | undefined, expected: string][] = [
    ['v3.2.0', at('argoproj/argo-cd', 'v3.2.0'), 'Argo CD releases', 'Argo CD|v3.2.0'],
    ['v3.2.0-rc4', at('argoproj/argo-cd', 'v3.2.0-rc4'), 'Argo CD releases', 'Argo CD|v3.2.0-rc4|pre'],
    ['1.19.0-pre.2', at('cilium/cilium', 'v1.19.0-pre.2'), 'Release notes from cilium', 'cilium|v1.19.0-pre.2|pre'],
    ['v2.7.3', at('fluxcd/flux2', 'v2.7.3'), 'Flux releases', 'Flux|v2.7.3'],
    ['v2.7.3', at('fluxcd/flux2', 'v2.7.3'), undefined, 'flux2|v2.7.3'],
    ['Helm v3.19.0', at('helm/helm', 'v3.19.0'), undefined, 'Helm|v3.19.0'],
    ['v4.0.0-rc.1', at('helm/helm', 'v4.0.0-rc.1'), 'Releases of the whole harbour', 'helm|v4.0.0-rc.1|pre'],
    ['3.7.3 / 2025-10-29', at('prometheus/prometheus', 'v3.7.3'), 'Prometheus releases', 'Prometheus|v3.7.3'],
    [
      'containerd API 1.10.0',
      at('containerd/containerd', 'api/v1.10.0'),
      'containerd releases',
      'containerd API|v1.10.0',
    ],
    ['api/v0.20.1', at('kubernetes-sigs/kustomize', 'api%2Fv0.20.1'), 'Kustomize releases', 'Kustomize api|v0.20.1'],
    ['kustomize/v5.7.1', at('kubernetes-sigs/kustomize', 'kustomize/v5.7.1'), 'Kustomize releases', 'Kustomize|v5.7.1'],
    [
      'cmd/config/v0.14.1',
      at('kubernetes-sigs/kustomize', 'cmd/config/v0.14.1'),
      'Kustomize releases',
      'Kustomize cmd/config|v0.14.1',
    ],
    [
      'Cluster Autoscaler 1.34.1',
      at('kubernetes/autoscaler', 'cluster-autoscaler-1.34.1'),
      'Kubernetes Autoscaler releases',
      'Cluster Autoscaler|1.34.1',
    ],
    [
      'cluster-autoscaler-chart-9.50.1',
      at('kubernetes/autoscaler', 'cluster-autoscaler-chart-9.50.1'),
      'Kubernetes Autoscaler releases',
      'cluster-autoscaler-chart|9.50.1',
    ],
    [
      'helm-chart-4.13.2',
      at('kubernetes/ingress-nginx', 'helm-chart-4.13.2'),
      'Ingress NGINX releases',
      'Ingress NGINX helm-chart|4.13.2',
    ],
    ['v0.34.1', at('kubernetes/client-go', 'v0.34.1'), undefined, 'client-go|v0.34.1'],
    [
      'Kubernetes v1.35.0-alpha.3',
      at('kubernetes/kubernetes', 'v1.35.0-alpha.3'),
      'Kubernetes releases',
      'Kubernetes|v1.35.0-alpha.3|pre',
    ],
    ['Release v1.63.1', at('grpc/grpc', 'v1.63.1'), undefined, 'grpc|v1.63.1'],
    ['2025-10-12', at('Azure/AKS', '2025-10-12'), 'AKS releases', 'AKS|2025-10-12'],
    ['v1.34.1+k3s1', at('k3s-io/k3s', 'v1.34.1%2Bk3s1'), 'K3s releases', 'K3s|v1.34.1+k3s1'],
    ['v2.0.0', 'https://gitlab.example/a/lamp/-/releases/v2.0.0', 'Lamp releases', 'Lamp|v2.0.0'],
    ['Lamp 2.1', 'https://lamp.example/news/2-1/', 'Lamp releases', 'Lamp|2.1'],
    ['x', at('a/lamp', 'nightly-1.2.3'), undefined, 'lamp nightly|1.2.3|pre'],
    ['x', at('csi/volume-snapshot', 'v1.2.3'), undefined, 'volume-snapshot|v1.2.3'],
    ['x', at('a/lamp', 'v1.2.3-SNAPSHOT'), undefined, 'lamp|v1.2.3-SNAPSHOT|pre'],
    ['v\u202e1.2\u202c.3\u200f', at('a/lamp', 'v1.2.3'), 'Lamp\u202e releases', 'Lamp|v1.2.3'],
  ]
  for (const [title, url, feed, expected] of cases) {
    test(`${JSON.stringify(title)} is ${expected}`, () => {
      const read = readProjectRelease({ title, url, feed })
      assert.ok(read)
      assert.equal([read.project, read.version, ...(read.isPrerelease ? ['pre'] : [])].join('|'), expected)
    })
  }
})

describe('what is no version is not made one', () => {
  const cases: [title: string, url: string, feed: string | undefined][] = [
    ['nightly', at('a/lamp', 'nightly'), 'Lamp releases'],
    ['Latest', at('a/lamp', 'latest'), 'Lamp releases'],
    ['First light', at('a/lamp', 'first-light'), 'Lamp releases'],
    ['42', at('a/lamp', '42'), 'Lamp releases'],
    ['v1', at('a/lamp', `v1.2.3-${'a'.repeat(300)}`), 'Lamp releases'],
    ['x', at('a/lamp', `${'part-'.repeat(60)}1.2.3`), 'Lamp releases'],
    ['October 30, 2025', 'https://lamp.example/notes#October_30_2025', 'Lamp release notes'],
    [
      'KEP-1234: update to 1.35',
      'https://github.com/kubernetes/enhancements/commit/0f3a',
      'Kubernetes Enhancement Proposals',
    ],
    ['Why we moved to Lamp 2.1', 'https://lamp.example/why/', 'Lamp releases'],
    ['Lamp 2.1', 'https://lamp.example/news/2-1/', undefined],
  ]
  for (const [title, url, feed] of cases) {
    test(`${title.slice(0, 40)} at ${url.slice(0, 60)}`, () => {
      assert.equal(readProjectRelease({ title, url, feed }), undefined)
    })
  }
})

test('a title and a tag that go on and on are no names, and take no time', () => {
  const spent = startProcessorTime()
  const long = '1.'.repeat(200_000)
  const url = `https://github.com/harbour/lamp/releases/tag/${long}!`
  assert.equal(readProjectRelease({ title: long, url, feed: long }), undefined)
  assert.equal(
    readProjectRelease({ title: `${long}!`, url: 'https://lamp.example/', feed: 'Lamp releases' }),
    undefined,
  )
  assert.ok(spent() < 5_000, `${spent()} ms`)
})
