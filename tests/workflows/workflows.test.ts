import assert from 'node:assert/strict'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { describe, test } from 'node:test'
import type * as WorkflowParser from '@actions/workflow-parser'
import { build } from 'esbuild'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { ROOT, WORKFLOWS } from './read-workflows.ts'

/** Actions that were seen at these commits; anything else is a stranger with our rights. */
const PINNED: ReadonlySet<string> = new Set([
  'actions/checkout@9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0 # v7.0.0',
  'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0',
  'actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1',
  'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1',
  'peter-evans/create-pull-request@5f6978faf089d4d20b00c7766989d076bb2fc7f1 # v8.1.1',
  'actions/create-github-app-token@bcd2ba49218906704ab6c1aa796996da409d3eb1 # v3.2.0',
  'zizmorcore/zizmor-action@3dc1ecc9bcb9e94e9b2c709687979e1298497054 # v0.6.2',
])

/** What each job may write; nothing else may be written by any. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  'ingest.yml ingest': ['contents'],
  'ingest.yml site': ['actions'],
  'publish-due.yml due': ['contents'],
  'publish-due.yml site': ['actions'],
  'publish.yml branch': ['contents'],
  'comment.yml comment': ['pull-requests'],
  'links.yml links': ['issues'],
  'nudge.yml nudge': ['issues'],
  'rota.yml rota': ['issues'],
  'forms.yml form': ['contents', 'pull-requests'],
}

test('there are workflows for all that is done by itself', () => {
  assert.deepEqual(
    [...WORKFLOWS.keys()],
    ['check', 'comment', 'forms', 'ingest', 'links', 'nudge', 'publish-due', 'publish', 'rota', 'send'].map(
      (name) => `${name}.yml`,
    ),
  )
})

test('GitHub’s own parser finds nothing wrong with any workflow, and finds a mistake', async () => {
  using folder = makeTemporaryFolder()
  const outfile = path.join(folder.path, 'parser.cjs')
  // The package imports JSON in a way that bundlers know and Node does not.
  const contents =
    "export { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } from '@actions/workflow-parser'"
  await build({
    stdin: { contents, resolveDir: ROOT },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'silent',
  })
  const parser = createRequire(import.meta.url)(outfile) as typeof WorkflowParser
  const errorsOf = async (name: string, content: string) => {
    const { context, value } = parser.parseWorkflow({ name, content }, new parser.NoOperationTraceWriter())
    if (value !== undefined) await parser.convertWorkflowTemplate(context, value)
    return context.errors.getErrors().map(({ message }) => message)
  }
  for (const [file, { text }] of WORKFLOWS) assert.deepEqual(await errorsOf(file, text), [], file)
  const { text } = WORKFLOWS.get('send.yml') ?? { text: '' }
  for (const [sound, broken] of [
    ['timeout-minutes', 'timeout-minute'],
    ['secrets.SMTP_URL', 'secret.SMTP_URL'],
    ['runs-on: ubuntu-24.04', 'runs-with: ubuntu-24.04'],
  ] as const) {
    assert.notDeepEqual(await errorsOf('broken.yml', text.replace(sound, broken)), [], broken)
  }
})

for (const [file, { text, workflow }] of WORKFLOWS) {
  const jobs = Object.entries(workflow.jobs)
  const steps = jobs.flatMap(([, { steps }]) => steps)

  describe(file, () => {
    test('uses nothing but actions of the list, by commit, with the version beside it', () => {
      const used = [...text.matchAll(/uses: (.+)/g)].map(([, action = '']) => action)
      assert.deepEqual(
        used.filter((action) => !PINNED.has(action)),
        [],
      )
      assert.equal(used.length, steps.filter(({ uses }) => uses !== undefined).length)
    })

    test('gives no right to all jobs, and to each what it needs', () => {
      assert.deepEqual(workflow.permissions, {})
      for (const [name, { permissions }] of jobs) {
        assert.ok(permissions !== undefined, `${name} says what it may do`)
        const writes = Object.entries(permissions).filter(([, right]) => right !== 'read')
        const wanted = WRITES[`${file} ${name}`]
        assert.deepEqual(writes, wanted?.map((right) => [right, 'write']) ?? [], name)
      }
    })

    test('hands no value of an expression to a shell but by its environment', () => {
      for (const { run = '' } of steps) assert.ok(!run.includes('${' + '{'), run)
    })

    test('leaves no token in a checkout', () => {
      for (const { uses = '', with: inputs } of steps) {
        if (uses.startsWith('actions/checkout@')) assert.equal(inputs?.['persist-credentials'], false)
      }
    })

    test('ends each job in time, and is not run twice at once', () => {
      for (const [name, { 'timeout-minutes': minutes = Infinity, 'runs-on': machine }] of jobs) {
        assert.ok(minutes <= 360, name)
        assert.match(machine ?? '', /^ubuntu-\d\d\.\d\d$/)
      }
      assert.ok(workflow.concurrency !== undefined)
      const mayCancel = workflow.concurrency['cancel-in-progress']
      assert.equal(mayCancel, file === 'check.yml' ? '${' + "{ github.event_name == 'pull_request' }}" : false)
    })

    test('takes the Node of the project, and what the lockfile says', () => {
      for (const { uses = '', with: inputs } of steps) {
        if (!uses.startsWith('actions/setup-node@')) continue
        assert.equal(inputs?.['node-version-file'], '.node-version')
        const cached = file === 'send.yml' ? inputs['package-manager-cache'] === false : inputs.cache === 'npm'
        assert.ok(cached, 'a cache, but where secrets are')
      }
      for (const [name, { steps }] of jobs) {
        const runsOurs = steps.some(({ run = '' }) => /npm (run|test)\b/.test(run))
        assert.equal(
          steps.some(({ run }) => run === 'npm ci'),
          runsOurs,
          name,
        )
      }
    })

    test('runs its lines in a shell that ends at the first that fails, also within a pipe', () => {
      assert.equal(workflow.defaults?.run?.shell, 'bash')
      for (const { shell } of steps) assert.equal(shell, undefined)
    })

    test('has lines that are short enough to be read: what is longer is a script', () => {
      for (const { run = '' } of steps) assert.ok(run.trim().split('\n').length <= 2, run)
    })
  })
}

describe('the workflows together', () => {
  test('keep what runs by the clock apart: a schedule that ends takes its whole file along', () => {
    for (const [file, { workflow }] of WORKFLOWS) {
      const others = Object.keys(workflow.on).filter((event) => !['schedule', 'workflow_dispatch'].includes(event))
      if ('schedule' in workflow.on) assert.deepEqual(others, [], file)
    }
    const scheduled = [...WORKFLOWS].filter(([, { workflow }]) => 'schedule' in workflow.on).map(([file]) => file)
    assert.deepEqual(scheduled, ['ingest.yml', 'links.yml', 'nudge.yml', 'publish-due.yml', 'rota.yml'])
    const crons = scheduled.map((file) => JSON.stringify(WORKFLOWS.get(file)?.workflow.on['schedule']))
    assert.equal(new Set(crons).size, crons.length)
    for (const cron of crons) assert.match(cron, /"[1-9]\d? /, 'not at the full hour, when everybody’s schedules run')
  })

  test('run code of a pull request only where there are no secrets and nothing may be written', () => {
    for (const [file, { text, workflow }] of WORKFLOWS) {
      assert.ok(!('pull_request_target' in workflow.on), file)
      if (!('pull_request' in workflow.on)) continue
      assert.equal(file, 'check.yml')
      assert.ok(!text.includes('secrets.') && !/: write/.test(text))
    }
  })

  test('let none but send.yml have the list of readers, behind an environment that is approved', () => {
    for (const [file, { text }] of WORKFLOWS)
      assert.equal(/DATABASE_URL|SMTP_URL/.test(text), file === 'send.yml', file)
    const send = WORKFLOWS.get('send.yml')?.workflow.jobs
    assert.equal(send?.['send']?.environment, 'mail')
    assert.equal(send['send'].needs, 'proof')
    assert.equal(send['proof']?.environment, 'mail-proof')
    assert.match(send['proof'].steps.find(({ run }) => run?.includes('approval'))?.run ?? '', / approval mail$/)
    for (const { run = '' } of [...send['proof'].steps, ...send['send'].steps]) {
      if (run.includes('"$HOW"')) assert.ok(run.includes('--no-addresses'), 'all may read what runs there')
    }
  })

  test('are all told of in the docs, and no other is', () => {
    const page = fs.readFileSync(path.join(ROOT, 'docs/workflows.md'), 'utf8')
    const named = new Set([...page.matchAll(/`([a-z-]+\.yml)`/g)].map(([, name]) => name))
    assert.deepEqual([...named].sort(), [...WORKFLOWS.keys()].sort())
    const used = [...WORKFLOWS.values()].flatMap(({ text }) => [...text.matchAll(/\b(?:secrets|vars)\.([A-Z_]+)/g)])
    for (const [, name = ''] of used) assert.ok(page.includes(`\`${name}\``), name)
  })
})
