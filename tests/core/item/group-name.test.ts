import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { groupName } from '../../../src/core/item/group-name.ts'

describe('the name of a group', () => {
  for (const [id, name] of [
    ['sig-node', 'SIG Node'],
    ['sig-cloud-provider', 'SIG Cloud Provider'],
    ['sig-api-machinery', 'SIG API Machinery'],
    ['sig-etcd', 'SIG etcd'],
    ['sig-k8s-infra', 'SIG K8s Infra'],
    ['wg-ai-gateway', 'WG AI Gateway'],
    ['wg-app-def', 'WG App Def'],
    ['committee-steering', 'Steering Committee'],
    ['committee-code-of-conduct', 'Code of Conduct Committee'],
  ] as const) {
    test(`of ${id} is ${name}`, () => {
      assert.equal(groupName(id), name)
    })
  }
})
