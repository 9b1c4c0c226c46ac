// node tests/bench/send-issue.ts [--long]: a whole `npm run send`, with its ledger, to a mail server on loopback that does
// nothing else than take mails of 66 kB, signed with a key of 2048 bits, over five connections; beside nodemailer alone,
// and Postfix's smtp-source where that is installed, which composes nothing and signs nothing. The start of a program
// counts for neither: mails a second are from the first to the last, and the processor's time of a mail is what a send of
// many takes more than one of few.
import { spawn, spawnSync } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import type { Figure } from '../../src/core/bench/figure.ts'
import { makeSendPlace, SENT_ISSUE } from '../send-place.ts'
import { makeFolder, median, printFigures } from './figure.ts'
import { startMailSink } from './mail-sink.ts'
import { runMeasured } from './run-measured.ts'

const LONG = process.argv.includes('--long')
const ROUNDS = LONG ? 5 : 3
const [FEW, MANY] = LONG ? [500, 10_500] : [300, 3_300]
const CONNECTIONS = 5
/** Of the issue, so that a mail of it has 66 kB. */
const PICKS = 74

interface Run {
  readonly perSecond: number
  readonly bytes: number
  /** Milliseconds, and megabytes. */
  readonly cpu: number
  readonly memory: number
}

const sink = await startMailSink()
const folder = makeFolder()
let runs = 0

async function run(who: 'ours' | 'plain', readers: number): Promise<Run> {
  const place = await makeSendPlace(path.join(folder, `${(runs += 1)}`), { readers, picks: PICKS, signed: true })
  Object.assign(process.env, place.env, { SMTP_URL: sink.url })
  const ours = ['--issue', SENT_ISSUE, '--rate', '100000', '--connections', `${CONNECTIONS}`, '--yes']
  const { cpu, memory } = await (who === 'ours'
    ? runMeasured('scripts/send.ts', ours)
    : runMeasured('tests/bench/plain-nodemailer.ts', [place.content, `${readers}`]))
  const { count, bytes, took } = await sink.look()
  if (count !== readers) throw new Error(`${who}: ${count} of ${readers} mails came`)
  return { perSecond: (count / took) * 1_000, bytes: bytes / count, cpu, memory }
}

/** What Postfix's own load generator does: the same bytes again and again. */
async function runSmtpSource(bytes: number): Promise<number> {
  const args = ['-s', `${CONNECTIONS}`, '-m', `${MANY}`, '-l', `${bytes}`, '-t', 'reader@h1.example']
  const child = spawn('smtp-source', [...args, `127.0.0.1:${sink.port}`], { stdio: 'ignore' })
  await once(child, 'close')
  const { count, took } = await sink.look()
  return (count / took) * 1_000
}

/** Milliseconds of the processor that a signature takes here and now: the part of a mail that nobody can leave out. */
function signAlone(): number {
  const count = 1_000
  const fields = Buffer.alloc(1_000, 'x')
  for (let index = 0; index < 100; index += 1) sign('sha256', fields, privateKey)
  const before = process.cpuUsage()
  for (let index = 0; index < count; index += 1) sign('sha256', fields, privateKey)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / count / 1_000
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const hasSmtpSource = spawnSync('smtp-source', { stdio: 'ignore' }).error === undefined
if (!hasSmtpSource) process.stderr.write('Without smtp-source of Postfix, which is not installed.\n')
const [ours, plain] = [[] as Run[], [] as Run[]]
const [cpuOurs, cpuPlain, cpuSign, postfix]: [number[], number[], number[], number[]] = [[], [], [], []]
for (let round = 0; round < ROUNDS; round += 1) {
  const [few, many] = [await run('ours', FEW), await run('ours', MANY)]
  const [fewPlain, manyPlain] = [await run('plain', FEW), await run('plain', MANY)]
  ours.push(many)
  plain.push(manyPlain)
  cpuSign.push(signAlone())
  cpuOurs.push((many.cpu - few.cpu) / (MANY - FEW))
  cpuPlain.push((manyPlain.cpu - fewPlain.cpu) / (MANY - FEW))
  if (hasSmtpSource) postfix.push(await runSmtpSource(Math.round(many.bytes)))
}
sink.stop()

const of = (runs: readonly Run[], name: keyof Run) => median(runs.map((each) => each[name]))
const kilobytes = Math.round(of(ours, 'bytes') / 1_000)
const rate = { ours: of(ours, 'perSecond'), unit: '/s' }
const peerName = 'nodemailer alone'
const figures: Figure[] = [
  {
    what: `send: mails of ${kilobytes} kB, signed, 5 connections`,
    ...{ ...rate, peer: of(plain, 'perSecond'), peerName, asked: { atLeast: 2 } },
  },
  ...(hasSmtpSource
    ? [{ what: 'send: the same, unsigned there', ...rate, peer: median(postfix), peerName: 'smtp-source' }]
    : []),
  {
    what: "send: processor's time of a mail",
    ...{ ours: median(cpuOurs), unit: 'ms', peer: median(cpuPlain), peerName, asked: { atMostOurs: 1.3 } },
  },
  {
    what: 'send: the same, beside a signature and nothing else',
    ...{ ours: median(cpuOurs), unit: 'ms', peer: median(cpuSign), peerName: 'RSA, 2048 bits' },
  },
  {
    what: `send: the same, with the start of the program, ${MANY} mails`,
    ...{ ours: of(ours, 'cpu') / MANY, unit: 'ms', peer: of(plain, 'cpu') / MANY, peerName },
  },
  { what: 'send: memory', ours: of(ours, 'memory'), unit: 'MB', peer: of(plain, 'memory'), peerName },
]
printFigures(figures)
