import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'

const SCRIPTS = path.join(import.meta.dirname, '../../deploy')
/** What a hook of the repository needs to write to it, while a push is looked at. */
const MEANWHILE = `unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
export GIT_AUTHOR_NAME=Rower GIT_AUTHOR_EMAIL=r@harbour.example GIT_COMMITTER_NAME=Rower GIT_COMMITTER_EMAIL=r@harbour.example`

/** A repository that is pushed to, and what pushes. */
function makeHarbour() {
  const folder = makeTemporaryFolder()
  const at = (...names: string[]) => path.join(folder.path, ...names)
  const url = `file://${at('weekly.git')}`
  const git = (where: string, ...args: string[]) => {
    const identity = ['-c', 'user.name=Keeper', '-c', 'user.email=keeper@harbour.example']
    const run = spawnSync('git', ['-C', at(where), ...identity, ...args], { encoding: 'utf8' })
    assert.equal(run.status, 0, run.stderr)
    return run.stdout.trim()
  }
  const write = (name: string, text: string) => {
    fs.mkdirSync(path.dirname(at(name)), { recursive: true })
    fs.writeFileSync(at(name), text)
  }
  const commit = (where: string, message: string) => {
    git(where, 'add', '.')
    git(where, 'commit', '--quiet', '--allow-empty', `--message=${message}`)
    return git(where, 'rev-parse', 'HEAD')
  }
  fs.mkdirSync(at('first'))
  git('first', 'init', '--quiet', '--initial-branch=main')
  write('first/content/health/lwkd.yml', 'status: ok\n')
  const begin = commit('first', 'Begin')
  spawnSync('git', ['clone', '--quiet', '--bare', at('first'), at('weekly.git')])
  return {
    ...{ at, url, git, write, commit, begin },
    clone: (name: string) => spawnSync('git', ['clone', '--quiet', '--depth', '1', url, at(name)]),
    hook: (text: string) => {
      fs.writeFileSync(at('weekly.git/hooks/pre-receive'), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
    },
    subjects: (branch = 'main') => git('weekly.git', 'log', '--format=%s', branch).split('\n'),
    async run(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
      const child = spawn('sh', [path.join(SCRIPTS, script), ...args], {
        cwd: folder.path,
        env: {
          PATH: process.env.PATH,
          HOME: folder.path,
          GIT_URL: url,
          GITHUB_OUTPUT: at(`output-${args[0]}`),
          ...env,
        },
      })
      const said: string[] = []
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => said.push(chunk.toString()))
      const [code] = (await once(child, 'close')) as [number | null]
      const output = fs.existsSync(at(`output-${args[0]}`)) ? fs.readFileSync(at(`output-${args[0]}`), 'utf8') : ''
      return { code, said: said.join(''), output }
    },
    [Symbol.dispose]: () => {
      folder[Symbol.dispose]()
    },
  }
}

describe('content that is pushed', () => {
  test('comes to main whole when six push at once, each its own', async () => {
    using harbour = makeHarbour()
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    for (const name of names) {
      harbour.clone(name)
      harbour.write(`${name}/content/items/${name}.md`, name)
    }
    const runs = await Promise.all(names.map((name) => harbour.run('push-content.sh', [name, `From ${name}`])))
    assert.deepEqual(
      runs.map(({ code, output }) => [code, output]),
      names.map(() => [0, 'pushed=true\n']),
      runs.map(({ said }) => said).join('\n'),
    )
    assert.deepEqual(harbour.subjects().sort(), ['Begin', ...names.map((name) => `From ${name}`)])
  })

  test('is left where another changed the same lines: nothing half merged is pushed, then or by the next run', async () => {
    using harbour = makeHarbour()
    for (const name of ['theirs', 'ours']) {
      harbour.clone(name)
      harbour.write(`${name}/content/health/lwkd.yml`, `status: ${name}\n`)
    }
    assert.equal((await harbour.run('push-content.sh', ['theirs', 'Theirs'])).code, 0)
    for (const message of ['Ours', 'Ours again']) {
      const run = await harbour.run('push-content.sh', ['ours', message])
      assert.equal(run.code, 1)
      assert.match(
        run.said,
        /push-content\.sh: nothing was pushed to main: what is here does not fit .* pull --rebase/s,
      )
      assert.equal(run.output, '')
      assert.equal(harbour.git('ours', 'status', '--porcelain'), '')
    }
    assert.deepEqual(harbour.subjects(), ['Theirs', 'Begin'])
    assert.equal(harbour.git('ours', 'log', '--format=%s', '-1'), 'Ours', 'and is not lost')
  })

  test('is checked again with what others pushed meanwhile, and stays here where the two do not pass together', async () => {
    using harbour = makeHarbour()
    const check = [
      'sh',
      '-c',
      'test -z "$GIT_TOKEN" && test ! -e content/items/tide-b.md && exit; echo two files of one item; exit 1',
    ]
    const push = (name: string) => harbour.run('push-content.sh', [name, name, ...check], { GIT_TOKEN: 'secret' })
    for (const name of ['b', 'ours', 'c']) {
      harbour.clone(name)
      harbour.write(`${name}/content/items/tide-${name}.md`, name)
    }
    // Nothing came under it: what is here was looked at before.
    assert.equal((await push('b')).code, 0)
    for (const again of [false, true]) {
      const run = await push('ours')
      assert.deepEqual([run.code, run.output], [1, ''], `again: ${again}`)
      assert.match(run.said, /two files of one item[^]*nothing was pushed to main: .* do not pass together/)
      assert.equal(harbour.git('ours', 'log', '--format=%s'), 'ours\nBegin', 'as it was committed')
      assert.equal(harbour.git('ours', 'status', '--porcelain'), '')
    }
    assert.deepEqual(harbour.subjects(), ['b', 'Begin'])
    harbour.git('first', 'pull', '--quiet', harbour.url, 'main')
    harbour.git('first', 'rm', '--quiet', 'content/items/tide-b.md')
    harbour.commit('first', 'Mended')
    harbour.git('first', 'push', '--quiet', harbour.url, 'main')
    for (const name of ['c', 'ours']) assert.equal((await push(name)).code, 0)
    assert.deepEqual(harbour.subjects(), ['ours', 'c', 'Mended', 'b', 'Begin'])
  })

  test('is not committed in the middle of a merge of somebody’s', async () => {
    using harbour = makeHarbour()
    harbour.clone('ours')
    harbour.write('ours/content/health/lwkd.yml', '<<<<<<< HEAD\n')
    fs.writeFileSync(harbour.at('ours/.git/MERGE_HEAD'), `${harbour.begin}\n`)
    const run = await harbour.run('push-content.sh', ['ours', 'Ours'])
    assert.equal(run.code, 1)
    assert.match(run.said, /a merge or a rebase was begun in ours\. End it/)
    assert.deepEqual(harbour.subjects(), ['Begin'])
  })

  test('says that a branch does not take it, and is brought along by the next run, even if that has nothing new', async () => {
    using harbour = makeHarbour()
    harbour.clone('ours')
    harbour.write('ours/content/items/a.md', 'a')
    harbour.hook('echo "GH006: Protected branch update failed" >&2; exit 1')
    const refused = await harbour.run('push-content.sh', ['ours', 'Ours'], { GIT_USER: 'keeper' })
    assert.deepEqual([refused.code, refused.output], [1, ''])
    assert.match(refused.said, /GH006.*nothing was pushed to main: it does not take it from keeper .* protected/s)
    harbour.hook('exit 0')
    const next = await harbour.run('push-content.sh', ['ours', 'Next'])
    assert.deepEqual([next.code, next.output], [0, 'pushed=true\n'], next.said)
    assert.deepEqual(harbour.subjects(), ['Ours', 'Begin'])
    const third = await harbour.run('push-content.sh', ['ours', 'Third'])
    assert.match(third.said, /^Nothing new to push\.$/m)
  })
})

