import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { FINGERPRINT_NAME, fingerprintIssue } from '../../src/core/digest/issue-fingerprint.ts'
import { take } from '../../src/core/text/problem.ts'
import { readToldIssue } from '../../src/io/issue-files.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { writeSource } from '../../src/io/source-files.ts'
import { makeSource } from '../builders.ts'
import { runHere } from '../cli/run-here.ts'
import { answerFeed, answerRedirect, answerStatus, startLoopbackServer } from '../io/loopback-server.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { makeSendPlace, SEND_NOW, SENT_ISSUE } from '../send-place.ts'
import { startSmtpPeer } from '../smtp-peer.ts'
import { type Contexts, fillIn, isMet } from './evaluate.ts'
import { ROOT, type Step, workflowOf, WORKFLOWS } from './read-workflows.ts'
import { type Answer, type Call, startStandIns } from './stand-ins.ts'

const SHA = 'a'.repeat(40)
const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title><link>https://harbour.example/</link>
<item><title>Tides</title><link>https://harbour.example/tides</link><guid>1</guid>
<pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>`
const DRAFT = `---
number: 13
title: High tide
subject: High tide
preheader: Soon
status: draft
date: 2026-11-27
weeks: [2026-W48]
covers: { from: 2026-11-20T12:00:00Z, to: 2026-11-27T12:00:00Z }
editors: []
picks: []
---

