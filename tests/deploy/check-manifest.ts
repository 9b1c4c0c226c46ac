import type { Manifest } from './render-kustomization.ts'

interface Validate {
  (data: unknown): boolean
  errors?: readonly { readonly instancePath: string; readonly message?: string; readonly keyword: string }[] | null
}

/** Where the schema of an object of the API lies, by the names that its kind has there. */
const SCHEMAS: Readonly<Record<string, string>> = {
  'v1 ConfigMap': 'kubernetes-models/_schemas/IoK8sApiCoreV1ConfigMap',
  'v1 Namespace': 'kubernetes-models/_schemas/IoK8sApiCoreV1Namespace',
  'v1 PersistentVolumeClaim': 'kubernetes-models/_schemas/IoK8sApiCoreV1PersistentVolumeClaim',
  'v1 Secret': 'kubernetes-models/_schemas/IoK8sApiCoreV1Secret',
  'v1 Service': 'kubernetes-models/_schemas/IoK8sApiCoreV1Service',
  'v1 ServiceAccount': 'kubernetes-models/_schemas/IoK8sApiCoreV1ServiceAccount',
  'apps/v1 Deployment': 'kubernetes-models/_schemas/IoK8sApiAppsV1Deployment',
  'batch/v1 CronJob': 'kubernetes-models/_schemas/IoK8sApiBatchV1CronJob',
  'networking.k8s.io/v1 NetworkPolicy': 'kubernetes-models/_schemas/IoK8sApiNetworkingV1NetworkPolicy',
  'policy/v1 PodDisruptionBudget': 'kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget',
  'gateway.networking.k8s.io/v1 HTTPRoute':
    '@kubernetes-models/gateway-api/_schemas/IoK8sSigsGatewayApiApisV1HTTPRoute',
}

/**
 * What the API would say against an object: fields that it does not know, as `kubectl apply --validate=strict` does, and
 * values that are none of theirs.
 */
export async function checkManifest(manifest: Manifest): Promise<string[]> {
  const kind = `${manifest.apiVersion} ${manifest.kind}`
  const schema = SCHEMAS[kind]
  if (schema === undefined) return [`nothing is known of ${kind}: name its schema in check-manifest.ts`]
  const { validate } = (await import(schema)) as { validate: Validate }
  const read = new Set<string>()
  const isValid = validate(recordReads(manifest, '', read))
  const problems = (isValid ? [] : (validate.errors ?? [])).map(
    ({ instancePath, message, keyword }) => `${instancePath || '/'}: ${message ?? keyword}`,
  )
  const unknown = pathsOf(manifest, '').filter((field) => !read.has(field))
  return [...problems, ...unknown.map((field) => `${field}: there is no such field`)]
}

/**
 * The schemas are generated code, in which an object may have fields that nobody knows. That code looks at each field that
 * it knows, and at all of those that may be called anything; what it never looked at, the API does not know.
 */
function recordReads(value: unknown, at: string, read: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value
  return new Proxy(value, {
    get(target, key, receiver) {
      const found: unknown = Reflect.get(target, key, receiver)
      if (typeof key !== 'string' || !Object.hasOwn(target, key)) return found
      read.add(`${at}/${key}`)
      return recordReads(found, `${at}/${key}`, read)
    },
  })
}

function pathsOf(value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [`${at}/${key}`, ...pathsOf(inner, `${at}/${key}`)])
}
