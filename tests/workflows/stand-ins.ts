import fs from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'

/** What a command was given. */
export interface Call {
  readonly name: string
  readonly cwd: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly stdin: string
}

export interface Answer {
  readonly code?: number
  readonly stdout?: string
  readonly stderr?: string
}

/**
 * Commands of these names in a folder for `PATH`, each of which is answered by the test itself.
 *
 * @returns the port that they ask (`STAND_IN_PORT`)
 */
export async function startStandIns(
  folder: string,
  names: readonly string[],
  answer: (call: Call) => Promise<Answer>,
): Promise<{ readonly port: number } & AsyncDisposable> {
  fs.mkdirSync(folder)
  for (const name of names) {
    fs.copyFileSync(path.join(import.meta.dirname, 'stand-in.sh'), path.join(folder, name))
    fs.chmodSync(path.join(folder, name), 0o755)
  }
  const decode = (text = '') => Buffer.from(text, 'base64').toString()
  const listOf = (text = '') => decode(text).split('\0').slice(0, -1)
  const server = net.createServer((socket) => {
    let text = ''
    socket.on('error', () => undefined)
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      const lines = text.split('\n')
      if (lines.length !== 6) return
      const [name = '', cwd, args, env, stdin] = lines
      const pairs = listOf(env).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
      const call = {
        ...{ name, cwd: decode(cwd), args: name === '' ? [] : listOf(args), stdin: decode(stdin) },
        env: Object.fromEntries(pairs) as Record<string, string>,
      }
      const encode = (part = '') => Buffer.from(part).toString('base64')
      answer(call).then(
        ({ code = 0, stdout, stderr }) => socket.end(`${code}\n${encode(stdout)}\n${encode(stderr)}\n`),
        (error: unknown) => socket.end(`99\n\n${encode(String(error))}\n`),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
      }),
  }
}
