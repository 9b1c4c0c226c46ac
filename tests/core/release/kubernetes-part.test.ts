import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isKubernetesPart, KUBERNETES_PARTS } from '../../../src/core/release/kubernetes-part.ts'

describe('a part of Kubernetes', () => {
  for (const name of [
    undefined,
    'Kubernetes',
    'kubelet',
    'Kubernetes API server',
    'Kubernetes apiserver',
    ...KUBERNETES_PARTS,
  ]) {
    test(`is ${name ?? 'what an advisory does not name'}`, () => assert.equal(isKubernetesPart(name), true))
  }
  for (const name of ['ingress-nginx', 'kube-state-metrics', 'etcd', 'kubelet-exporter', '']) {
    test(`is not ${name === '' ? 'an empty name' : name}`, () => assert.equal(isKubernetesPart(name), false))
  }
})
