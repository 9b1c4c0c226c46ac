import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { parseAllDocuments } from 'yaml'
import { runScript } from '../cli/run-script.ts'
import { makeSite } from '../cli/served-site.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { checkManifest } from './check-manifest.ts'
import {
  type Container,
  containersOf,
  idOf,
  type Manifest,
  type PodTemplate,
  podTemplatesOf,
  renderKustomization,
} from './render-kustomization.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const FOLDERS = ['deploy/base', 'deploy/overlays/example']
const render = (folder: string) => renderKustomization(path.join(ROOT, folder))
const manifests = render('deploy/overlays/example')
const pods = manifests.flatMap((manifest) => podTemplatesOf(manifest).map((pod) => ({ id: idOf(manifest), ...pod })))
const containers = pods.flatMap(({ id, spec }) =>
  [...spec.containers, ...(spec.initContainers ?? [])].map((container) => ({
    id: `${id}/${container.name}`,
    ...container,
  })),
)
const get = (kind: string, name: string): Manifest => {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name)
  assert.ok(found, `${kind} ${name}`)
  return found
}
const names = (kind: string) =>
  manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name)
/** A field however deep, `spec.template.spec`; undefined where a part of the way is missing. */
const at = (value: unknown, way: string): unknown =>
  way.split('.').reduce((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value)

describe('the manifests', () => {
  for (const folder of FOLDERS) {
    for (const manifest of render(folder)) {
      test(`${folder}: ${idOf(manifest)} has fields and values that the API knows, and no others`, async () => {
        assert.deepEqual(await checkManifest(manifest), [])
      })
    }

    test(`${folder} is rendered here as kubectl renders it`, (context) => {
      const { status, stdout, error } = spawnSync('kubectl', ['kustomize', path.join(ROOT, folder)], {
        encoding: 'utf8',
      })
      if (error) return context.skip('kubectl is not on this machine')
      assert.equal(status, 0)
      const theirs = parseAllDocuments(stdout).map((document) => document.toJS() as Manifest)
      const byId = (a: Manifest, b: Manifest) => (idOf(a) < idOf(b) ? -1 : 1)
      assert.deepEqual(render(folder).sort(byId), theirs.sort(byId))
    })
  }

  test('are all rendered: no file of the folder is left out by its kustomization', () => {
    const files = fs.globSync('deploy/**/*.yaml', { cwd: ROOT }).map((file) => path.basename(file))
    const named = fs
      .globSync('deploy/**/kustomization.yaml', { cwd: ROOT })
      .map((file) => fs.readFileSync(path.join(ROOT, file), 'utf8'))
      .join('\n')
    assert.deepEqual(
      files.filter((file) => file !== 'kustomization.yaml' && !named.includes(file)),
      [],
    )
  })

  test('are an app, its Service, and what ingests, sends and forgets by the clock', () => {
    assert.deepEqual(names('Deployment'), ['crowsnest', 'crowsnest-worker'])
    assert.deepEqual(names('Service'), ['crowsnest'])
    assert.deepEqual(names('CronJob'), ['crowsnest-ingest', 'crowsnest-send', 'crowsnest-retention'])
  })
})

describe('the check of schemas', () => {
  /** Maps whose keys are anybody's. */
  const FREE = /\/(labels|annotations|data|stringData|matchLabels|requests|limits)$/

  test('finds a field that the API does not know in every object of every manifest, however deep', async () => {
    let tried = 0
    for (const manifest of manifests) {
      for (const place of objectsIn(manifest, '')) {
        if (FREE.test(place)) continue
        const spoilt = structuredClone(manifest)
        Object.assign(place === '' ? spoilt : (at(spoilt, place.slice(1).replaceAll('/', '.')) as object), {
          zzz: true,
        })
        const problems = await checkManifest(spoilt)
        assert.ok(
          problems.some((problem) => problem.startsWith(`${place}/zzz`)),
          `${idOf(manifest)} ${place}: ${problems.join('; ')}`,
        )
        tried += 1
      }
    }
    assert.ok(tried > 200, `${tried} objects`)
  })

  const SPOILT: readonly (readonly [string, string, (manifest: Manifest) => void])[] = [
    ['a number that is a word', 'Deployment', (m) => Object.assign(at(m, 'spec') as object, { replicas: 'two' })],
    [
      'a policy that there is none',
      'CronJob',
      (m) => Object.assign(at(m, 'spec') as object, { concurrencyPolicy: 'Never' }),
    ],
    ['a Deployment without a selector', 'Deployment', (m) => delete (at(m, 'spec') as { selector?: unknown }).selector],
  ]
  for (const [name, kind, spoil] of SPOILT) {
    test(`finds ${name}`, async () => {
      const manifest = structuredClone(manifests.find((one) => one.kind === kind)!)
      spoil(manifest)
      assert.notDeepEqual(await checkManifest(manifest), [])
    })
  }

  test('refuses a kind that it has no schema of', async () => {
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'x' } }
    assert.match((await checkManifest(role)).join(), /nothing is known of/)
  })
})