describe('a built site that is pushed', () => {
  /** A repository with two commits, a site that was built of each, and what publishes it. */
  function makeSites() {
    const harbour = makeHarbour()
    const later = harbour.commit('first', 'Later')
    harbour.git('first', 'push', '--quiet', harbour.url, 'main')
    const publish = (name: string, builtOf: string) => {
      harbour.write(`${name}/index.html`, name)
      return harbour.run('push-site.sh', [name, 'site'], { BUILT_OF: builtOf })
    }
    const shown = () => harbour.git('weekly.git', 'show', 'site:index.html')
    return { ...harbour, later, publish, shown, [Symbol.dispose]: () => harbour[Symbol.dispose]() }
  }

  test('replaces what was built of an earlier commit, and what was built of the same', async () => {
    using sites = makeSites()
    for (const [name, commit] of [
      ['earlier', sites.begin],
      ['later', sites.later],
      ['later-again', sites.later],
    ] as const) {
      const { code, said } = await sites.publish(name, commit)
      assert.equal(code, 0, said)
      assert.equal(sites.shown(), name)
    }
    assert.deepEqual(sites.subjects('site'), ['Build the site'], 'the only commit there')
  })

  test('stays where an earlier one comes after it, and that run ends well', async () => {
    using sites = makeSites()
    await sites.publish('later', sites.later)
    const { code, said, output } = await sites.publish('earlier', sites.begin)
    assert.deepEqual([code, output], [0, 'stays=true\n'])
    assert.ok(said.includes(`built of a later commit, ${sites.later}, and stays`), said)
    assert.equal(sites.shown(), 'later')
  })

  test('stays, too, where it came while the earlier one was being pushed', async () => {
    using sites = makeSites()
    sites.hook(`test -e moved && exit 0
touch moved
${MEANWHILE}
git update-ref refs/heads/site "$(git commit-tree -m 'Build the site' -m 'Built-of: ${sites.later}' 'main^{tree}')"`)
    const { code, said } = await sites.publish('earlier', sites.begin)
    assert.equal(code, 0, said)
    assert.match(said, /built of a later commit/)
    assert.equal(sites.git('weekly.git', 'show', 'site:content/health/lwkd.yml'), 'status: ok')
  })

  test('replaces one that was built of a commit which is gone, or that does not say of which', async () => {
    using sites = makeSites()
    for (const body of [
      `Built-of: ${'a'.repeat(40)}`,
      `Built-of: --upload-pack=touch ${sites.at('pwned')};`,
      'By hand',
    ]) {
      const tree = sites.git('weekly.git', 'rev-parse', 'main^{tree}')
      const theirs = sites.git('weekly.git', 'commit-tree', '-m', 'Build the site', '-m', body, tree)
      sites.git('weekly.git', 'update-ref', 'refs/heads/site', theirs)
      const { code, said } = await sites.publish('ours', sites.begin)
      assert.equal(code, 0, said)
      assert.equal(sites.shown(), 'ours', body)
    }
    assert.ok(!fs.existsSync(sites.at('pwned')))
  })

  test('says that a branch does not take it', async () => {
    using sites = makeSites()
    sites.hook('exit 1')
    const { code, said } = await sites.publish('ours', sites.begin)
    assert.equal(code, 1)
    assert.match(said, /push-site\.sh: nothing was pushed to site: it does not take it from git/)
  })
})
