import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { writeSource } from '../../src/io/source-files.ts'
import { makeSource } from '../builders.ts'
import { answerFeed, answerStatus, startLoopbackServer } from '../io/loopback-server.ts'
import { makeTemporaryFolder, readTree } from '../io/temporary-folder.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const NOW = '2026-08-20T06:00:00Z'
const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title><link>https://harbour.example/</link>
<item><title>Tides</title><link>https://harbour.example/tides</link><guid>1</guid>
<pubDate>Wed, 19 Aug 2026 08:00:00 GMT</pubDate></item></channel></rss>`
const SITE = `name: Harbour
url: https://harbour.example
tagline: Tides
description: What the tide brought.
mail: { from: Harbour <tide@harbour.example> }
`
/** Of a hook of the repository: has somebody push first, once, what \`main\` and the index then have. */
const pushFirst = (change: string) => `test -e moved && exit 0
touch moved
read -r old new ref
${change}
unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
export GIT_AUTHOR_NAME=Rower GIT_AUTHOR_EMAIL=r@harbour.example GIT_COMMITTER_NAME=Rower GIT_COMMITTER_EMAIL=r@harbour.example
export GIT_INDEX_FILE=theirs
git read-tree main
test ! -e item || git update-index --add --cacheinfo "100644,$(git hash-object -w item),$twin"
git update-ref refs/heads/main "$(git commit-tree -p main -m Row "$(git write-tree)")"
exit 1`
const TOKEN = 'token-that-nobody-sees'

/** A repository to push to, with one source whose feed is on this machine, and the folders that a pod has. */
async function makeHarbour() {
  const feeds = await startLoopbackServer({ '/feed.xml': answerFeed(FEED) })
  const folder = makeTemporaryFolder()
  const at = (name: string) => path.join(folder.path, name)
  const git = (where: string, ...args: string[]) => {
    const identity = ['-c', 'user.name=Keeper', '-c', 'user.email=keeper@harbour.example']
    const run = spawnSync('git', ['-C', where, ...identity, ...args], { encoding: 'utf8' })
    assert.equal(run.status, 0, run.stderr)
    return run.stdout
  }
  for (const name of ['first', 'work', 'state']) fs.mkdirSync(at(name))
  git(at('first'), 'init', '--quiet', '--initial-branch=main')
  writeSource(path.join(at('first'), 'content'), makeSource({ url: feeds.url('/feed.xml') }))
  fs.writeFileSync(at('first/content/site.yml'), SITE)
  git(at('first'), 'add', '.')
  git(at('first'), 'commit', '--quiet', '--message=Begin')
  spawnSync('git', ['clone', '--quiet', '--bare', at('first'), at('weekly.git')])
  return {
    ...{ feeds, at },
    /** Paths in the repository as it was pushed. */
    pushed: () => git(at('weekly.git'), 'ls-tree', '-r', '--name-only', 'main').trim().split('\n'),
    commits: () => git(at('weekly.git'), 'log', '--format=%s', 'main').trim().split('\n'),
    hook: (name: string, text: string) => {
      fs.writeFileSync(path.join(at('weekly.git'), 'hooks', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
    },
    async run(url = at('weekly.git')) {
      const child = spawn('sh', ['deploy/ingest.sh', '--allow-network', '127.0.0.1/32', '--now', NOW], {
        cwd: ROOT,
        env: {
          PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}`,
          ...{ GIT_URL: url, GIT_USER: 'keeper', GIT_TOKEN: TOKEN, WORK: at('work'), CROWSNEST_STATE: at('state') },
        },
      })
      const output: string[] = []
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => output.push(chunk.toString()))
      const [code] = (await once(child, 'close')) as [number | null]
      return { code, output: output.join('') }
    },
    async [Symbol.asyncDispose]() {
      await feeds[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

describe('ingesting into a repository', () => {
  test('pushes what the feeds brought, and nothing where they brought nothing', async () => {
    await using harbour = await makeHarbour()
    const first = await harbour.run()
    assert.equal(first.code, 0, first.output)
    assert.match(first.output, /Pushed to main\./)
    assert.equal(harbour.pushed().filter((name) => /^content\/items\/2026-W34\/tides-.*\.md$/.test(name)).length, 1)
    assert.deepEqual(harbour.commits(), ['Ingest what the feeds brought', 'Begin'])
    assert.ok(Object.keys(readTree(harbour.at('state'))).length > 0)
    const second = await harbour.run()
    assert.equal(second.code, 0, second.output)
    assert.match(second.output, /Nothing new to push\./)
    assert.equal(
      harbour.feeds.requests.filter(({ path }) => path === '/feed.xml').length,
      1,
      'what is not due is not asked',
    )
  })

  test('remembers nothing of a run that could not push, so that the next brings it', async () => {
    await using harbour = await makeHarbour()
    harbour.hook('pre-receive', 'exit 1')
    assert.equal((await harbour.run()).code, 1)
    assert.deepEqual(readTree(harbour.at('state')), {})
    harbour.hook('pre-receive', 'exit 0')
    assert.equal((await harbour.run()).code, 0)
    assert.ok(harbour.pushed().some((name) => name.startsWith('content/items/')))
  })

  test('puts its commit after one that somebody pushed meanwhile', async () => {
    await using harbour = await makeHarbour()
    harbour.hook('pre-receive', pushFirst(''))
    const run = await harbour.run()
    assert.equal(run.code, 0, run.output)
    assert.deepEqual(harbour.commits(), ['Ingest what the feeds brought', 'Row', 'Begin'])
  })

  test('pushes nothing where somebody brought the same meanwhile under another name, and remembers nothing', async () => {
    await using harbour = await makeHarbour()
    harbour.hook(
      'pre-receive',
      pushFirst(`name=$(git ls-tree -r --name-only "$new" content/items)
twin=$(echo "$name" | sed s/tides-/high-tides-/)
git show "$new:$name" > item`),
    )
    const run = await harbour.run()
    assert.equal(run.code, 1, run.output)
    assert.match(run.output, /items are one file a link\n.*high-tides-\w+\.md, .*\/tides-\w+\.md/)
    assert.match(run.output, /nothing was pushed to main: what is here and what is there now do not pass together/)
    assert.doesNotMatch(run.output, /\n\s+at /)
    assert.deepEqual(harbour.commits(), ['Row', 'Begin'])
    assert.deepEqual(readTree(harbour.at('state')), {})
    const next = await harbour.run()
    assert.equal(next.code, 0, next.output)
    assert.equal(harbour.pushed().filter((name) => name.startsWith('content/items/')).length, 1)
  })

  test('pushes nothing where every feed failed', async () => {
    await using harbour = await makeHarbour()
    harbour.feeds.routes.set('/feed.xml', answerStatus(500))
    assert.notEqual((await harbour.run()).code, 0)
    assert.deepEqual(harbour.commits(), ['Begin'])
    assert.deepEqual(readTree(harbour.at('state')), {})
  })

  test('hands its token to the server alone: it stands in no file and in nothing that is said', async () => {
    await using harbour = await makeHarbour()
    const seen: string[] = []
    await using server = await startLoopbackServer()
    server.routes.set('/weekly.git/info/refs', ({ headers }, response) => {
      if (headers.authorization)
        seen.push(Buffer.from(headers.authorization.slice('Basic '.length), 'base64').toString())
      response.writeHead(headers.authorization ? 403 : 401, { 'www-authenticate': 'Basic realm="harbour"' }).end()
    })
    const { code, output } = await harbour.run(server.url('/weekly.git'))
    assert.notEqual(code, 0)
    assert.deepEqual([...new Set(seen)], [`keeper:${TOKEN}`])
    assert.ok(!output.includes(TOKEN))
    for (const text of Object.values(readTree(harbour.at('work')))) assert.ok(!text.includes(TOKEN))
  })

  test('says which variable is missing', () => {
    const run = spawnSync('sh', ['deploy/ingest.sh'], { cwd: ROOT, env: { PATH: process.env.PATH }, encoding: 'utf8' })
    assert.notEqual(run.status, 0)
    assert.match(run.stderr, /GIT_URL/)
  })
})
