import assert from 'node:assert/strict'
import net from 'node:net'
import { describe, test, type TestContext } from 'node:test'
import { createMailConnections } from '../../src/io/mail-connections.ts'
import type { MailServer } from '../../src/io/mail-server.ts'
import type { MailPatience } from '../../src/io/mail-session.ts'
import type { Delivery } from '../../src/core/send/delivery.ts'
import { type PeerAction, type PeerOptions, startSmtpPeer } from '../smtp-peer.ts'

const MESSAGE = new TextEncoder().encode('Subject: x\r\n\r\n.Hello\r\n..\r\n')
const FROM = 'lamp@light.example'

type Own = PeerOptions & {
  readonly connections?: number
  readonly mostMessages?: number
  readonly patience?: Partial<MailPatience>
}

/** A peer, and connections to it, which end with the test. */
async function start(t: TestContext, own: Own = {}) {
  const { connections = 1, mostMessages, patience, ...options } = own
  const peer = await startSmtpPeer(options)
  const pool = createMailConnections(peer.server, {
    connections,
    ...(mostMessages === undefined ? {} : { mostMessages }),
    ...(patience === undefined ? {} : { patience }),
  })
  t.after(async () => {
    await pool.close()
    await peer.stop()
  })
  const send = (to: string, message = MESSAGE) => pool.deliver({ from: FROM, to }, message)
  return { peer, pool, send }
}

const fate = (actions: Readonly<Record<string, PeerAction>>) => (to: string, attempt: number) =>
  attempt === 1 ? actions[to.slice(0, to.indexOf('@'))] : undefined

/** An outcome without the words. */
const shape = (delivery: Delivery) => {
  if (delivery.outcome !== 'failed') return delivery.outcome
  return [delivery.outcome, delivery.code, ...(delivery.unreachable ? ['unreachable'] : [])].join(' ').trim()
}

const readers = (count: number) => Array.from({ length: count }, (_, index) => `r${index}@b.example`)