@everybody [click](https://evil.example) \`\`\` <img src=x>
`
/** A line that the runner does not show but obeys, as its `ActionCommand` has it. */
const ORDER = /^\s*::[\w-]+.*::|##\[[\w-]+.*\]/m
/** Commands that take minutes, and are tested elsewhere; here it is noted that they were asked for. */
const LONG = /^(ci|test|run (check|build)\b)/

const done = new Set<string>()
const { scripts } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

interface Options {
  /** Answers of the forge by `METHOD path`; what is not named is 404. */
  readonly forge?: (method: string, route: string, body: unknown) => unknown
  readonly contexts?: Contexts
  /** What an action of a name leaves behind, beside nothing. */
  readonly actions?: Readonly<Record<string, (step: Step, folder: string) => void>>
  readonly env?: Readonly<Record<string, string>>
  /** Exit code of what takes long. */
  readonly long?: (command: string) => number
}

/** A clone of a repository as a runner has it, with content, stand-ins for what only the host has, and a site. */
async function makeRunner() {
  const folder = makeTemporaryFolder()
  const at = (...names: string[]) => path.join(folder.path, ...names)
  const server = await startLoopbackServer({ '/feed.xml': answerFeed(FEED) })
  const peer = await startSmtpPeer()
  const place = await makeSendPlace(at('place'), { readers: 3, picks: 1 })
  fs.mkdirSync(at('temp'))
  const git = (where: string, ...args: string[]) => {
    const run = spawnSync(
      'git',
      ['-C', where, '-c', 'user.name=Ada', '-c', 'user.email=ada@harbour.example', ...args],
      { encoding: 'utf8' },
    )
    assert.equal(run.status, 0, run.stderr)
    return run.stdout.trim()
  }
  const work = at('work')
  fs.cpSync(place.content, path.join(work, 'content'), { recursive: true })
  fs.cpSync(path.join(ROOT, 'deploy'), path.join(work, 'deploy'), { recursive: true })
  const settings = path.join(work, 'content/site.yml')
  fs.writeFileSync(settings, fs.readFileSync(settings, 'utf8').replace('https://light.example', server.url('')))
  writeSource(path.join(work, 'content'), makeSource({ url: server.url('/feed.xml') }))
  git(work, 'init', '--quiet', '--initial-branch=main')
  git(work, 'add', '.')
  git(work, 'commit', '--quiet', '--message=Begin')
  spawnSync('git', ['clone', '--quiet', '--bare', work, at('weekly.git')])
  git(work, 'remote', 'add', 'origin', at('weekly.git'))
  const calls: { name: string; line: string; body?: unknown }[] = []
  let options: Options = {}

  async function answer(call: Call): Promise<Answer> {
    const line = call.args.join(' ')
    if (call.name === 'npm') return answerNpm(call, line)
    if (call.name === 'curl') {
      calls.push({ name: 'curl', line })
      return {}
    }
    if (call.args[0] !== 'api') {
      calls.push({ name: 'gh', line })
      return {}
    }
    const method = call.args[call.args.indexOf('--method') + 1]
    const route = decodeURIComponent(call.args.find((arg) => arg.startsWith('repos/')) ?? '').replace(
      'repos/{owner}/{repo}/',
      '',
    )
    const body: unknown = call.stdin === '' ? undefined : JSON.parse(call.stdin)
    const verb = call.args.includes('--method') ? (method ?? '') : 'GET'
    assert.equal(call.env['GH_TOKEN'], 'token', 'gh is given its token')
    assert.equal(call.env['GH_REPO'], 'ada/weekly')
    if (verb !== 'GET') calls.push({ name: 'gh', line: `${verb} ${route}`, body })
    const found = options.forge?.(verb, route, body)
    if (found === undefined) return { code: 1, stderr: 'gh: Not Found (HTTP 404)\n' }
    return { stdout: JSON.stringify(call.args.includes('--slurp') ? [found] : found) }
  }

  async function answerNpm({ args, env, cwd }: Call, line: string): Promise<Answer> {
    const [name = '', ...rest] = args.filter((arg) => arg !== '--silent' && arg !== 'run')
    calls.push({ name: 'npm', line })
    if (LONG.test(line.replace('--silent ', '')) && name !== 'check:live') {
      return { code: options.long?.(line) ?? 0, stdout: `${name} was run\n` }
    }
    const script = /\bscripts\/[\w-]+\.(?:ts|mjs)$/.exec(scripts[name] ?? '')?.[0]
    assert.ok(script, `npm run ${name} is a command`)
    if (rest[0] === '--') rest.shift()
    const network =
      name === 'ingest' || rest[0] === 'links' || rest[0] === 'review' ? ['--allow-network', '127.0.0.1/32'] : []
    const { code, stdout, stderr } = await runHere(script, [...rest, ...network], { env, cwd })
    return { code, stdout, stderr }
  }

  const standIns = await startStandIns(at('bin'), ['npm', 'gh', 'curl'], answer)

  /** Runs a line as the runner does: bash that ends at the first failure, the environment of the step, files to write to. */
  async function runLine(run: string, env: Readonly<Record<string, string>>) {
    const output = at('temp', 'output')
    fs.writeFileSync(output, '')
    fs.writeFileSync(at('temp', 'step.sh'), run)
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', at('temp', 'step.sh')], {
      cwd: work,
      env: {
        ...{
          PATH: [at('bin'), path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
          HOME: folder.path,
        },
        ...{
          STAND_IN_PORT: String(standIns.port),
          CI: 'true',
          GITHUB_ACTIONS: 'true',
          LANG: 'C.UTF-8',
          CROWSNEST_NOW: SEND_NOW,
        },
        ...{ GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: at('temp', 'summary'), RUNNER_TEMP: at('temp') },
        ...{ GITHUB_EVENT_PATH: at('temp', 'event.json'), ...env },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk.toString()))
    const [code] = (await once(child, 'close')) as [number]
    const outputs = fs.readFileSync(output, 'utf8').matchAll(/^(\w+)=(.*)$/gm)
    return {
      code,
      said: said.join(''),
      outputs: Object.fromEntries([...outputs].map(([, key, value]) => [key, value])),
    }
  }

  /** Runs the steps of a job as the host does; actions are stood in for. */
  async function runJob(file: string, id: string, given: Options = {}) {
    options = given
    calls.length = 0
    const workflow = workflowOf(file)
    const job = workflow.jobs[id]
    assert.ok(job, `${file} has the job ${id}`)
    const steps: Record<string, { outputs: Record<string, string> }> = {}
    for (const { id: step } of job.steps) if (step !== undefined) steps[step] = { outputs: {} }
    const contexts: Contexts = {
      github: {
        token: 'token',
        repository: 'ada/weekly',
        ref: 'refs/heads/main',
        server_url: 'https://github.example',
        event_name: 'schedule',
        event: {},
      },
      ...{ vars: {}, secrets: {}, needs: {}, inputs: {}, runner: { temp: at('temp') }, steps, ...given.contexts },
    }
    const said: string[] = []
    const uploads: Record<string, string[]> = {}
    if (!isMet(job.if, contexts, { failed: false }))
      return { ran: false, failed: false, said: '', outputs: {}, uploads, calls }
    let failed = false
    for (const [index, step] of job.steps.entries()) {
      if (!isMet(step.if, contexts, { failed })) continue
      if (step.uses !== undefined) {
        const name = /\/([\w-]+)@/.exec(step.uses)?.[1] ?? ''
        const inputs = Object.fromEntries(
          Object.entries(step.with ?? {}).map(([key, value]) => [key, fillIn(String(value), contexts)]),
        )
        given.actions?.[name]?.({ ...step, with: inputs }, work)
        if (name === 'upload-artifact')
          uploads[inputs['name'] ?? ''] = (inputs['path'] ?? '')
            .trim()
            .split('\n')
            .filter((file) => fs.existsSync(path.join(work, file)))
        continue
      }
      done.add(`${file} ${id} ${index}`)
      const values = Object.entries({ ...workflow.env, ...job.env, ...step.env }).map(([key, value]) => [
        key,
        fillIn(String(value), contexts),
      ])
      const {
        code,
        said: words,
        outputs,
      } = await runLine(step.run ?? '', { ...(Object.fromEntries(values) as Record<string, string>), ...given.env })
      said.push(words)
      if (step.id !== undefined) steps[step.id] = { outputs }
      if (code !== 0 && step['continue-on-error'] !== true) failed = true
    }
    assert.doesNotMatch(said.join(''), /should not have happened|\n\s+at /, said.join(''))
    assert.doesNotMatch(said.join(''), ORDER)
    return {
      ran: true,
      failed,
      said: said.join(''),
      outputs: Object.assign({}, ...Object.values(steps).map(({ outputs }) => outputs)) as Record<string, string>,
      uploads,
      calls: [...calls],
    }
  }

  const pushed = () => git(at('weekly.git'), 'log', '--format=%s', 'main').split('\n')
  return {
    ...{ at, work, git, server, peer, place, runJob, pushed },
    write(name: string, text: string) {
      fs.mkdirSync(path.dirname(path.join(work, name)), { recursive: true })
      fs.writeFileSync(path.join(work, name), text)
    },
    summary: () => (fs.existsSync(at('temp', 'summary')) ? fs.readFileSync(at('temp', 'summary'), 'utf8') : ''),
    /** Has the site show the newest issue as it stands in the clone. */
    buildSite() {
      const content = path.join(work, 'content')
      const own = fingerprintIssue(take(readToldIssue(content, SENT_ISSUE)), take(readSiteSettings(content)))
      server.routes.set(`/issues/${SENT_ISSUE}/`, (_, response) => {
        response.end(`<meta name="${FINGERPRINT_NAME}" content="${own}">`)
      })
    },
    async [Symbol.asyncDispose]() {
      await standIns[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
      await peer.stop()
      folder[Symbol.dispose]()
    },
  }
}

const lines = (calls: readonly { name: string; line: string }[], name: string) =>
  calls.filter((call) => call.name === name).map(({ line }) => line)

describe('ingest.yml', () => {
  test('commits what the feeds brought, hands on what they said, and does nothing the second time', async () => {
    await using runner = await makeRunner()
    const first = await runner.runJob('ingest.yml', 'ingest')
    assert.equal(first.failed, false, first.said)
    assert.deepEqual(runner.pushed(), ['Ingest what the feeds brought', 'Begin'])
    assert.equal(first.outputs['pushed'], 'true')
    assert.deepEqual(first.uploads['feeds'], ['state/feeds.json'])
    assert.match(runner.summary(), /1 new/)
    assert.match(runner.git(runner.at('weekly.git'), 'log', '-1', '--format=%an'), /github-actions\[bot\]/)
    // One of a change that is proposed, from a branch that is called main, whose workflow says what the change wants.
    const theirs = { id: 9, event: 'pull_request' }
    const runs = (_: string, route: string) => {
      const [path, query] = route.split('?')
      if (path !== 'actions/workflows/ingest.yml/runs') return undefined
      const event = new URLSearchParams(query).get('event')
      const ours = event === 'schedule' ? [{ id: 7, event }] : event === 'workflow_dispatch' ? [{ id: 6, event }] : []
      return { workflow_runs: event === 'schedule' ? ours : [theirs, ...ours] }
    }
    const fetched: string[] = []
    const second = await runner.runJob('ingest.yml', 'ingest', {
      forge: runs,
      actions: { 'download-artifact': (step) => fetched.push(String(step.with?.['run-id'])) },
    })
    assert.equal(second.failed, false, second.said)
    assert.deepEqual(fetched, ['7'], 'it takes up what the last run left')
    assert.match(second.said, /Nothing new to push/)
    assert.equal(second.outputs['pushed'], undefined)
    assert.equal(
      runner.server.requests.filter(({ path }) => path === '/feed.xml').length,
      1,
      'what is not due is not asked',
    )
  })

  test('takes no orders from a feed, and shows what one says as words', async () => {
    await using runner = await makeRunner()
    const words = '/##[set-env](https://evil.example)<img src=x>'
    runner.server.routes.set('/moved.xml', answerRedirect(301, words))
    runner.server.routes.set('/gone.xml', answerRedirect(302, 'ftp://evil.example/ ##[add-mask]true'))
    runner.server.routes.set('/', answerRedirect(301, words))
    for (const name of ['moved', 'gone'])
      writeSource(path.join(runner.work, 'content'), makeSource({ id: name, url: runner.server.url(`/${name}.xml`) }))
    const { failed, said } = await runner.runJob('ingest.yml', 'ingest')
    assert.equal(failed, false, said)
    assert.match(said, /moved\.xml redirects more than 5 times, last to .*\\u0023#\[set-env\]/)
    assert.match(said, /gone\.xml redirects to ftp:.*\\u0023#\[add-mask\]true/)
    assert.match(runner.summary(), /^\n( {4}.*\n)+$/, 'a block of code')
  })

  test('pushes nothing where every feed failed, or the content does not pass', async () => {
    await using runner = await makeRunner()
    const broken = await runner.runJob('ingest.yml', 'ingest', { long: (line) => (line.includes('content') ? 1 : 0) })
    assert.equal(broken.failed, true)
    assert.deepEqual(broken.uploads, {}, 'nothing is remembered of it')
    runner.server.routes.set('/feed.xml', answerStatus(500))
    fs.rmSync(path.join(runner.work, 'state'), { recursive: true, force: true })
    assert.equal((await runner.runJob('ingest.yml', 'ingest')).failed, true)
    assert.deepEqual(runner.pushed(), ['Begin'])
  })

  test('has the site built where it was told how, and only if something came', async () => {
    await using runner = await makeRunner()
    for (const [pushed, to, expected] of [
      ['true', 'branch', true],
      ['', 'branch', false],
      ['true', '', false],
    ] as const) {
      for (const [file, job] of [
        ['ingest.yml', 'ingest'],
        ['publish-due.yml', 'due'],
      ] as const) {
        const { ran, calls } = await runner.runJob(file, 'site', {
          contexts: { vars: { PUBLISH_TO: to }, needs: { [job]: { outputs: { pushed } } } },
        })
        assert.equal(ran, expected)
        assert.deepEqual(lines(calls, 'gh'), expected ? ['workflow run publish.yml --ref main'] : [])
      }
    }
  })
})

describe('publish-due.yml', () => {
  test('installs nothing where nothing is held, and ends well where no hour has come', async () => {
    await using runner = await makeRunner()
    const idle = await runner.runJob('publish-due.yml', 'due')
    assert.deepEqual([idle.failed, lines(idle.calls, 'npm')], [false, []])
    runner.write(
      'content/issues/2026-W48.md',
      DRAFT.replace('status: draft', 'status: ready\npublishAt: 2026-12-01T10:00:00Z'),
    )
    const early = await runner.runJob('publish-due.yml', 'due')
    assert.equal(early.failed, false, early.said)
    assert.ok(lines(early.calls, 'npm').includes('run curate -- publish --due'))
  })
})

describe('check.yml and comment.yml', () => {
  test('run all checks, in jobs of their own', async () => {
    await using runner = await makeRunner()
    for (const [job, line] of [
      ['rules', 'run check -- --only format code content'],
      ['tests', 'test'],
    ] as const) {
      assert.deepEqual(lines((await runner.runJob('check.yml', job)).calls, 'npm'), ['ci', line])
      assert.equal(
        (await runner.runJob('check.yml', job, { long: (command) => (command === line ? 1 : 0) })).failed,
        true,
      )
    }
  })

  const pull = {
    github: {
      token: 'token',
      event_name: 'pull_request',
      ref: 'refs/pull/3/merge',
      repository: 'ada/weekly',
      event: {},
    },
  }
  const event = {
    workflow_run: {
      event: 'pull_request',
      conclusion: 'failure',
      head_branch: 'week-48',
      head_sha: SHA,
      id: 5,
      html_url: 'https://github.example/ada/weekly/actions/runs/5',
      head_repository: { full_name: 'bo/weekly', owner: { login: 'bo' } },
    },
  }
  const after5 = { github: { token: 'token', repository: 'ada/weekly', event } }

  test('tell a pull request of a fork what stands against its issue, in one comment that calls nobody', async () => {
    await using runner = await makeRunner()
    runner.write('content/issues/2026-W48.md', DRAFT)
    runner.git(runner.work, 'add', 'content')
    runner.git(runner.work, 'commit', '--quiet', '--message=Draft')
    const preview = await runner.runJob('check.yml', 'preview', {
      contexts: pull,
      long: (line) => (line.includes('build') ? 1 : 0),
    })
    assert.equal(preview.failed, true, 'a site that cannot be built')
    assert.deepEqual(preview.uploads, { review: ['preview/review.json'], preview: ['preview/mail'] })
    assert.deepEqual(fs.readdirSync(path.join(runner.work, 'preview/mail')), [
      '2026-W48.eml',
      '2026-W48.html',
      '2026-W48.txt',
    ])
    const actions = {
      'download-artifact': ({ with: inputs }: Step) => {
        assert.equal(inputs?.['run-id'], '5')
        fs.cpSync(path.join(runner.work, 'preview'), String(inputs['path']), { recursive: true })
      },
    }
    const comments: { id: number; user: { login: string }; body: string }[] = [
      { id: 1, user: { login: 'bo' }, body: '<!-- review -->\nmine' },
    ]
    const forge = (method: string, route: string, body: unknown) => {
      if (route === 'pulls?state=open&per_page=100&head=bo:week-48') {
        return [
          { number: 2, head: { sha: 'b'.repeat(40) } },
          { number: 3, head: { sha: SHA } },
        ]
      }
      if (route === 'issues/3/comments?per_page=100') return comments
      if (method === 'POST' && route === 'issues/3/comments') {
        comments.push({ id: 9, user: { login: 'github-actions[bot]' }, ...(body as { body: string }) })
        return {}
      }
      return method === 'PATCH' && route === 'issues/comments/9' ? {} : undefined
    }
    const first = await runner.runJob('comment.yml', 'comment', { contexts: after5, actions, forge })
    assert.equal(first.failed, false, first.said)
    const text = comments[1]?.body ?? ''
    assert.match(text, /\*\*2026-W48 \(draft\): \d+ errors?, \d+ warnings?\.\*\*/)
    assert.match(text, /`mail\/2026-W48\.html`: \d+\.\d kB/)
    assert.match(text, /actions\/runs\/5#artifacts/)
    const outside = text.replace(/^(`{3,})text\n[^]*?\n\1$/m, '')
    assert.doesNotMatch(outside, /@|evil|<img/)
    const again = await runner.runJob('comment.yml', 'comment', { contexts: after5, actions, forge })
    assert.deepEqual(lines(again.calls, 'gh'), [], 'the same words are not written twice')
    comments[1]!.body = '<!-- review -->\nold'
    const changed = await runner.runJob('comment.yml', 'comment', { contexts: after5, actions, forge })
    assert.deepEqual(lines(changed.calls, 'gh'), ['PATCH issues/comments/9'])
    const moved = await runner.runJob('comment.yml', 'comment', { contexts: after5, actions, forge: () => [] })
    assert.deepEqual([moved.failed, lines(moved.calls, 'gh')], [false, []])
    for (const hostile of [
      '{"issues":[{"key":"](x) @all"}]}',
      'no JSON',
      `{"issues":[],"problems":["${'x'.repeat(9_000)}"]}`,
      '['.repeat(900_000),
      ' '.repeat(4_000_001),
      undefined,
    ]) {
      const lie = {
        'download-artifact': ({ with: inputs }: Step) => {
          const file = path.join(String(inputs?.['path']), 'review.json')
          fs.rmSync(file, { force: true })
          if (hostile === undefined) fs.symlinkSync(path.join(runner.work, 'package.json'), file)
          else fs.writeFileSync(file, hostile)
        },
      }
      const refused = await runner.runJob('comment.yml', 'comment', { contexts: after5, actions: lie, forge })
      assert.deepEqual([refused.failed, lines(refused.calls, 'gh')], [true, []])
      assert.doesNotMatch(refused.said, /should not have happened/)
    }
  })

  test('say nothing of a push to main', async () => {
    await using runner = await makeRunner()
    const push = { github: { event: { workflow_run: { ...event.workflow_run, event: 'push' } } } }
    assert.equal((await runner.runJob('comment.yml', 'comment', { contexts: push })).ran, false)
    assert.equal((await runner.runJob('check.yml', 'preview')).ran, false)
  })
})