function objectsIn(value: unknown, place: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([key, one]) => objectsIn(one, `${place}/${key}`))
  return Array.isArray(value) ? inner : [place, ...inner]
}

/** Quantities of Kubernetes, in Mi. */
const sumOf = (quantities: readonly (string | undefined)[]): number =>
  quantities.reduce((sum, text = '0Mi') => sum + parseInt(text, 10) * (text.endsWith('Gi') ? 1024 : 1), 0)

describe('every pod', () => {
  const RULES: readonly (readonly [string, (pod: PodTemplate) => void])[] = [
    [
      'runs as somebody who is not root',
      ({ spec }) => {
        assert.equal(spec.securityContext?.runAsNonRoot, true)
        assert.ok(Number(spec.securityContext.runAsUser) >= 10_000)
        assert.ok(Number(spec.securityContext.runAsGroup) >= 10_000)
      },
    ],
    [
      'may write to its volumes: they are made those of its group',
      ({ spec }) => {
        assert.equal(spec.securityContext?.fsGroup, spec.securityContext?.runAsGroup)
      },
    ],
    [
      'has the system calls of the runtime’s default alone',
      ({ spec }) => {
        assert.deepEqual(spec.securityContext?.seccompProfile, { type: 'RuntimeDefault' })
      },
    ],
    [
      'has no token of the cluster’s API',
      ({ spec }) => {
        assert.equal(spec.serviceAccountName, 'crowsnest')
        assert.equal(spec.automountServiceAccountToken, false)
      },
    ],
    [
      'shares no network, processes or folder with its node',
      ({ spec }) => {
        for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) assert.ok(!spec[field], field)
        for (const volume of spec.volumes ?? []) assert.ok(!('hostPath' in volume))
      },
    ],
    [
      'is not told of every other Service by variables',
      ({ spec }) => {
        assert.equal(spec.enableServiceLinks, false)
      },
    ],
    [
      'has longer to end than the app takes',
      ({ spec }) => {
        assert.ok(Number(spec.terminationGracePeriodSeconds) >= 5 + 8)
      },
    ],
    [
      'stands under the policies of the network',
      ({ metadata }) => {
        assert.equal(metadata.labels['app.kubernetes.io/part-of'], 'crowsnest')
      },
    ],
    [
      'bounds what it may write into folders of the node',
      ({ spec }) => {
        for (const { emptyDir } of spec.volumes ?? []) {
          if (emptyDir !== undefined) assert.ok((emptyDir as { sizeLimit?: string }).sizeLimit)
        }
      },
    ],
    [
      'has room on its node for all of these folders, and for what it logs',
      ({ spec }) => {
        const folders = (spec.volumes ?? []).map(
          ({ emptyDir }) => (emptyDir as { sizeLimit?: string } | undefined)?.sizeLimit,
        )
        const room = spec.containers.map(({ resources }) => resources?.limits['ephemeral-storage'])
        assert.ok(sumOf(room) >= sumOf(folders) + 64, `${room.join()} for ${folders.join()}`)
      },
    ],
  ]
  for (const [name, check] of RULES) {
    test(name, () => {
      assert.equal(pods.length, 5)
      for (const pod of pods) check(pod)
    })
  }
})

