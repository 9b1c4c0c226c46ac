/** What is released with Kubernetes, under its version. */
const PARTS = new Set([
  ...['kubernetes', 'k8s', 'kubernetes core', 'kubernetes cluster', 'kubernetes api server', 'api server', 'apiserver'],
  ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'kubelet', 'kubectl', 'kubeadm'],
  ...['kube-aggregator', 'hyperkube', 'cloud-controller-manager'],
])

/** Whether the versions of a component are those of Kubernetes; those of an advisory that names none are. */
export const isKubernetesPart = (component: string | undefined): boolean =>
  component === undefined || PARTS.has(component.toLowerCase())
