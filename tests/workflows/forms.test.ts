import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { readItems } from '../../src/io/item-files.ts'
import { runHere } from '../cli/run-here.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { type Contexts, fillIn, isMet } from './evaluate.ts'
import { ROOT, workflowOf } from './read-workflows.ts'
import { startStandIns } from './stand-ins.ts'

const JOB = workflowOf('forms.yml').jobs['form']
assert.ok(JOB)

/** The shell steps of the job on an issue with this text, as the host runs them, with npm answered here. */
async function runSteps(body: string | null) {
  const folder = makeTemporaryFolder()
  const at = (name: string) => path.join(folder.path, name)
  const content = at('content')
  fs.mkdirSync(content)
  fs.mkdirSync(at('temp'))
  fs.writeFileSync(at('event.json'), JSON.stringify({ action: 'labeled', issue: { number: 7, body } }))
  const asked: string[][] = []
  await using npm = await startStandIns(at('bin'), ['npm'], async ({ args, env }) => {
    asked.push([...args])
    if (args[2] !== 'curate') return {}
    const surroundings = {
      PATH: process.env.PATH ?? '',
      CROWSNEST_EDITOR: env['CROWSNEST_EDITOR'] ?? '',
      NO_COLOR: '1',
    }
    const options = ['--content', content, '--state', at('state'), '--now', '2026-11-20T09:00:00Z']
    const ended = await runHere('scripts/curate.mjs', [...args.slice(4), ...options], { env: surroundings })
    return { code: ended.code ?? 1, stdout: ended.stdout, stderr: ended.stderr }
  })
  let failed = ''
  for (const step of JOB?.steps ?? []) {
    if (step.run === undefined || failed !== '') continue
    const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, fillIn(value, {})])
    const env = {
      PATH: `${at('bin')}:${path.dirname(process.execPath)}:/usr/bin:/bin`,
      STAND_IN_PORT: String(npm.port),
      RUNNER_TEMP: at('temp'),
      GITHUB_EVENT_PATH: at('event.json'),
      ...Object.fromEntries(own),
    }
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], { cwd: folder.path, env })
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    if (code !== 0) failed = step.run
  }
  return {
    folder,
    content,
    asked,
    failed,
    form: () => fs.readFileSync(at('temp/form.md'), 'utf8'),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  }
}

const HORNS = 'https://harbour.example/posts/fog-horns/'
const link = (note: string) => {
  const text = fs.readFileSync(path.join(ROOT, '.github/ISSUE_TEMPLATE/suggest-a-link.yml'), 'utf8')
  const [url = '', by = '', why = ''] = [...text.matchAll(/^ +label: (.+)$/gm)].map(([, label]) => label)
  return `### ${url}\r\n\r\n${HORNS}\r\n\r\n### ${by}\r\n\r\n_No response_\r\n\r\n### ${why}\r\n\r\n${note}`
}

describe('forms.yml', () => {
  test('makes a candidate of an accepted form, whatever stands in it, and checks the content', async () => {
    const note = 'Good. $(touch pwned) `touch pwned` "; touch pwned; \' $' + '{{ github.token }} %s \\n'
    using run = await runSteps(link(note))
    assert.equal(run.failed, '')
    assert.equal(run.form(), `${link(note)}\n`)
    const [stored] = readItems(run.content).entries
    assert.deepEqual([stored?.item.url, stored?.item.suggestion?.note], [HORNS, note])
    assert.deepEqual(fs.globSync('**/pwned', { cwd: run.folder.path }), [])
    assert.deepEqual(run.asked.at(-1), ['run', 'check', '--', '--only', 'content'])
  })

  test('takes as long a text as an issue can have, which no argument and no variable could hold', async () => {
    using run = await runSteps(link('港'.repeat(65_000)))
    assert.equal(Buffer.byteLength(run.form()) > 131_072, true)
    assert.match(run.failed, /add-form/, 'a note of 65,000 characters is too long, and says so')
  })

  for (const [what, body] of [
    ['an issue without a form', 'Please add my blog.'],
    ['an empty issue', null],
  ] as const) {
    test(`fails on ${what}, and writes nothing`, async () => {
      using run = await runSteps(body)
      assert.match(run.failed, /add-form/)
      assert.deepEqual(fs.readdirSync(run.content), [])
    })
  }

  const labelled: [label: string, issue: object, runs: boolean][] = [
    ['accepted', { number: 7 }, true],
    ['suggested link', { number: 7 }, false],
    ['accepted', { number: 7, pull_request: { url: 'https://forge.example/7' } }, false],
  ]
  for (const [name, issue, runs] of labelled) {
    test(`${runs ? 'runs' : 'does not run'} at the label ${name} of ${JSON.stringify(issue)}`, () => {
      const contexts: Contexts = { github: { event: { label: { name }, issue } } }
      assert.equal(isMet(JOB.if, contexts, { failed: false }), runs)
    })
  }

  test('says nothing of the issue in the pull request but its number', () => {
    const used = JOB.steps.flatMap(({ with: inputs = {}, env = {} }) =>
      Object.values({ ...inputs, ...env }).map(String),
    )
    const expressions = used.flatMap((text) => [...text.matchAll(/\$\{\{ *(.*?) *\}\}/g)].map(([, inner]) => inner))
    assert.deepEqual([...new Set(expressions)].sort(), ['github.event.issue.number', 'github.token'])
  })
})