describe('publish.yml', () => {
  test('builds; pushes a branch, tells a host, or leaves it to the host; and waits until readers see it', async () => {
    await using runner = await makeRunner()
    const build = await runner.runJob('publish.yml', 'build')
    assert.deepEqual(lines(build.calls, 'npm'), ['ci', 'run --silent build'])
    const site = () => {
      fs.mkdirSync(runner.at('temp', 'site', '.well-known'), { recursive: true })
      fs.writeFileSync(runner.at('temp', 'site', 'index.html'), 'home')
      fs.writeFileSync(runner.at('temp', 'site', '.well-known', 'security.txt'), 'mail us')
    }
    const to = (PUBLISH_TO: string) => ({
      vars: { PUBLISH_TO },
      secrets: { PUBLISH_HOOK: 'https://host.example/hook' },
    })
    const options = { actions: { 'download-artifact': site }, env: { GIT_URL: runner.at('weekly.git') } }
    for (let time = 1; time <= 2; time += 1) {
      const branch = await runner.runJob('publish.yml', 'branch', { ...options, contexts: to('branch') })
      assert.equal(branch.failed, false, branch.said)
    }
    assert.equal(
      runner.git(runner.at('weekly.git'), 'log', '--format=%s', 'site'),
      'Build the site',
      'the only commit there',
    )
    assert.deepEqual(runner.git(runner.at('weekly.git'), 'ls-tree', '-r', '--name-only', 'site').split('\n'), [
      '.nojekyll',
      '.well-known/security.txt',
      'index.html',
    ])
    const main = await runner.runJob('publish.yml', 'branch', {
      ...options,
      contexts: { vars: { PUBLISH_TO: 'branch', SITE_BRANCH: 'main' } },
    })
    assert.equal(main.failed, true, 'the sources are not replaced')
    assert.deepEqual(runner.pushed(), ['Begin'])
    const hook = await runner.runJob('publish.yml', 'hook', { contexts: to('hook') })
    assert.match(lines(hook.calls, 'curl')[0] ?? '', /--request POST .* https:\/\/host\.example\/hook$/)
    for (const job of ['branch', 'hook'])
      assert.equal((await runner.runJob('publish.yml', job, { contexts: to('host') })).ran, false)
    runner.buildSite()
    const live = await runner.runJob('publish.yml', 'live', {
      contexts: { ...to('host'), needs: { build: { result: 'success' } } },
    })
    assert.deepEqual([live.ran, live.failed], [true, false], live.said)
    const needs = { build: { result: 'success' }, branch: { outputs: { stays: 'true' } } }
    const stays = await runner.runJob('publish.yml', 'live', { contexts: { ...to('branch'), needs } })
    assert.equal(stays.ran, false, 'nobody waits for a site that a later one took the place of')
    assert.equal(
      (await runner.runJob('publish.yml', 'live', { contexts: { ...to(''), needs: { build: { result: 'success' } } } }))
        .ran,
      false,
    )
  })
})

