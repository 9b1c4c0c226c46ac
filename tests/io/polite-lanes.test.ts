import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createPoliteLanes, politeDomain } from '../../src/io/polite-lanes.ts'

/** Tasks that run until they are told to end, and what can be seen of them from outside. */
function makeTasks(concurrency: number) {
  const lanes = createPoliteLanes(concurrency)
  const running: string[] = []
  const ends = new Map<string, (error?: Error) => void>()
  const start = (url: string) =>
    lanes.run(url, () => {
      running.push(url)
      return new Promise<string>((resolve, reject) => {
        ends.set(url, (error) => {
          running.splice(running.indexOf(url), 1)
          if (error) reject(error)
          else resolve(url)
        })
      })
    })
  const end = async (url: string, error?: Error) => {
    const finish = ends.get(url)
    assert.ok(finish, `${url} is not running`)
    finish(error)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { start, end, running }
}

describe('polite lanes', () => {
  test('run one task of a domain after the other, and those of others beside it', async () => {
    const { start, end, running } = makeTasks(10)
    const all = ['https://a.example/1', 'https://www.a.example/2', 'https://b.example/1', 'http://a.example:81/3'].map(
      start,
    )
    assert.deepEqual(running, ['https://a.example/1', 'https://b.example/1'])
    await end('https://a.example/1')
    assert.deepEqual(running, ['https://b.example/1', 'https://www.a.example/2'])
    await end('https://www.a.example/2')
    await end('http://a.example:81/3')
    await end('https://b.example/1')
    assert.equal((await Promise.all(all)).length, 4)
  })

  test('run no more at once than they are told to, and let a free domain overtake a busy one', async () => {
    const { start, end, running } = makeTasks(2)
    void ['https://a.example/1', 'https://a.example/2', 'https://b.example/1', 'https://c.example/1'].map(start)
    assert.deepEqual(running, ['https://a.example/1', 'https://b.example/1'])
    await end('https://b.example/1')
    assert.deepEqual(running, ['https://a.example/1', 'https://c.example/1'])
    await end('https://a.example/1')
    assert.deepEqual(running, ['https://c.example/1', 'https://a.example/2'])
  })

  test('go on after a task that fails, which fails alone', async () => {
    const { start, end, running } = makeTasks(1)
    const failing = start('https://a.example/1')
    const next = start('https://a.example/2')
    const refused = assert.rejects(failing, /wrecked/)
    await end('https://a.example/1', new Error('wrecked'))
    await refused
    assert.deepEqual(running, ['https://a.example/2'])
    await end('https://a.example/2')
    assert.equal(await next, 'https://a.example/2')
  })
})

describe('the domain that politeness counts by', () => {
  for (const [url, domain] of [
    ['https://kubernetes.io/feed.xml', 'kubernetes.io'],
    ['https://blog.kubernetes.io/feed.xml', 'kubernetes.io'],
    ['https://a.b.co.uk/', 'b.co.uk'],
    ['https://ada.github.io/feed', 'ada.github.io'],
    ['https://bo.github.io/feed', 'bo.github.io'],
    ['http://127.0.0.1:8080/', '127.0.0.1'],
    ['http://127.0.0.2:8080/', '127.0.0.2'],
    ['http://[::1]:8080/', '::1'],
    ['http://localhost:8080/', 'localhost'],
    ['https://KUBERNETES.IO./', 'kubernetes.io'],
  ] as const) {
    test(`of ${url} is ${domain}`, () => {
      assert.equal(politeDomain(url).replace(/\.$/, ''), domain)
    })
  }
})