describe('every container', () => {
  const RULES: readonly (readonly [string, (container: Container) => void])[] = [
    [
      'cannot gain rights',
      ({ securityContext }) => {
        assert.equal(securityContext?.allowPrivilegeEscalation, false)
        assert.equal(securityContext.privileged, false)
      },
    ],
    [
      'has none of the capabilities of root',
      ({ securityContext }) => {
        assert.deepEqual(securityContext?.capabilities, { drop: ['ALL'] })
      },
    ],
    [
      'cannot write to its own image',
      ({ securityContext }) => {
        assert.equal(securityContext?.readOnlyRootFilesystem, true)
      },
    ],
    [
      'may write where the program does',
      ({ volumeMounts = [] }) => {
        const places = volumeMounts.map(({ mountPath }) => mountPath)
        for (const place of ['/data', '/tmp']) assert.ok(places.includes(place), place)
      },
    ],
    [
      'says what it takes, and may take no more memory than that',
      ({ resources }) => {
        assert.ok(resources?.requests.cpu)
        assert.ok(resources.requests.memory)
        assert.ok(resources.limits.memory)
        assert.ok(resources.requests['ephemeral-storage'])
        assert.ok(resources.limits['ephemeral-storage'])
      },
    ],
    [
      'loosens nothing that the pod has closed',
      ({ securityContext }) => {
        for (const field of ['runAsUser', 'runAsNonRoot', 'seccompProfile', 'procMount']) {
          assert.ok(!(field in (securityContext ?? {})), field)
        }
      },
    ],
    [
      'is of a version that does not move by itself',
      ({ image }) => {
        assert.match(image, /:(?!latest$)[\w.-]+$|@sha256:/)
      },
    ],
    [
      'has its secrets by name, each that it needs and no whole Secret',
      ({ env = [], envFrom }) => {
        assert.equal(envFrom, undefined)
        for (const { name, value } of env) assert.ok(value === undefined || name === 'WORK', name)
      },
    ],
    [
      'asks of ConfigMap and Secret what they hold, or can do without it',
      ({ env = [] }) => {
        for (const { valueFrom } of env) {
          if (valueFrom === undefined) continue
          const { configMapKeyRef: config, secretKeyRef: secret } = valueFrom
          if ((config ?? secret)?.optional) continue
          if (config) assert.ok(at(get('ConfigMap', config.name), `data.${config.key}`) !== undefined, config.key)
          else
            assert.ok(secret && at(get('Secret', secret.name), `stringData.${secret.key}`) !== undefined, secret?.key)
        }
      },
    ],
  ]
  for (const [name, check] of RULES) {
    test(name, () => {
      assert.equal(containers.length, 5)
      for (const container of containers) check(container)
    })
  }

  test('gets only the secrets of what it does: who ingests has no database, who serves cannot push', () => {
    const secretsOf = ({ env = [] }: Container) =>
      env.flatMap(({ name, valueFrom }) => (valueFrom?.secretKeyRef ? [name] : [])).sort()
    assert.deepEqual(Object.fromEntries(containers.map((container) => [container.name, secretsOf(container)])), {
      app: ['CROWSNEST_LINK_KEYS', 'CROWSNEST_TOKEN', 'DATABASE_URL', 'DKIM_KEY', 'SMTP_URL'],
      ingest: ['GIT_TOKEN', 'GIT_USER'],
      send: ['CROWSNEST_LINK_KEYS', 'DATABASE_URL', 'DKIM_KEY', 'SMTP_URL'],
      worker: ['CROWSNEST_LINK_KEYS', 'DATABASE_URL', 'DKIM_KEY', 'SMTP_URL'],
      retention: ['DATABASE_URL'],
    })
  })

  test('starts a script that is there', () => {
    for (const { args = [], id } of containers) {
      const [script] = args
      if (script !== undefined) assert.ok(fs.existsSync(path.join(ROOT, script)), `${id}: ${script}`)
    }
  })
})

describe('the cluster', () => {
  test('gives no right at all: there is no role, and the account has no token', () => {
    assert.deepEqual(
      manifests.filter(({ apiVersion }) => apiVersion.startsWith('rbac.')),
      [],
    )
    assert.deepEqual(names('ServiceAccount'), ['crowsnest'])
    assert.equal(get('ServiceAccount', 'crowsnest').automountServiceAccountToken, false)
  })

  test('refuses what is not restricted, in the namespace of the example', () => {
    const { metadata } = get('Namespace', 'crowsnest')
    assert.equal(metadata.labels?.['pod-security.kubernetes.io/enforce'], 'restricted')
    assert.ok(manifests.every((one) => one.kind === 'Namespace' || one.metadata.namespace === 'crowsnest'))
  })

  test('has no secret from git: what the example brings is a placeholder, and the base brings none', () => {
    for (const secret of manifests.filter(({ kind }) => kind === 'Secret')) {
      assert.equal(secret.data, undefined)
      for (const value of Object.values(secret.stringData as Record<string, string>)) assert.equal(value, 'REPLACE-ME')
    }
    assert.deepEqual(
      render('deploy/base').filter(({ kind }) => kind === 'Secret'),
      [],
    )
  })
})