describe('send.yml', () => {
  const forge = (_: string, route: string) =>
    route === 'environments/mail'
      ? { protection_rules: [{ type: 'required_reviewers', reviewers: [{ type: 'User' }] }] }
      : undefined

  test('sends a test mail and the numbers, then the issue, each only if the page is live; and names no reader', async () => {
    await using runner = await makeRunner()
    const contexts = (how = 'begin') => ({
      inputs: { week: SENT_ISSUE, how },
      secrets: { SMTP_URL: runner.peer.url, PROOF_TO: 'proof@light.example', DATABASE_URL: '' },
    })
    // A file does as well as a database here, where the runner is not thrown away.
    const env = {
      CROWSNEST_STATE: runner.place.state,
      DKIM_KEY: '',
      DKIM_SELECTOR: '',
      DKIM_DOMAIN: '',
      ...withoutEmpty(runner.place.env),
    }
    for (const protection_rules of [[], [{ type: 'wait_timer' }], [{ type: 'required_reviewers', reviewers: [] }]]) {
      const open = await runner.runJob('send.yml', 'proof', {
        contexts: contexts(),
        env,
        forge: () => ({ protection_rules }),
      })
      assert.equal(open.failed, true, 'an environment that nobody approves')
      assert.match(open.said, /nobody has to approve/)
    }
    const hidden = await runner.runJob('send.yml', 'proof', { contexts: contexts(), env, forge })
    assert.equal(hidden.failed, true, 'a page that is not there')
    assert.equal((await runner.runJob('send.yml', 'send', { contexts: contexts(), env })).failed, true)
    assert.deepEqual(runner.peer.mails, [])
    runner.buildSite()
    const proof = await runner.runJob('send.yml', 'proof', { contexts: contexts(), env, forge })
    assert.equal(proof.failed, false, proof.said)
    assert.deepEqual(
      runner.peer.mails.map(({ to }) => to),
      ['proof@light.example'],
    )
    assert.match(runner.summary(), /3 readers/)
    const sent = await runner.runJob('send.yml', 'send', { contexts: contexts(), env })
    assert.equal(sent.failed, false, sent.said)
    assert.equal(runner.peer.mails.length, 4)
    for (const how of ['resume', 'retry-failed']) {
      const again = await runner.runJob('send.yml', 'send', { contexts: contexts(how), env })
      assert.equal(runner.peer.mails.length, 4, 'everybody has it')
      assert.doesNotMatch(again.said, /reader-\d+@/)
    }
    assert.doesNotMatch(`${proof.said}${sent.said}${runner.summary()}`, /reader-\d+@/)
  })

  test('goes from main alone', async () => {
    await using runner = await makeRunner()
    assert.equal(
      (await runner.runJob('send.yml', 'proof', { contexts: { github: { ref: 'refs/heads/other' } } })).ran,
      false,
    )
  })
})

