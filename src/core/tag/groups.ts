/** A group of people of the Kubernetes project: special interest group, working group, user group, or committee. */
export interface Group {
  /** As its folder is called, `sig-node`. */
  readonly id: string
  /** What follows "SIG" or "WG"; for a committee, what stands before "Committee". */
  readonly names: readonly string[]
}

/**
 * The groups of Kubernetes as of August 2026, and former ones that older posts speak of: facts of kubernetes/community
 * (sigs.yaml), Apache-2.0; the other names people give them are ours.
 */
export const GROUPS: readonly Group[] = [
  ...sigs(
    ['api machinery', 'apimachinery', 'api-machinery'],
    ['apps'],
    ['architecture', 'arch'],
    ['auth', 'authentication', 'authorization'],
    ['autoscaling'],
    ['cli'],
    ['cloud provider', 'cloudprovider'],
    ['cluster lifecycle', 'clusterlifecycle'],
    ['contributor experience', 'contribex', 'contrib-ex', 'contribx'],
    ['docs', 'documentation'],
    ['etcd'],
    ['instrumentation'],
    ['k8s infra', 'kubernetes infra', 'k8s infrastructure', 'infrastructure', 'infra'],
    ['multicluster', 'multi-cluster', 'mc'],
    ['network', 'networking', 'net'],
    ['node'],
    ['release'],
    ['scalability', 'scale'],
    ['scheduling', 'scheduler'],
    ['security'],
    ['storage'],
    ['testing', 'test'],
    ['ui'],
    ['windows'],
    // Former ones.
    ['aws'],
    ['azure'],
    ['big data'],
    ['cluster ops'],
    ['configuration', 'config'],
    ['federation'],
    ['gcp'],
    ['ibmcloud', 'ibm cloud'],
    ['on premise', 'on-prem'],
    ['openstack'],
    ['pm', 'product management'],
    ['rktnetes'],
    ['service catalog'],
    ['usability'],
    ['vmware'],
  ),
  ...workingGroups(
    ['ai gateway'],
    ['batch'],
    ['checkpoint restore'],
    ['data protection'],
    ['device management'],
    ['etcd operator'],
    ['node lifecycle'],
    ['workload-aware scheduling'],
    // Former ones.
    ['ai conformance'],
    ['ai integration'],
    ['api expression'],
    ['app def', 'app definition'],
    ['apply'],
    ['cloud provider'],
    ['cluster api'],
    ['component standard'],
    ['container identity'],
    ['iot edge'],
    ['k8s infra', 'k8s infrastructure', 'infrastructure', 'infra'],
    ['kubeadm adoption'],
    ['lts', 'long term support'],
    ['machine learning'],
    ['multitenancy', 'multi-tenancy'],
    ['naming'],
    ['onprem'],
    ['policy'],
    ['reliability'],
    ['resource management'],
    ['security audit'],
    ['serving'],
    ['structured logging'],
  ),
  { id: 'committee-code-of-conduct', names: ['code of conduct'] },
  { id: 'committee-security-response', names: ['security response', 'product security'] },
  { id: 'committee-steering', names: ['steering'] },
]

/** CNCF projects that have groups of their own, whose names mean theirs in what these projects write. */
export const HAVE_OWN_GROUPS: ReadonlySet<string> = new Set([
  ...['argo', 'cilium', 'dapr', 'envoy', 'istio', 'karmada', 'knative', 'kubeedge', 'kubeflow', 'kubevirt'],
  ...['opentelemetry', 'prometheus', 'volcano'],
])

/** The first name is that of the folder. */
function sigs(...all: readonly (readonly [string, ...string[]])[]): Group[] {
  return all.map((names) => ({ id: `sig-${names[0].replaceAll(' ', '-')}`, names }))
}

function workingGroups(...all: readonly (readonly [string, ...string[]])[]): Group[] {
  return all.map((names) => ({ id: `wg-${names[0].replaceAll(' ', '-')}`, names }))
}
