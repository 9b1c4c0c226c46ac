import { isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type YAMLMap } from 'yaml'
import type { CodeDamage } from './code-damage.ts'
import type { CodeText } from './list-code.ts'

/**
 * YAML that does not parse, and YAML that parses to something else than its author meant: each document of a block.
 * What manifests look like is known from Kubernetes' own; a block that says `fragment` need not be a whole one.
 */
export function findMangledYaml({ text, line, marks }: CodeText): CodeDamage[] {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, logLevel: 'error' })
  const lineAt = (offset: number | undefined) => line + (offset === undefined ? 0 : lines.linePos(offset).line - 1)
  return [...documents].flatMap((document): CodeDamage[] => {
    const error = document.errors[0]
    if (error !== undefined) return [describeError(error.message, text, lineAt(error.pos[0]), lineAt(0))]
    const { contents } = document
    if (!isMap(contents))
      return isSeq(contents) ? findLostIndentation(contents, lineAt) : describeText(contents, lineAt)
    const lost = findLostIndentation(contents, lineAt)
    if (lost.length > 0 || marks.includes('fragment')) return lost
    return findHeadless(contents, lineAt)
  })
}

type LineAt = (offset: number | undefined) => number

const FRAGMENT = 'where it is only a part of a manifest, put `fragment` behind ```yaml'

function describeError(message: string, text: string, line: number, first: number): CodeDamage {
  const source = text.split('\n')[line - first] ?? ''
  const what = `this YAML does not parse: ${message.split(/ at line \d+/)[0]?.replace(/\.$/, '')}`
  if (/^\s*\t/.test(source)) return { line, what: 'a tab indents this line, which YAML refuses', remedy: 'Use spaces' }
  if (/^\s*(?:\.\.\.|…|\[\.\.\.\])\s*$/m.test(text))
    return { line, what, remedy: 'Put what is left out into a comment, # ...' }
  return {
    line,
    what,
    remedy: 'Write it as it was: indentation, hyphens, quotes; a template is no YAML, call it ```text',
  }
}

/** A document of nothing but text has lost its line ends, or is no YAML. */
function describeText(contents: Node | null, lineAt: LineAt): CodeDamage[] {
  const text = isScalar(contents) ? contents.value : undefined
  if (typeof text !== 'string' || !/\s/.test(text)) return []
  return [
    {
      line: lineAt(contents?.range?.[0]),
      what: 'this YAML has no fields: all of it reads as one text',
      remedy: 'Write it as it was, or call the block ```text',
    },
  ]
}

const LABELS = ['app', 'tier', 'role', 'component', 'k8s-app', 'app.kubernetes.io/name', 'matchLabels']
const SELECTOR = ['matchLabels', 'matchExpressions']
const POD = ['containers', 'initContainers', 'volumes', 'restartPolicy', 'serviceAccountName', 'nodeSelector']
/** Fields that stand below others. Where one stands beside such a field, which has nothing below it, it has slipped. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  metadata: ['name', 'namespace', 'labels', 'annotations', 'generateName'],
  spec: [
    ...[
      ...POD,
      'replicas',
      'selector',
      'template',
      'rules',
      'ports',
      'podSelector',
      'ingress',
      'egress',
      'policyTypes',
    ],
    ...['accessModes', 'resources', 'schedule', 'jobTemplate', 'backend', 'tls', 'group', 'versions', 'names', 'scope'],
    ...['minReplicas', 'maxReplicas', 'scaleTargetRef', 'storageClassName', 'strategy', 'type', 'clusterIP'],
  ],
  template: ['metadata', 'spec', ...POD],
  jobTemplate: ['spec', 'template'],
  selector: [...SELECTOR, 'app'],
  podSelector: SELECTOR,
  namespaceSelector: SELECTOR,
  labels: LABELS,
  matchLabels: LABELS.slice(0, -1),
  roleRef: ['name', 'apiGroup'],
  resources: ['requests', 'limits'],
  requests: ['cpu', 'memory', 'storage'],
  limits: ['cpu', 'memory'],
}
/** Fields that stand in the entries of a list, so never beside it. */
const IN_ENTRIES: Readonly<Record<string, readonly string[]>> = {
  containers: ['image', 'command', 'args', 'env', 'volumeMounts', 'imagePullPolicy', 'livenessProbe', 'ports'],
  rules: ['verbs', 'apiGroups', 'nonResourceURLs', 'resourceNames'],
  subjects: ['apiGroup'],
  ingress: ['from', 'ports'],
  egress: ['to', 'ports'],
  ports: ['containerPort', 'targetPort', 'protocol'],
}