/** Connections to a server of bare lines: `answer` gives what it says to each line, and to what ends a message. */
async function startLines(
  t: TestContext,
  answer: (line: string, socket: net.Socket) => string,
  own: Partial<MailServer>,
) {
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    let rest = ''
    let isData = false
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.write('220 lines\r\n')
    socket.on('data', (chunk) => {
      const lines = `${rest}${chunk.toString('latin1')}`.split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (isData && line !== '.') continue
        isData = line === 'DATA'
        const said = answer(line, socket)
        if (said !== '' && socket.writable) socket.write(said)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  const at = { host: '127.0.0.1', port, secure: false, credentials: undefined, ...own }
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return at
}

describe('messages over one connection', () => {
  test('arrive as they are, from and to whom the envelope says, with their size', async (t) => {
    const { peer, send } = await start(t, { size: 2_000 })
    for (const to of ['a+b@b.example', 'C.D@b.example']) assert.deepEqual(await send(to), { outcome: 'sent' })
    assert.deepEqual(
      peer.mails.map(({ from, to, raw, size, connection }) => [from, to, raw.toString(), size, connection]),
      ['a+b@b.example', 'C.D@b.example'].map((to) => [FROM, to, 'Subject: x\r\n\r\n.Hello\r\n..\r\n', 26, 1]),
    )
  })

  test('go on after one was refused, at whatever place', async (t) => {
    const refuse = (at: 'recipient' | 'data', code: number): PeerAction => ({ do: 'refuse', at, code })
    const { peer, send } = await start(t, {
      script: fate({
        a: refuse('recipient', 550),
        b: refuse('recipient', 450),
        c: refuse('data', 554),
        d: refuse('data', 452),
        e: refuse('recipient', 454),
      }),
    })
    const outcomes: string[] = []
    for (const name of ['a', 'x1', 'b', 'x2', 'c', 'x3', 'd', 'x4', 'e', 'x5']) {
      outcomes.push(shape(await send(`${name}@b.example`)))
    }
    const sent = (...codes: number[]) => codes.flatMap((code) => [`failed ${code}`, 'sent'])
    assert.deepEqual(outcomes, sent(550, 450, 554, 452, 454))
    assert.equal(peer.connections().all, 1)
  })

  test('a 421 ends the connection and is told; the next has another', async (t) => {
    for (const at of ['recipient', 'data'] as const) {
      const { peer, send } = await start(t, { script: fate({ a: { do: 'refuse', at, code: 421 } }) })
      assert.equal(shape(await send('x@b.example')), 'sent')
      assert.equal(shape(await send('a@b.example')), 'failed 421')
      assert.equal(shape(await send('y@b.example')), 'sent')
      assert.equal(peer.connections().all, 2)
    }
  })

  test('are so many at most, and then come over another, after a goodbye', async (t) => {
    const { peer, send } = await start(t, { mostMessages: 3 })
    for (const to of readers(7)) assert.equal(shape(await send(to)), 'sent')
    assert.deepEqual(
      peer.mails.map(({ connection }) => connection),
      [1, 1, 1, 2, 2, 2, 3],
    )
  })

  test('one that is larger than the server takes is refused for good, without being sent', async (t) => {
    const { peer, send } = await start(t, { size: 2_000 })
    assert.equal(shape(await send('a@b.example', new Uint8Array(3_000).fill(0x61))), 'failed 552')
    assert.equal(shape(await send('b@b.example')), 'sent')
    assert.equal(peer.attempts.length, 1)
  })
})

describe('a connection that the server ended between two messages', () => {
  for (const code of [undefined, 421]) {
    test(`fails no message, ${code === undefined ? 'without a word' : 'with 421'}`, async (t) => {
      const { peer, send } = await start(t)
      assert.equal(shape(await send('a@b.example')), 'sent')
      await peer.hangUp(code)
      assert.equal(shape(await send('b@b.example')), 'sent')
      assert.deepEqual(
        peer.mails.map(({ to }) => to),
        ['a@b.example', 'b@b.example'],
      )
    })
  }

  test('while the next was on its way fails none either, and sends none twice', async (t) => {
    const { peer, send } = await start(t, { script: fate({ b: { do: 'drop', at: 'recipient' } }) })
    assert.equal(shape(await send('a@b.example')), 'sent')
    assert.equal(shape(await send('b@b.example')), 'sent')
    assert.deepEqual(
      peer.mails.map(({ to, connection }) => [to, connection]),
      [
        ['a@b.example', 1],
        ['b@b.example', 2],
      ],
    )
  })

  test('fails no message where it ends each of several after every message', async (t) => {
    const server = await startLines(
      t,
      (line, socket) => {
        if (line === 'DATA') return '354 go\r\n'
        if (line !== '.') return '250 ok\r\n'
        socket.end('250 ok\r\n')
        return ''
      },
      {},
    )
    const pool = createMailConnections(server, { connections: 5 })
    const outcomes = await Promise.all(readers(25).map((to) => pool.deliver({ from: FROM, to }, MESSAGE)))
    await pool.close()
    assert.deepEqual(outcomes.map(shape), Array(25).fill('sent'))
  })

  test('is tried again once only', async (t) => {
    const { peer, send } = await start(t, {
      script: (to) => (to.startsWith('b') ? { do: 'drop', at: 'recipient' } : undefined),
    })
    assert.equal(shape(await send('a@b.example')), 'sent')
    assert.equal(shape(await send('b@b.example')), 'failed')
    assert.deepEqual(
      peer.attempts.map(({ to }) => to),
      ['a@b.example', 'b@b.example', 'b@b.example'],
    )
  })
})

describe('a message that the server had', () => {
  for (const at of ['end', 'stored'] as const) {
    test(`may have arrived where it hangs up instead of an answer, whether or not it kept it (${at})`, async (t) => {
      const { peer, send } = await start(t, { script: fate({ a: { do: 'drop', at } }) })
      assert.equal(shape(await send('x@b.example')), 'sent')
      assert.equal(shape(await send('a@b.example')), 'unknown')
      assert.equal(peer.attempts.length, 2)
      assert.equal(peer.mails.length, at === 'stored' ? 2 : 1)
      assert.equal(shape(await send('y@b.example')), 'sent')
    })
  }

  for (const patience of [{ socketTimeout: 1_000 }, { whole: 1_000 }]) {
    test(`may have arrived where it falls silent (${Object.keys(patience).join()})`, async (t) => {
      const { peer, send } = await start(t, { script: fate({ a: { do: 'silent' } }), patience })
      assert.equal(shape(await send('a@b.example')), 'unknown')
      assert.equal(shape(await send('b@b.example')), 'sent')
      assert.equal(peer.connections().all, 2)
    })
  }

  test('may have arrived where the answer to it is neither yes nor no', async (t) => {
    const server = await startLines(t, (line) => (line === 'DATA' || line === '.' ? '354 go\r\n' : '250 ok\r\n'), {})
    const pool = createMailConnections(server, { connections: 1 })
    assert.equal(shape(await pool.deliver({ from: FROM, to: 'a@b.example' }, MESSAGE)), 'unknown')
    await pool.close()
  })

  test('has not arrived where the server was gone before all of it had left', async (t) => {
    // It says that it wants the message, reads none of it, and hangs up: 40 MB are more than any system takes in advance.
    const sockets = new Set<net.Socket>()
    const server = net.createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.write('220 deaf\r\n')
      socket.on('data', (chunk) => {
        const line = chunk.toString()
        if (!/^DATA/m.test(line)) socket.write('250 ok\r\n')
        else {
          socket.pause()
          socket.write('354 go\r\n')
          setTimeout(() => socket.destroy(), 100)
        }
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as net.AddressInfo
    t.after(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const pool = createMailConnections(
      { host: '127.0.0.1', port, secure: false, credentials: undefined },
      { connections: 1 },
    )
    const message = new Uint8Array(40_000_000).fill(0x61)
    assert.equal(shape(await pool.deliver({ from: FROM, to: 'a@b.example' }, message)), 'failed')
    await pool.close()
  })
})

describe('several connections', () => {
  test('are opened as they are needed, and no more than were asked for', async (t) => {
    const { peer, send } = await start(t, { connections: 4, script: () => ({ do: 'slow', at: 'data', for: 15 }) })
    assert.equal(shape(await send('a@b.example')), 'sent')
    assert.equal(peer.connections().all, 1)
    const outcomes = await Promise.all(readers(40).map((to) => send(to)))
    assert.deepEqual([...new Set(outcomes.map(shape))], ['sent'])
    assert.equal(peer.connections().all, 4)
    assert.deepEqual(peer.mails.map(({ to }) => to).sort(), ['a@b.example', ...readers(40)].sort())
  })

  test('are fewer where the server takes no more, and fail nobody', async (t) => {
    const { peer, send } = await start(t, { connections: 5, greet: (_, open) => (open > 2 ? 421 : undefined) })
    const outcomes = await Promise.all(readers(30).map((to) => send(to)))
    assert.deepEqual([...new Set(outcomes.map(shape))], ['sent'])
    assert.equal(new Set(peer.mails.map(({ connection }) => connection)).size, 2)
  })

  test('are closed with a goodbye when what was handed over is done', async (t) => {
    const { peer, pool, send } = await start(t, { connections: 3 })
    const outcomes = readers(9).map((to) => send(to))
    await pool.close()
    assert.equal(peer.mails.length, 9)
    assert.deepEqual((await Promise.all(outcomes)).map(shape), Array(9).fill('sent'))
    assert.equal(peer.connections().open, 0)
    await assert.rejects(send('late@b.example'), TypeError)
  })
})

describe('a server that cannot be used', () => {
  test('because nobody listens: each message that waits is told so', async (t) => {
    const { peer, send } = await start(t, { connections: 2 })
    await peer.stop()
    const outcomes = await Promise.all(readers(5).map((to) => send(to)))
    assert.deepEqual(outcomes.map(shape), Array(5).fill('failed  unreachable'))
    assert.match(JSON.stringify(outcomes[0]), /ECONNREFUSED/)
  })

  test('because it greets with 421, until it does not', async (t) => {
    const { send } = await start(t, { greet: (connection) => (connection === 1 ? 421 : undefined) })
    assert.equal(shape(await send('a@b.example')), 'failed 421 unreachable')
    assert.equal(shape(await send('a@b.example')), 'sent')
  })

  test('because it does not take the password, which no answer of ours repeats', async (t) => {
    const { peer } = await start(t, { credentials: { user: 'lamp', pass: 'oil' } })
    const wrong = { ...peer.server, credentials: { user: 'lamp', pass: 'water' } }
    const pool = createMailConnections(wrong, { connections: 2 })
    const delivery = await pool.deliver({ from: FROM, to: 'a@b.example' }, MESSAGE)
    await pool.close()
    assert.equal(shape(delivery), 'failed 535 unreachable')
    assert.doesNotMatch(JSON.stringify(delivery), /water/)
  })
})

describe('a server that repeats what it does not know', () => {
  const credentials = { user: 'lamp', pass: 'water' }
  const whole = Buffer.from('\0lamp\0water').toString('base64')
  for (const repeated of [whole, whole.slice(0, 10), 'water', Buffer.from('water').toString('base64')]) {
    test(`does not get the password into what we tell: ${repeated}`, async (t) => {
      const answer = (line: string) => (line.startsWith('AUTH') ? `500 what is "${repeated}"?\r\n` : '250 ok\r\n')
      const pool = createMailConnections(await startLines(t, answer, { credentials }), { connections: 1 })
      const delivery = await pool.deliver({ from: FROM, to: 'a@b.example' }, MESSAGE)
      await pool.close()
      assert.equal(shape(delivery), 'failed 500 unreachable')
      assert.ok(!JSON.stringify(delivery).includes(repeated), JSON.stringify(delivery))
      assert.match(JSON.stringify(delivery), /what is/)
    })
  }
})

describe('a server on this machine', () => {
  for (const tls of [undefined, 'starttls', 'implicit'] as const) {
    test(`gets password and mail, TLS ${tls ?? 'none'}, whoever signed its certificate`, async (t) => {
      const { peer, send } = await start(t, { ...(tls && { tls }), credentials: { user: 'lamp', pass: 'oil' } })
      assert.equal(shape(await send('a@b.example')), 'sent')
      assert.equal(peer.mails[0]?.secure, tls !== undefined)
    })
  }
})
