/** Names of the parts that are released with Kubernetes, under its version. */
export const KUBERNETES_PARTS = [
  ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'kube-aggregator'],
  ...['kubelet', 'kubectl', 'kubeadm', 'hyperkube', 'cloud-controller-manager'],
  ...['kubernetes api server', 'kubernetes apiserver', 'api server', 'apiserver'],
] as const

const NAMES: ReadonlySet<string> = new Set([
  ...['kubernetes', 'k8s', 'kubernetes core', 'kubernetes cluster'],
  ...KUBERNETES_PARTS,
])

/** Whether the versions of a component are those of Kubernetes; where an advisory names none, they are. */
export const isKubernetesPart = (component: string | undefined): boolean =>
  component === undefined || NAMES.has(component.toLowerCase())
