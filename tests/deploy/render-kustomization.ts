import fs from 'node:fs'
import path from 'node:path'
import { parseAllDocuments, parseDocument } from 'yaml'

/** An object of the API of Kubernetes, as a manifest has it. */
export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  metadata: { name: string; namespace?: string; labels?: Record<string, string> }
  readonly [field: string]: unknown
}

/** What of kustomize our manifests use; whoever uses more of it has to teach it here. */
const KNOWN = ['apiVersion', 'kind', 'namespace', 'resources', 'components', 'images', 'patches'] as const
const WITHOUT_NAMESPACE = ['Namespace']

interface Kustomization {
  readonly namespace?: string
  readonly resources?: readonly string[]
  readonly components?: readonly string[]
  readonly images?: readonly { readonly name: string; readonly newName: string; readonly newTag: string }[]
  readonly patches?: readonly { readonly path: string }[]
}

/** The manifests that `kubectl kustomize` makes of a folder; a test holds that they are the same, where kubectl is there. */
export function renderKustomization(folder: string): Manifest[] {
  const kustomization = readKustomization(folder)
  const manifests = [...(kustomization.resources ?? []), ...(kustomization.components ?? [])].flatMap((name) => {
    const target = path.join(folder, name)
    return fs.statSync(target).isDirectory() ? renderKustomization(target) : readManifests(target)
  })
  for (const { path: name } of kustomization.patches ?? []) {
    for (const patch of readManifests(path.join(folder, name))) {
      const index = manifests.findIndex((manifest) => idOf(manifest) === idOf(patch))
      if (index < 0) throw new Error(`${folder}: ${name} changes ${idOf(patch)}, and there is none`)
      manifests[index] = merge(manifests[index], patch) as Manifest
    }
  }
  for (const { name, newName, newTag } of kustomization.images ?? []) {
    for (const container of manifests.flatMap(containersOf)) {
      if (container.image === name) container.image = `${newName}:${newTag}`
    }
  }
  const { namespace } = kustomization
  if (namespace !== undefined) {
    for (const { kind, metadata } of manifests) if (!WITHOUT_NAMESPACE.includes(kind)) metadata.namespace = namespace
  }
  return manifests
}

function readKustomization(folder: string): Kustomization {
  const read = parseDocument(fs.readFileSync(path.join(folder, 'kustomization.yaml'), 'utf8')).toJS() as Kustomization
  const unknown = Object.keys(read).filter((key) => !(KNOWN as readonly string[]).includes(key))
  if (unknown.length > 0)
    throw new Error(`${folder}/kustomization.yaml: nothing is known here of ${unknown.join(', ')}`)
  return read
}

export function readManifests(file: string): Manifest[] {
  const documents = parseAllDocuments(fs.readFileSync(file, 'utf8'))
  if ('empty' in documents) return []
  return documents.map((document) => {
    if (document.errors.length > 0) throw new Error(`${file}: ${String(document.errors[0])}`)
    return document.toJS() as Manifest
  })
}

export const idOf = ({ apiVersion, kind, metadata }: Manifest): string => `${apiVersion} ${kind} ${metadata.name}`

/** As a strategic merge does it with maps; lists are merged by keys that only their schema knows, and so not here. */
function merge(base: unknown, patch: unknown): unknown {
  if (Array.isArray(patch)) throw new Error('a patch changes a list, and nothing is known of that here')
  if (!isMap(base) || !isMap(patch)) return patch
  const merged = Object.entries(patch).map(([key, value]) => [key, key in base ? merge(base[key], value) : value])
  return { ...base, ...(Object.fromEntries(merged) as Record<string, unknown>) }
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What every container may say that is looked at here. */
export interface Container {
  readonly name: string
  image: string
  readonly args?: readonly string[]
  readonly env?: readonly {
    name: string
    value?: string
    valueFrom?: Record<string, { name: string; key: string; optional?: boolean }>
  }[]
  readonly securityContext?: Readonly<Record<string, unknown>>
  readonly resources?: Readonly<Record<'requests' | 'limits', Readonly<Record<string, string>>>>
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[]
  readonly [field: string]: unknown
}

export interface PodSpec {
  readonly containers: readonly Container[]
  readonly initContainers?: readonly Container[]
  readonly volumes?: readonly Readonly<Record<string, unknown>>[]
  readonly securityContext?: Readonly<Record<string, unknown>>
  readonly [field: string]: unknown
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> }
  readonly spec: PodSpec
}

/** Every pod that a manifest asks for, wherever it stands in it: whatever has containers is one. */
export function podTemplatesOf(manifest: Manifest): PodTemplate[] {
  const found: PodTemplate[] = []
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look)
    else if (isMap(value)) {
      if (isMap(value.spec) && 'containers' in value.spec) found.push(value as unknown as PodTemplate)
      else Object.values(value).forEach(look)
    }
  }
  look(manifest)
  return found
}

export const containersOf = (manifest: Manifest): Container[] =>
  podTemplatesOf(manifest).flatMap(({ spec }) => [...spec.containers, ...(spec.initContainers ?? [])])
