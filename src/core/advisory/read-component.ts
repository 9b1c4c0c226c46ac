import { isKubernetesPart, KUBERNETES_PARTS } from '../release/kubernetes-part.ts'

/** Projects of Kubernetes with versions of their own; also everything with a `csi` in its name. */
const PROJECTS =
  /(?<![\w-])(?:ingress[- ]nginx(?: controller)?|(?:[a-z]+-){0,4}csi-[a-z]+(?:-[a-z]+){0,3}|image[- ]builder|aws-iam-authenticator|kubernetes[- ]dashboard|headlamp|kube-state-metrics|cluster[- ]api|cluster-autoscaler|external-(?:dns|snapshotter|provisioner|attacher|resizer)|snapshot-controller|csi snapshot controller|gateway api|metrics-server|descheduler|kops|kubespray|minikube|kustomize|krew|kueue|(?:java|python|c#|javascript|ruby) client|client-go|git-?sync|nfs-subdir-external-provisioner)(?![\w-])/gi

/** Software beside Kubernetes, which an advisory may speak of, or only name. */
const SOFTWARE =
  /(?<![\w-])(?:nginx|containerd|docker(?: engine)?|moby|runc|crun|cri-o|podman|buildah|buildkit|cni[- ]plugins|etcd|coredns|helm|istio|envoy|linkerd|cilium|calico|flannel|weave(?: net)?|argo[- ](?:cd|workflows|events)|flux|kyverno|gatekeeper|falco|harbor|rancher|traefik|kubevirt|knative|tekton|keda|cert-manager|velero|longhorn|rook|dapr|karmada|openshift|eks|gke|aks|golang|glibc|openssl|openssh|linux(?: kernel)?|apache|tomcat|node\.js|protobuf|gogo)(?![\w-])/gi

/** Names of what comes with Kubernetes; they say less than the others, and go after these. */
const PARTS = new RegExp(`(?<![\\w-])(?:${KUBERNETES_PARTS.join('|')})(?![\\w-])`, 'gi')

/** Whose versions a text states: one name, that of Kubernetes as a whole (`undefined`), or nobody knows. */
export type Subject = { readonly component: string | undefined } | 'unclear'

/** Reads the name before a list of versions in a line: "kubelet", "Image Builder versions". More than a name is unclear. */
export function readLineComponents(words: string, subject: Subject): (string | undefined)[] | 'unclear' {
  const name = words
    .replace(/^(?:affects?|affected|vulnerable|fixed|patched)(?: in| versions?)?:?\s+/i, '')
    .replace(/\b(?:all |the )?(?:following )?(?:versions?|releases?)(?: of)?\b/gi, ' ')
    .replace(/\bcomponents?\b/gi, ' ')
    .replace(/(?:^|\s)(?:the|in|of)(?=\s|$)/gi, ' ')
    .replace(/(?<![\s:|=–—-])[\s:|=–—-]+$/, '')
    .replace(/\s+/g, ' ')
    .trim()
  if (name === '') return subject === 'unclear' ? 'unclear' : [subject.component]
  if (isWhole(name)) return [undefined]
  const names = name.split(/\s*(?:,|&|\/(?=\s)|\band\b)\s*/).filter((part) => part !== '')
  return names.length <= 4 && names.every(isName) ? names : 'unclear'
}

/** Whom words of prose name as what has the versions: one name; the subject where they name nobody. */
export function readProseComponent(words: string, subject: Subject): Subject {
  const others = new Map(othersIn(words).map((name) => [name.toLowerCase(), name]))
  const parts = new Map((words.match(PARTS) ?? []).map((name) => [name.toLowerCase(), name]))
  if (others.size > 0) return parts.size > 0 || others.size > 1 ? 'unclear' : { component: [...others.values()][0] }
  if (parts.size === 1) return { component: [...parts.values()][0] }
  if (parts.size > 1 || /\bkubernetes\b/i.test(words)) return WHOLE
  return subject
}

const othersIn = (words: string) => [...(words.match(PROJECTS) ?? []), ...(words.match(SOFTWARE) ?? [])]

/** "A security issue was discovered in ingress-nginx where". */
const IS_IN =
  /\b(?:discovered|found|identified|reported|exists) in (?:the )?(?:kubernetes )?([\w./-]+(?: (?:controller|driver|builder|client|dashboard))?)/i

/**
 * Whom an advisory is about as a whole, by its title and first sentences: a project with versions of its own, where it
 * names one and no part of Kubernetes; else Kubernetes, where it is of Kubernetes, or names that and nothing else.
 * Software that a title names ("Docker config secrets leaked") may or may not be what has the flaw.
 */
export function readSubject(title: string, opening: string, isOfKubernetes: boolean): Subject {
  const found = IS_IN.exec(opening)?.[1] ?? ''
  for (const words of [found, title]) {
    const own = readProseComponent(words, 'unclear')
    if (own === 'unclear') {
      if (othersIn(words).length > 0) return 'unclear'
    } else if (own.component === undefined || isKubernetesPart(own.component)) return WHOLE
    else return words === title && title.match(PROJECTS) === null && isOfKubernetes ? 'unclear' : own
  }
  if (isOfKubernetes) return WHOLE
  return /\b(?:kubernetes|kubelet|kube-[a-z]+|kubectl|kubeadm)\b/i.test(opening) && othersIn(opening).length === 0
    ? WHOLE
    : 'unclear'
}

const WHOLE: Subject = { component: undefined }

const isWhole = (name: string) => /^(?:kubernetes|k8s)(?: cluster| core)?$/i.test(name)

const isName = (name: string) =>
  name.length <= 60 &&
  /^[a-z][\w./-]*(?: [a-z][\w./-]*){0,3}$/i.test(name) &&
  (isKubernetesPart(name) || /^[\w.]+[-/][\w./-]+(?: \w+)?$/.test(name) || othersIn(name)[0]?.length === name.length)
