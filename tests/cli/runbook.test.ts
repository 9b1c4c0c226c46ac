import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { readIssues } from '../../src/io/issue-files.ts'
import { readSamples } from '../../src/io/sample-feeds.ts'
import { readSources, writeSource } from '../../src/io/source-files.ts'
import { answerFeed, startLoopbackServer } from '../io/loopback-server.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { startSmtpSink } from '../smtp-sink.ts'
import { runHere } from './run-here.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const SAMPLES = path.join(ROOT, 'scripts/samples')
const { scripts } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

/** The week of the samples in the place of the page's, and the week after it. */
const inWeekOfSamples = (text: string) => text.replaceAll('2026-W47', '2026-W34').replaceAll('2026-W48', '2026-W35')

interface Block {
  readonly heading: string
  /** The file that the block is to stand in; none of commands. */
  readonly file: string | undefined
  readonly lines: readonly string[]
}

/** What the page marks as a part of the runbook, in its order. */
function readRunbook(): Block[] {
  const page = inWeekOfSamples(fs.readFileSync(path.join(ROOT, 'docs/editing-an-issue.md'), 'utf8'))
  const pattern = /^### (.*)$|^<!-- runbook(?:: (\S+))? -->\n\n```\w+\n([\s\S]*?)^```$/gm
  let heading = ''
  const blocks: Block[] = []
  for (const [, title, file, text] of page.matchAll(pattern)) {
    if (title !== undefined) heading = title
    else blocks.push({ heading, file, lines: (text ?? '').trimEnd().split('\n') })
  }
  return blocks
}

/** The words of a command as a shell takes them. */
const wordsOf = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

/** A project's source at its host, as far as an editor needs it: content, with the feeds of the samples on loopback. */
async function makeOrigin(folder: string, git: (cwd: string, ...args: string[]) => string) {
  const samples = readSamples(SAMPLES)
  assert.ok(samples.ok)
  const { feeds, now } = samples.value
  const server = await startLoopbackServer(
    Object.fromEntries(
      Object.values(feeds).map((file) => [`/${file}`, answerFeed(fs.readFileSync(path.join(SAMPLES, file)))]),
    ),
  )
  const first = path.join(folder, 'first')
  const content = path.join(first, 'content')
  for (const name of ['site.yml', 'rota.yml', 'topics', 'groups', 'releases'])
    fs.cpSync(path.join(ROOT, 'content', name), path.join(content, name), { recursive: true })
  // Whom facts of releases are asked of is not of this machine.
  fs.rmSync(path.join(content, 'releases/sources.yml'))
  fs.mkdirSync(path.join(content, 'authors'))
  fs.writeFileSync(path.join(content, 'authors/bo-mole.yml'), 'name: Bo Mole\n')
  for (const source of readSources(path.join(ROOT, 'content')).entries) {
    const file = feeds[source.id]
    if (file !== undefined) writeSource(content, { ...source, url: server.url(`/${file}`) })
  }
  fs.writeFileSync(path.join(first, '.gitignore'), '.crowsnest/\noutbox/\n')
  git(folder, 'init', '-q', '-b', 'main', first)
  git(first, 'add', '.')
  git(first, '-c', 'user.name=Bo Mole', 'commit', '-q', '-m', 'A fork')
  git(folder, 'clone', '-q', '--bare', first, 'origin.git')
  return { address: path.join(folder, 'origin.git'), now, server }
}