test('the app does not start on the placeholders of the example, and repeats none of them', async () => {
  using folder = makeTemporaryFolder()
  const { content, dist } = makeSite(folder.path)
  const env = get('Secret', 'crowsnest').stringData as Record<string, string>
  const args = ['--content', content, '--dist', dist, '--state', path.join(folder.path, 'state'), '--port', '0']
  const { code, stderr } = await runScript('serve', args, env)
  assert.equal(code, 2)
  for (const name of ['SMTP_URL', 'CROWSNEST_TOKEN']) assert.match(stderr, new RegExp(name))
  for (const name of ['DATABASE_URL', 'CROWSNEST_LINK_KEYS']) {
    const others = { SMTP_URL: '', CROWSNEST_TOKEN: '', DATABASE_URL: '', CROWSNEST_LINK_KEYS: '' }
    const run = await runScript('serve', args, { ...others, [name]: env[name] ?? '' })
    assert.equal(run.code, 2, name)
    assert.match(run.stderr, new RegExp(name))
    assert.doesNotMatch(run.stderr, /REPLACE-ME/)
  }
})

describe('the app in the cluster', () => {
  const app = get('Deployment', 'crowsnest')
  const [container] = containersOf(app)
  assert.ok(container)

  test('is there twice, on two nodes where there are two, and one of them stays when a node is drained', () => {
    assert.ok(Number(at(app, 'spec.replicas')) >= 2)
    const spread = at(app, 'spec.template.spec.topologySpreadConstraints') as { topologyKey: string }[]
    assert.deepEqual(
      spread.map(({ topologyKey }) => topologyKey),
      ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'],
    )
    assert.equal(at(get('PodDisruptionBudget', 'crowsnest'), 'spec.minAvailable'), 1)
  })

  test('is replaced without a gap: the new one first, and the old one waits until nobody is sent to it', () => {
    assert.deepEqual(at(app, 'spec.strategy'), {
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    })
    assert.deepEqual(at(container, 'lifecycle.preStop'), { sleep: { seconds: 5 } })
  })

  test('starts where it reaches its store, and goes on where the store is away', () => {
    assert.equal(at(container, 'startupProbe.httpGet.path'), '/health')
    for (const probe of ['readinessProbe', 'livenessProbe']) {
      assert.equal(at(container, `${probe}.httpGet.path`), '/robots.txt')
    }
    assert.ok(fs.existsSync(path.join(ROOT, 'src/pages/robots.txt.ts')), 'the page that it asks for')
  })

  test('has a minute to start, is sent nobody after ten seconds of silence, and is begun anew after a minute of it', () => {
    const timesOf = (probe: string) =>
      ['periodSeconds', 'timeoutSeconds', 'failureThreshold'].map((field) => at(container, `${probe}.${field}`))
    assert.deepEqual(timesOf('startupProbe'), [2, 3, 30])
    assert.deepEqual(timesOf('readinessProbe'), [5, 2, 2])
    assert.deepEqual(timesOf('livenessProbe'), [20, 5, 3])
  })

  test('listens where its probes, its Service, its route and its policy look', () => {
    assert.deepEqual(at(container, 'ports'), [{ name: 'http', containerPort: 4321 }])
    const service = get('Service', 'crowsnest')
    assert.deepEqual(at(service, 'spec.ports'), [{ name: 'http', port: 80, targetPort: 'http' }])
    const labels = at(app, 'spec.template.metadata.labels')
    assert.deepEqual(at(service, 'spec.selector'), labels)
    assert.deepEqual(at(app, 'spec.selector.matchLabels'), labels)
    assert.deepEqual(at(get('PodDisruptionBudget', 'crowsnest'), 'spec.selector.matchLabels'), labels)
    assert.deepEqual(at(get('HTTPRoute', 'crowsnest'), 'spec.rules.0.backendRefs'), [{ name: 'crowsnest', port: 80 }])
    assert.equal(at(get('NetworkPolicy', 'crowsnest-readers'), 'spec.ingress.0.ports.0.port'), 'http')
    assert.deepEqual(container.args?.slice(0, 3), ['scripts/serve.ts', '--host', '0.0.0.0'])
  })
})

test('workers wait for a send that a person begins, and have longer to end than a mail takes', () => {
  const worker = get('Deployment', 'crowsnest-worker')
  assert.equal(at(worker, 'spec.replicas'), 0)
  assert.ok(Number(at(worker, 'spec.template.spec.terminationGracePeriodSeconds')) > 240)
  assert.deepEqual(at(worker, 'spec.selector.matchLabels'), at(worker, 'spec.template.metadata.labels'))
})