describe('what is told in issues', () => {
  test('links that are gone, in one issue that is changed, then closed', async () => {
    await using runner = await makeRunner()
    const file = `content/issues/${SENT_ISSUE}.md`
    const text = fs.readFileSync(path.join(runner.work, file), 'utf8')
    runner.write(file, text.replace('https://harbour.example/lights/1/', runner.server.url('/gone')))
    const issues: { number: number; user: { login: string }; body: string }[] = []
    const forge = (method: string, route: string, body: unknown) => {
      if (method === 'GET') return route.startsWith('issues?') ? issues : undefined
      if (method === 'POST')
        issues.push({ number: 4, user: { login: 'github-actions[bot]' }, ...(body as { body: string }) })
      else issues.length = 0
      return {}
    }
    const first = await runner.runJob('links.yml', 'links', { forge })
    assert.equal(first.failed, false, first.said)
    assert.match(
      issues[0]?.body ?? '',
      /`2026-W47\.md`, link of c000000001: <http:\/\/127\.0\.0\.1:\d+\/gone> is gone \(404\)/,
    )
    assert.deepEqual(first.uploads['archive-links'], ['state/archive-links.json'])
    const second = await runner.runJob('links.yml', 'links', { forge })
    assert.deepEqual(lines(second.calls, 'gh'), [], 'nothing new to say')
    runner.server.routes.set('/gone', answerStatus(200))
    fs.rmSync(path.join(runner.work, 'state'), { recursive: true })
    const third = await runner.runJob('links.yml', 'links', { forge })
    assert.deepEqual(lines(third.calls, 'gh'), ['PATCH issues/4'])
    assert.equal(issues.length, 0)
  })

  test('a repository that was quiet for forty days, and none that was not', async () => {
    await using runner = await makeRunner()
    const opened: unknown[] = []
    const forge = (method: string, _: string, body: unknown) => (method === 'GET' ? [] : opened.push(body))
    const committed = new Date(Number(runner.git(runner.work, 'log', '-1', '--format=%ct')) * 1_000)
    const days = (count: number) => ({
      CROWSNEST_NOW: new Date(committed.getTime() + count * 86_400_000).toISOString().replace(/\.\d+/, ''),
    })
    assert.equal((await runner.runJob('nudge.yml', 'nudge', { forge, env: days(39) })).failed, false)
    assert.deepEqual(opened, [])
    assert.equal((await runner.runJob('nudge.yml', 'nudge', { forge, env: days(45) })).failed, false)
    assert.match(JSON.stringify(opened), /45 days ago/)
  })

  test('whose week it is, in a new issue each week', async () => {
    await using runner = await makeRunner()
    let open = [{ number: 6, user: { login: 'github-actions[bot]' }, body: '<!-- rota -->\nlast week' }]
    const forge = (method: string) => {
      if (method === 'PATCH') open = []
      return method === 'GET' ? open : {}
    }
    const { failed, said, calls } = await runner.runJob('rota.yml', 'rota', { forge })
    assert.equal(failed, false, said)
    assert.deepEqual(lines(calls, 'gh'), ['PATCH issues/6', 'POST issues'])
    assert.match(JSON.stringify(calls.find(({ line }) => line === 'POST issues')?.body), /"title":"2026-W48/)
  })
})

function withoutEmpty(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(([name, value]) => value !== '' && !/^(PATH|CROWSNEST_CONTENT)$/.test(name)),
  )
}

after(() => {
  // Those of forms.yml are run in forms.test.ts.
  const others = [...WORKFLOWS].filter(([file]) => file !== 'forms.yml')
  const all = others.flatMap(([file, { workflow }]) =>
    Object.entries(workflow.jobs).flatMap(([id, { steps }]) =>
      steps.flatMap(({ run }, index) => (run === undefined ? [] : [`${file} ${id} ${index}`])),
    ),
  )
  // Where tests were picked by name, not all lines were run.
  if (!process.execArgv.some((arg) => arg.startsWith('--test-name-pattern'))) {
    assert.deepEqual(
      all.filter((step) => !done.has(step)),
      [],
      'every line of every workflow was run',
    )
  }
})
