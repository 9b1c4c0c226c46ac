import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { suggestSection } from '../../../src/core/issue/suggest-section.ts'
import type { Kind } from '../../../src/core/source/source.ts'

describe('the section of an item', () => {
  const cases: [kind: Kind, url: string, title: string, section: string][] = [
    ['release', 'https://github.com/kubernetes/kubernetes/releases/tag/v1.37.0', 'v1.37.0', 'release-watch'],
    ['release', 'https://github.com/istio/istio/releases/tag/1.29.0', '1.29.0', 'subproject-releases'],
    ['blog', 'https://github.com/istio/istio/releases/tag/1.29.0', '1.29.0', 'subproject-releases'],
    ['release', 'https://cloud.example/notes', 'Notes', 'subproject-releases'],
    ['security', 'https://example.org/', 'An advisory', 'security'],
    ['blog', 'https://example.org/', 'CVE-2026-12345: a kubelet that says too much', 'security'],
    ['blog', 'https://example.org/', 'Records of unfixed CVEs', 'security'],
    ['blog', 'https://kubernetes.io/blog/x', 'Kubernetes v1.36: Volume group snapshots', 'developer-news'],
    ['blog', 'https://kubernetes.io/blog/x', 'Kubernetes 1.37 Sneak Peek', 'developer-news'],
    ['blog', 'https://kubernetes.io/blog/x', 'Kubernetes in small places', 'technical'],
    ['blog', 'https://example.org/', 'Kubernetes v1.36: what we like', 'technical'],
    ['podcast', 'https://example.org/', 'A talk', 'watch-and-listen'],
    ['video', 'https://example.org/', 'A film', 'watch-and-listen'],
    ['case-study', 'https://example.org/', 'A bank', 'case-studies'],
    ['event', 'https://example.org/', 'A meeting', 'events-and-calls'],
    ['newsletter', 'https://lwkd.info/2026/20260813', 'Week Ending August 09, 2026', 'developer-news'],
    ['blog', 'https://www.kubernetes.dev/blog/x', 'A contributor', 'developer-news'],
    ['release', 'https://github.com/kubernetes/enhancements/pull/1', 'KEP-1', 'developer-news'],
    ['newsletter', 'https://example.org/', 'A week', 'editorial'],
    ['media', 'https://example.org/', 'News', 'editorial'],
    ['blog', 'https://example.org/', 'Announcing a thing', 'editorial'],
    ['blog', 'https://example.org/', 'How a thing works', 'technical'],
    ['community', 'https://example.org/', 'A question', 'technical'],
  ]
  for (const [kind, url, title, section] of cases) {
    test(`${kind} "${title}" at ${url} is ${section}`, () => {
      assert.equal(suggestSection({ kind, url, title }), section)
    })
  }
})
