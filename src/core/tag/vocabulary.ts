import { compareText } from '../text/compare-text.ts'
import { GROUPS } from './groups.ts'
import { createPhraseScanner, type Hit, type Phrase, type PhraseScanner } from './phrase-scanner.ts'
import { type Project, PROJECTS } from './projects.ts'
import type { Topic } from './topic.ts'

/** What a phrase that was found in a text says. */
export type Meaning =
  /** Kubernetes itself, or a part that has its version. */
  | { readonly says: 'kubernetes' }
  /** Software that has versions of its own, and is no project of the CNCF. */
  | { readonly says: 'software' }
  /** `reversed`: "Node SIG"; a `label` is `sig-node`, which is written so nowhere else. */
  | { readonly says: 'group'; readonly id: string; readonly reversed: boolean }
  /** Without certainty where the name is also a word of common speech. */
  | { readonly says: 'project'; readonly project: Project; readonly certain: boolean }
  | { readonly says: 'topic'; readonly id: string }
  /** A phrase in which words of a topic mean something else. */
  | { readonly says: 'nothing' }

export type WordHit = Hit<Meaning>
export type WordScanner = PhraseScanner<Meaning>

export const isSaying = (hit: WordHit, says: Meaning['says']): boolean => hit.means.some((each) => each.says === says)

const KUBERNETES = [
  ...['kubernetes', 'k8s', 'kubelet', 'kubectl', 'kubeadm', 'kube-apiserver', 'kube-controller-manager'],
  ...['kube-scheduler', 'kube-proxy', 'cloud-controller-manager', 'kube apiserver', 'kube scheduler', 'gitversion'],
]

/** Software that is often named with its version beside Kubernetes; longer names first is not needed. */
const SOFTWARE = [
  ...['Go', 'golang', 'runc', 'crun', 'cri-tools', 'crictl', 'cri-dockerd', 'docker', 'moby', 'dockershim', 'minikube'],
  ...['kubernetes-cni', 'cni plugins', 'cluster api', 'CAPI', 'CAPZ', 'CAPA', 'gateway api', 'network policy api'],
  ...['metrics-server', 'external-dns', 'kustomize', 'kueue', 'jobset', 'leaderworkerset', 'karpenter', 'kops'],
  ...['kubespray', 'kompose', 'ingress2gateway', 'ingress-nginx', 'ingress nginx', 'nginx', 'haproxy', 'traefik'],
  ...['kube-state-metrics', 'kube-prometheus', 'kube-dns', 'node-problem-detector', 'konnectivity', 'heapster'],
  ...['cluster-autoscaler', 'cluster autoscaler', 'kubernetes dashboard', 'kubernetes-dashboard', 'cAdvisor'],
  ...['kubernetes client', 'client-go', 'controller-runtime', 'controller-tools', 'kubebuilder', 'cel-go', 'klog'],
  ...['bbolt', 'raft', 'gofail', 'protobuf', 'openssl', 'glibc', 'busybox', 'alpine', 'debian', 'ubuntu', 'fedora'],
  ...['debian-base', 'debian-iptables', 'distroless-iptables', 'setcap', 'go-runner', 'iptables', 'nftables'],
  ...['linux kernel', 'systemd', 'postgresql', 'postgres', 'mysql', 'redis', 'kafka', 'elasticsearch', 'grafana'],
  ...['python', 'java', 'terraform', 'ansible', 'openshift', 'OKD', 'rancher', 'RKE2', 'microk8s', 'talos', 'kubic'],
  ...['eksctl', 'keadm', 'kubefed', 'kubemark', 'hyperkube', 'etcdctl', 'calico', 'flannel', 'weave', 'kata'],
  ...['kubernetes operator', 'tensorflow', 'pytorch', 'vLLM', 'katib', 'nydus', 'ironic', 'http', 'TLS', 'OCI'],
  ...['kubernetes provider', 'kubernetes-incubator', 'kube-bench', 'kube-hunter', 'kubekey', 'kubesphere', 'kubeapps'],
  ...['kubernetes ingress controller', 'kubernetes-sigs', 'image-builder', 'CSI', 'CRI', 'secrets store csi driver'],
  ...['kubernetes python client', 'agent-sandbox', 'cloud-provider-kind', 'kube-openapi', 'structured-merge-diff'],
]

/**
 * All that is looked for in a text, and how to find it in one pass. Projects and groups of Kubernetes are known; the topics
 * are those of a content folder.
 */
export function createWordScanner(topics: readonly Topic[], { kubernetes = true } = {}): WordScanner {
  return createPhraseScanner<Meaning>([
    ...(kubernetes ? kubernetesPhrases() : []),
    ...topics.toSorted((a, b) => compareText(a.id, b.id)).flatMap(topicPhrases),
  ])
}

const kubernetesPhrases = (): Phrase<Meaning>[] => [
  ...KUBERNETES.map((words): Phrase<Meaning> => ({ words, means: { says: 'kubernetes' } })),
  ...SOFTWARE.map((words): Phrase<Meaning> => ({ words, means: { says: 'software' } })),
  ...PROJECTS.flatMap(projectPhrases),
  ...GROUPS.flatMap(groupPhrases),
]

function projectPhrases(project: Project): Phrase<Meaning>[] {
  const certain = project.words.map((words): Phrase<Meaning> => {
    return { words, means: { says: 'project', project, certain: true } }
  })
  if (!project.ordinary || project.unnamed) return certain
  return [...certain, { words: project.name, means: { says: 'project', project, certain: false } }]
}

function groupPhrases({ id, names }: { readonly id: string; readonly names: readonly string[] }): Phrase<Meaning>[] {
  const [kind = ''] = id.split('-')
  const forms: Record<string, { before: string[]; after: string[] }> = {
    sig: {
      before: ['sig', 'special interest group', 'special interest group for', 'sig for'],
      after: ['sig', 'special interest group'],
    },
    wg: { before: ['wg', 'working group', 'working group for'], after: ['wg', 'working group'] },
    committee: { before: ['committee'], after: ['committee'] },
  }
  const { before, after } = forms[kind] ?? { before: [], after: [] }
  const phrase = (words: string, reversed: boolean): Phrase<Meaning> => {
    return { words, means: { says: 'group', id, reversed } }
  }
  return names.flatMap((name) => [
    ...before.map((form) => phrase(`${form} ${name}`, false)),
    ...after.map((form) => phrase(`${name} ${form}`, true)),
  ])
}

function topicPhrases({ id, words, not }: Topic): Phrase<Meaning>[] {
  return [
    ...words.map((phrase): Phrase<Meaning> => ({ words: phrase, means: { says: 'topic', id } })),
    ...not.map((phrase): Phrase<Meaning> => ({ words: phrase, means: { says: 'nothing' } })),
  ]
}
