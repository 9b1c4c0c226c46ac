import os from 'node:os'
import { ExpectedError, take } from '../../src/core/text/problem.ts'
import {
  addCommonOptions,
  commonOptions,
  createProgram,
  parseCount,
  print,
  printJson,
  runProgram,
  say,
} from '../../src/io/command-line.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { parseSmtpUrl } from '../../src/io/mail-server.ts'
import { databaseUrl, openStore } from '../../src/io/open-store.ts'
import { workOnSends } from '../../src/jobs/work-on-sends.ts'
import { openSender } from './open-sender.ts'
import { listenForSignals } from './watch-send.ts'

interface Options {
  readonly concurrency: number
  readonly name: string
}

/** `npm run worker`: one of many senders. */
export async function runWorker(args: readonly string[]): Promise<void> {
  const program = addCommonOptions(
    createProgram('worker', 'Works on sends, as one of several senders on one PostgreSQL, until it is ended.'),
  )
    .option('--concurrency <n>', 'mails under way at once, at most', parseCount(1, 100), 5)
    .option('--name <name>', 'as this one is called in what is told', `${os.hostname()}-${process.pid}`)
    .addHelpText(
      'after',
      `
Examples:
  npm run worker
  npm run worker -- --concurrency 10 --name east-1

Environment:
  DATABASE_URL   the PostgreSQL that all share: postgres://user:password@host:5432/database
  SMTP_URL       the mail server, and DKIM_KEY_FILE, DKIM_SELECTOR, CROWSNEST_LINK_KEYS as for npm run send

What is sent, to whom, how many a second by all together, and until when, is said by npm run send. Any worker may end or
die at any time, and others may come. SIGTERM and Ctrl-C let what is under way arrive, give the rest back, and end it
with 0.`,
    )
    .action(async ({ concurrency, name }: Options) => {
      const common = commonOptions(program)
      const url = databaseUrl(process.env)
      if (url === undefined) throw new ExpectedError(noDatabase, USAGE)
      const server = take(parseSmtpUrl(process.env.SMTP_URL), USAGE)
      const store = await openStore(process.env, common.state, { connections: 4 })
      try {
        const foreign = await store.checkAdoption()
        if (foreign !== undefined) throw new ExpectedError(foreign)
        const tell = (words: string) => {
          say(`${name}: ${words}`)
        }
        using signals = listenForSignals()
        await using sender = await openSender(
          { url, name, ledger: store, server, connections: concurrency, tell },
          common,
        )
        tell(`sends by ${server.host}:${server.port}, at most ${concurrency} at once, for ${store.where}`)
        if (common.json) printJson({ ready: name })
        else print(`ready ${name}`)
        await workOnSends(sender.ports, { connections: concurrency, signal: signals.signal })
      } finally {
        await store.close()
      }
    })

  await runProgram(program, args)
}

const noDatabase = {
  where: 'DATABASE_URL',
  what: 'it is not set, and workers share one PostgreSQL: the file of a state folder is one machine’s, which sends alone',
  remedy: 'Set it to postgres://user:password@host:5432/database, or send from here with npm run send',
}