/** Fields beside the one that they belong below: what is left of a manifest that lost its indentation. */
function findLostIndentation(root: Node, lineAt: LineAt): CodeDamage[] {
  if (isSeq(root)) return root.items.flatMap((item) => findLostIndentation(item as Node, lineAt)).slice(0, 1)
  if (!isMap(root)) return []
  for (const [index, { key, value }] of root.items.entries()) {
    const name = keyOf(key)
    const isEmpty = value === null || (isScalar(value) && value.value === null)
    const children = [
      ...(isEmpty ? (BELOW[name] ?? []) : []),
      ...(isEmpty || isSeq(value) ? (IN_ENTRIES[name] ?? []) : []),
    ]
    const slipped = root.items.slice(index + 1).find((pair) => children.includes(keyOf(pair.key)))
    if (slipped !== undefined) {
      const child = keyOf(slipped.key)
      return [
        {
          line: lineAt((slipped.key as Node).range?.[0]),
          what: `the indentation is lost: \`${child}\` stands beside \`${name}\`, where it belongs below it`,
          remedy: 'Indent it as the original does',
        },
      ]
    }
  }
  return root.items
    .flatMap(({ value }) => (value === null ? [] : findLostIndentation(value as Node, lineAt)))
    .slice(0, 1)
}

const keyOf = (key: unknown): string => (isScalar(key) && typeof key.value === 'string' ? key.value : '')

/** Kinds that are no object of a cluster: questions put to it, files that a program is started with. */
const NAMELESS = /(?:Configuration|Config|Review|List|Options|Status|Credential|Kustomization)$/
const NAMELESS_GROUP = /(?:^|\.)(?:config|audit|kubeadm|kustomize|kind|client\.authentication)(?:\.|$)/
/** Groups of Kubernetes that have no dot in their name; those of others must have one, or are no objects of a cluster. */
const DOTLESS_GROUPS = new Set(['', 'apps', 'batch', 'autoscaling', 'extensions', 'policy'])
const API_VERSION = /^(?:[a-z0-9.-]+\/)?v\d+(?:(?:alpha|beta)\d+)?$/

/** A manifest without what every object of Kubernetes has: `apiVersion`, `kind` and `metadata.name`. */
function findHeadless(map: YAMLMap, lineAt: LineAt): CodeDamage[] {
  const kind = textAt(map, 'kind')
  const apiVersion = textAt(map, 'apiVersion')
  const start = lineAt(map.range?.[0])
  const remedy = `Write it whole; ${FRAGMENT}`
  if (kind === undefined) {
    const isObject =
      apiVersion !== undefined && API_VERSION.test(apiVersion) && (map.has('metadata') || map.has('spec'))
    return isObject ? [{ line: start, what: 'this manifest has no `kind`', remedy }] : []
  }
  if (!/^[A-Z][A-Za-z]+$/.test(kind)) return []
  const name = `this manifest of a ${kind}`
  const found: CodeDamage[] = []
  if (!map.has('apiVersion')) found.push({ line: start, what: `${name} has no \`apiVersion\``, remedy })
  const group = apiVersion?.split('/').slice(0, -1).join('/') ?? ''
  const isForeign = !group.includes('.') && !DOTLESS_GROUPS.has(group)
  const isNameless = isForeign || NAMELESS.test(kind) || NAMELESS_GROUP.test(group)
  const metadata = map.get('metadata')
  const hasName = isMap(metadata) && ['name', 'generateName'].some((field) => isNamed(metadata.get(field)))
  if (!hasName && !isNameless) found.push({ line: start, what: `${name} has no \`metadata.name\``, remedy })
  return found
}

const isNamed = (value: unknown) => value !== undefined && value !== null && value !== ''

function textAt(map: YAMLMap, key: string): string | undefined {
  const value = map.get(key)
  return typeof value === 'string' ? value : undefined
}
