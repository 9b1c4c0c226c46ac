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
async function makeOrigin(
  folder: string,
  git: (cwd: string, ...args: string[]) => string,
  servers: AsyncDisposableStack,
) {
  const samples = readSamples(SAMPLES)
  assert.ok(samples.ok)
  const { feeds, now } = samples.value
  const answers = Object.values(feeds).map((file) => [
    `/${file}`,
    answerFeed(fs.readFileSync(path.join(SAMPLES, file))),
  ])
  const server = servers.use(await startLoopbackServer(Object.fromEntries(answers)))
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
  git(first, '-c', 'user.name=Bo Mole', '-c', 'user.email=bo@harbour.example', 'commit', '-q', '-m', 'A fork')
  git(folder, 'clone', '-q', '--bare', first, 'origin.git')
  return { address: path.join(folder, 'origin.git'), now }
}

/** An editor's clone, in which lines of the page are followed; feeds and mail are of this machine. */
async function makeDesk(folder: string) {
  await using servers = new AsyncDisposableStack()
  const sink = servers.adopt(await startSmtpSink(), (one) => one.stop())
  const place = path.join(folder, 'crowsnest')
  const content = path.join(place, 'content')
  const surroundings = {
    ...{ PATH: process.env.PATH ?? '', HOME: folder, NO_COLOR: '1', SMTP_URL: sink.url },
    ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  }
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', args, { cwd, env: surroundings, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const { address, now } = await makeOrigin(folder, git, servers)
  /** What a command prints; it must end as it is expected to. */
  const npm = async (name: string, args: readonly string[], code = 0) => {
    const script = scripts[name]?.split(' ').at(-1) ?? assert.fail(`npm run ${name}: there is no such command`)
    const env = {
      ...surroundings,
      ...{ CROWSNEST_CONTENT: content, CROWSNEST_STATE: path.join(place, '.crowsnest'), CROWSNEST_NOW: now },
      // A thread has no folder of its own, so git is told whose name it is to say.
      GIT_DIR: path.join(place, '.git'),
    }
    const outcome = await runHere(script, args, { env, cwd: place })
    assert.equal(outcome.code, code, `npm run ${name} -- ${args.join(' ')}\n${outcome.stdout}${outcome.stderr}`)
    return outcome.stdout
  }
  const curate = (...args: string[]) => npm('curate', args)
  const pickedIn = (key: string) =>
    readIssues(content)
      .entries.filter(({ issue }) => issue.key === key)
      .flatMap(({ issue }) => issue.picks.map(({ id }) => id))
  const said = new Map<string, string>()
  /** Does what a line of the page says: with `ID` in it, of each id in the place of that. */
  const follow = async (line: string, { ids = [''], code = 0 }: { ids?: readonly string[]; code?: number } = {}) => {
    const [first = '', ...words] = wordsOf(line.replace('ADDRESS', address))
    if (first === 'cd') assert.equal(path.resolve(folder, words[0] ?? ''), place)
    else if (first === 'git') said.set(line, git(words[0] === 'clone' ? folder : place, ...words))
    else {
      assert.deepEqual([first, words[0]], ['npm', 'run'], line)
      const [name = '', dashes, ...rest] = words.slice(1).filter((word) => word !== '--silent')
      const args = dashes === undefined || dashes === '--' ? rest : [dashes, ...rest]
      for (const id of ids) {
        const given = args.map((word) => (word === 'ID' ? id : word))
        said.set(line, await npm(name, [...given, ...ownArguments(name, given)], code))
      }
    }
  }
  const kept = servers.move()
  const outputOf = (line: string) => said.get(inWeekOfSamples(line)) ?? assert.fail(`${line} is not on the page`)
  return {
    ...{ place, content, address, sink, curate, pickedIn, follow, outputOf },
    git: (...args: string[]) => git(place, ...args),
    clone: () => git(folder, 'clone', '-q', address, place),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** The network of a test is this machine: feeds are asked for there, and links not at all. */
function ownArguments(name: string, [verb = '']: readonly string[]): readonly string[] {
  if (name === 'ingest') return ['--allow-network', '127.0.0.1/32', '--since', '2026-06-20']
  return name === 'curate' && ['check', 'publish', 'hold'].includes(verb) ? ['--offline'] : []
}

test('a new editor who follows the runbook line by line brings an issue out, and hands the next one over', async () => {
  using folder = makeTemporaryFolder()
  await using desk = await makeDesk(folder.path)
  const { place, content, git, follow, outputOf } = desk
  const picked = async () =>
    (JSON.parse(await desk.curate('list', '--verdict', 'picked', '--json')) as { id: string }[]).map(({ id }) => id)
  for (const { heading, file, lines } of readRunbook()) {
    if (file !== undefined) {
      const text = fs.readFileSync(path.join(place, file), 'utf8')
      fs.writeFileSync(path.join(place, file), text.replace(/^order: \[\]\n/m, `${lines.join('\n')}\n`))
      continue
    }
    // The next week is half done, when its editor finds that they cannot go on.
    if (heading.startsWith('You cannot')) {
      git('push', '-q', 'origin', 'HEAD:main')
      git('switch', '-q', '-c', 'issue-2026-W35')
      git('push', '-q', '-u', 'origin', 'issue-2026-W35')
      await desk.curate('new', 'issue')
    }
    for (const line of lines) await follow(line, line.includes(' ID ') ? { ids: await picked() } : {})
    // A merge is somebody's click.
    if (heading.startsWith('Once')) git('push', '-q', 'origin', 'HEAD:main')
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
  assert.equal(git('status', '--porcelain'), '')
  assert.deepEqual(
    desk.sink.mails.map(({ to }) => to),
    [['me@example.org']],
  )
  assert.match(outputOf('npm run curate -- rota'), /^2026-W34 {2}17 August – 23 August +Ada Quay$/m)
  assert.match(
    outputOf('npm run curate -- status'),
    /^2026-W34: \d+ candidates → \d+ stories.* No draft yet\nOn the rota: Ada Quay/,
  )
  assert.match(outputOf('npm run curate -- publish'), /2026-W34/)
})

/** What is typed below `## `: the lines of its commands, without what is said beside them. */
function readReference(): Map<string, string[]> {
  const page = inWeekOfSamples(fs.readFileSync(path.join(ROOT, 'docs/editing-an-issue.md'), 'utf8'))
  const pattern = /^## (.*)$|(?<!<!-- runbook -->\n\n)^```sh\n([\s\S]*?)^```$/gm
  const blocks = new Map<string, string[]>()
  let heading = ''
  for (const [, title, text = ''] of page.matchAll(pattern)) {
    if (title !== undefined) heading = title
    else {
      const lines = text.trimEnd().split('\n')
      blocks.set(heading, [...(blocks.get(heading) ?? []), ...lines.map((line) => line.replace(/ +# .*$/, ''))])
    }
  }
  return blocks
}

/** A browser opens; and tests of their own build the site. */
const ELSEWHERE = ['npm run curate', 'CROWSNEST_DRAFTS=1 npm run build']

test('each command of the reference ends well, typed after one another as the page has them', async () => {
  using folder = makeTemporaryFolder()
  await using desk = await makeDesk(folder.path)
  const { content, curate, follow, outputOf } = desk
  desk.clone()
  desk.git('config', 'user.name', 'Ada Quay')
  desk.git('config', 'user.email', 'ada@harbour.example')
  await curate('new', 'person', 'ada-quay', 'Ada Quay')
  fs.writeFileSync(path.join(content, 'rota.yml'), 'from: 2026-W34\norder: [bo-mole, ada-quay]\n')
  const finish = async (key: string) => {
    for (const id of desk.pickedIn(key)) await curate('blurb', id, 'Why it matters.')
    for (const field of ['title', 'subject', 'preheader']) await curate(field, `The ${field} of ${key}`)
  }
  for (const [heading, lines] of readReference()) {
    // Its own title stands in the lines; what else an issue needs, the page says beside them.
    if (heading.startsWith('Holding')) {
      const added = await curate('add', 'https://harbour.example/lamp', '--title', 'The lamp', '--json')
      await curate('new', 'issue')
      await curate('pick', (JSON.parse(added) as { id: string }).id)
      await finish('2026-W35')
    }
    for (const line of lines.filter((one) => !ELSEWHERE.includes(one))) {
      if (line === 'npm run curate -- check') for (const field of ['subject', 'preheader']) await curate(field, 'Words')
      const code = line.endsWith('publish --due') ? 4 : 0
      if (!line.includes(' 8f3c ')) await follow(line, { code })
      else {
        const picks = desk.pickedIn('2026-W34')
        await follow(line.replace(' 8f3c ', ' ID '), { ids: line.includes('-- blurb') ? picks : picks.slice(0, 1) })
      }
    }
  }
  assert.match(outputOf('npm run curate -- rota clear 2026-W52'), /2026-W52/)
  assert.match(outputOf('npm run announce -- --issue 2026-W47'), /^== mastodon: \d+ of 500 characters ==$/m)
  const corrected = readIssues(content).entries.find(({ issue }) => issue.key === '2026-W34')
  assert.equal(corrected?.issue.corrections.length, 2)
})