describe('what runs by the clock', () => {
  const jobs = manifests.filter(({ kind }) => kind === 'CronJob')

  test('never runs twice at once, and says how late it may begin and how long it may take', () => {
    for (const job of jobs) {
      assert.equal(at(job, 'spec.concurrencyPolicy'), 'Forbid')
      assert.equal(at(job, 'spec.timeZone'), 'Etc/UTC')
      assert.ok(Number(at(job, 'spec.startingDeadlineSeconds')) > 0)
      assert.ok(Number(at(job, 'spec.jobTemplate.spec.activeDeadlineSeconds')) > 0)
      assert.ok(Number(at(job, 'spec.jobTemplate.spec.backoffLimit')) <= 2)
      assert.equal(at(job, 'spec.jobTemplate.spec.template.spec.restartPolicy'), 'Never')
    }
  })

  test('neither sends nor pushes before somebody says that it shall', () => {
    assert.deepEqual(Object.fromEntries(jobs.map((job) => [job.metadata.name, at(job, 'spec.suspend')])), {
      'crowsnest-ingest': true,
      'crowsnest-send': true,
      'crowsnest-retention': false,
    })
  })

  test('does not send again by itself what died', () => {
    assert.equal(at(get('CronJob', 'crowsnest-send'), 'spec.jobTemplate.spec.backoffLimit'), 0)
  })
})

describe('the network', () => {
  interface Policy {
    readonly podSelector: {
      readonly matchLabels: Readonly<Record<string, string>>
      readonly matchExpressions?: readonly { readonly values: readonly string[] }[]
    }
    readonly policyTypes: readonly string[]
    readonly ingress?: readonly { readonly from?: unknown[]; readonly ports: readonly { port: number | string }[] }[]
    readonly egress?: readonly { readonly to?: unknown[]; readonly ports: readonly { port: number | string }[] }[]
  }
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy').map(({ spec }) => spec as Policy)
  const COMPONENTS = ['app', 'ingest', 'send', 'worker', 'retention']
  const selects = ({ podSelector }: Policy, component: string) => {
    const { 'app.kubernetes.io/component': only } = podSelector.matchLabels
    return (
      (only ?? component) === component &&
      (podSelector.matchExpressions ?? []).every(({ values }) => values.includes(component))
    )
  }
  const portsOf = (component: string, way: 'ingress' | 'egress') =>
    policies
      .filter((policy) => selects(policy, component))
      .flatMap((policy) => (policy[way] ?? []).flatMap(({ ports }) => ports.map(({ port }) => port)))

  test('is closed for every pod, both ways', () => {
    const closed = policies.filter(
      ({ policyTypes, ingress, egress }) => policyTypes.length === 2 && !ingress && !egress,
    )
    assert.deepEqual(
      closed.map(({ podSelector }) => podSelector),
      [{ matchLabels: { 'app.kubernetes.io/part-of': 'crowsnest' } }],
    )
  })

  test('lets nobody in but the gateway, and to the app alone', () => {
    for (const component of COMPONENTS) {
      assert.deepEqual(portsOf(component, 'ingress'), component === 'app' ? ['http'] : [])
    }
    const [rule] = policies.flatMap(({ ingress = [] }) => ingress)
    assert.deepEqual(rule?.from, [{ namespaceSelector: { matchLabels: { 'crowsnest/gateway': 'true' } } }])
  })

  test('lets out to names, the database, the mail server and the feeds, each for who needs it', () => {
    assert.deepEqual(Object.fromEntries(COMPONENTS.map((component) => [component, portsOf(component, 'egress')])), {
      app: [53, 53, 5432, 465, 587],
      ingest: [53, 53, 443],
      send: [53, 53, 5432, 465, 587],
      worker: [53, 53, 5432, 465, 587],
      retention: [53, 53, 5432],
    })
  })

  test('leads a feed nowhere into the cluster, nor to what a cloud tells its machines', () => {
    const feeds = policies.find(({ egress = [] }) => egress.some(({ ports }) => ports.some(({ port }) => port === 443)))
    const blocks = (feeds?.egress?.[0]?.to ?? []) as { ipBlock: { cidr: string; except: string[] } }[]
    const [v4, v6] = blocks.map(({ ipBlock }) => ipBlock)
    assert.equal(v4?.cidr, '0.0.0.0/0')
    for (const range of ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10']) {
      assert.ok(v4.except.includes(range), range)
    }
    assert.equal(v6?.cidr, '::/0')
    for (const range of ['fc00::/7', 'fe80::/10']) assert.ok(v6.except.includes(range), range)
  })

  test('knows every component that there is', () => {
    assert.deepEqual(
      pods.map(({ metadata }) => metadata.labels['app.kubernetes.io/component']).sort(),
      COMPONENTS.toSorted(),
    )
  })
})
