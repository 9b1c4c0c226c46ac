import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { writeSource } from '../../src/io/source-files.ts'
import { makeSource } from '../builders.ts'
import { answerFeed, startLoopbackServer } from '../io/loopback-server.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { runScript } from './run-script.ts'

const RELEASES = 'https://github.com/kubernetes/kubernetes/releases'
const feed = (version: string) =>
  answerFeed(
    Buffer.from(`<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Words</title>
<entry><id>${version}</id><title>v${version}</title><updated>2026-08-12T09:00:00Z</updated>
<link href="${RELEASES}/tag/v${version}"/></entry></feed>`),
    {},
  )

test('npm run ingest takes a release for announced by a feed of releases alone, not by a blog that links to it', async () => {
  await using server = await startLoopbackServer({ '/releases': feed('1.36.4'), '/blog': feed('1.99.0') })
  using folder = makeTemporaryFolder()
  const content = path.join(folder.path, 'content')
  writeSource(content, makeSource({ id: 'releases', url: server.url('/releases'), kind: 'release' }))
  writeSource(content, makeSource({ id: 'blog', url: server.url('/blog'), kind: 'blog' }))
  fs.mkdirSync(path.join(content, 'releases'))
  fs.writeFileSync(path.join(content, 'releases/sources.yml'), `kubernetes-feed: ${RELEASES}\n`)
  const { code, stderr } = await runScript('ingest', [
    ...['--content', content, '--state', path.join(folder.path, 'state'), '--now', '2026-08-20T12:00:00Z'],
    ...['--allow-network', '127.0.0.1/32'],
  ])
  assert.equal(code, 0, stderr)
  assert.deepEqual(fs.readdirSync(path.join(content, 'releases')).sort(), ['1.36.yml', 'schedule.yml', 'sources.yml'])
})