test('a new editor who follows the runbook line by line brings an issue out, and hands the next one over', async () => {
  using folder = makeTemporaryFolder()
  const sink = await startSmtpSink()
  const place = path.join(folder.path, 'crowsnest')
  const content = path.join(place, 'content')
  const surroundings = {
    ...{ PATH: process.env.PATH ?? '', HOME: folder.path, NO_COLOR: '1', SMTP_URL: sink.url },
    ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
    ...{ GIT_AUTHOR_EMAIL: 'ada@harbour.example', GIT_COMMITTER_EMAIL: 'ada@harbour.example' },
  }
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', args, { cwd, env: surroundings, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const { address, now, server } = await makeOrigin(folder.path, git)
  /** What a command prints; it must end well. */
  const npm = async (name: string, ...args: string[]) => {
    const script = scripts[name]?.split(' ').at(-1) ?? assert.fail(`npm run ${name}: there is no such command`)
    const env = {
      ...surroundings,
      ...{ CROWSNEST_CONTENT: content, CROWSNEST_STATE: path.join(place, '.crowsnest'), CROWSNEST_NOW: now },
      // A thread has no folder of its own, so git is told whose name it is to say.
      GIT_DIR: path.join(place, '.git'),
    }
    const outcome = await runHere(script, args, { env, cwd: place })
    assert.equal(outcome.code, 0, `npm run ${name} -- ${args.join(' ')}\n${outcome.stdout}${outcome.stderr}`)
    return outcome.stdout
  }
  /** The network of a test is this machine: feeds are asked for there, and links not at all. */
  const ownArguments = (args: readonly string[]) => {
    if (args[0] === 'ingest') return ['--allow-network', '127.0.0.1/32', '--since', '2026-06-20']
    return args[2] === 'check' || args[2] === 'publish' ? ['--offline'] : []
  }
  const picked = async () =>
    (JSON.parse(await npm('curate', 'list', '--verdict', 'picked', '--json')) as { id: string }[]).map(({ id }) => id)

  const said = new Map<string, string>()
  const follow = async (line: string) => {
    const [first = '', ...words] = wordsOf(line.replace('ADDRESS', address))
    if (first === 'cd') assert.equal(path.resolve(folder.path, words[0] ?? ''), place)
    else if (first === 'git') said.set(line, git(words[0] === 'clone' ? folder.path : place, ...words))
    else {
      assert.deepEqual([first, words[0]], ['npm', 'run'], line)
      const [, name = '', dashes, ...rest] = words
      const args = dashes === undefined || dashes === '--' ? rest : [dashes, ...rest]
      const ids = args.includes('ID') ? await picked() : ['']
      for (const id of ids) {
        const own = ownArguments([name, '--', ...args])
        said.set(line, await npm(name, ...args.map((word) => (word === 'ID' ? id : word)), ...own))
      }
    }
  }

  try {
    for (const { heading, file, lines } of readRunbook()) {
      if (file !== undefined) {
        const text = fs.readFileSync(path.join(place, file), 'utf8')
        fs.writeFileSync(path.join(place, file), text.replace(/^order: \[\]\n/m, `${lines.join('\n')}\n`))
        continue
      }
      // The next week is half done, when its editor finds that they cannot go on.
      if (heading.startsWith('You cannot')) {
        git(place, 'push', '-q', 'origin', 'HEAD:main')
        git(place, 'switch', '-q', '-c', 'issue-2026-W35')
        git(place, 'push', '-q', '-u', 'origin', 'issue-2026-W35')
        await npm('curate', 'new', 'issue')
      }
      for (const line of lines) await follow(line)
      // A merge is somebody's click.
      if (heading.startsWith('Once')) git(place, 'push', '-q', 'origin', 'HEAD:main')
    }
  } finally {
    await sink.stop()
    await server[Symbol.asyncDispose]()
  }

  const issues = readIssues(content).entries.map(({ issue }) => issue)
  assert.deepEqual(
    issues.map(({ key, status, editors }) => ({ key, status, editors })),
    [
      { key: '2026-W34', status: 'published', editors: ['ada-quay'] },
      { key: '2026-W35', status: 'draft', editors: ['bo-mole'] },
    ],
  )
  assert.ok((issues[0]?.picks.length ?? 0) >= 5)
  assert.deepEqual(fs.readdirSync(path.join(content, 'decisions/2026-W34')), ['ada-quay.jsonl'])
  assert.equal(git(place, 'status', '--porcelain'), '')
  assert.deepEqual(
    sink.mails.map(({ to }) => to),
    [['me@example.org']],
  )
  const outputOf = (line: string) => said.get(inWeekOfSamples(line)) ?? assert.fail(`${line} is not in the runbook`)
  assert.match(outputOf('npm run curate -- rota'), /^2026-W34 {2}17 August – 23 August +Ada Quay$/m)
  assert.match(
    outputOf('npm run curate -- status'),
    /^2026-W34: \d+ candidates → \d+ stories.* No draft yet\nOn the rota: Ada Quay/,
  )
  assert.match(outputOf('npm run curate -- publish'), /2026-W34/)
})
