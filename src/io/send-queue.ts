import { type JobWithMetadata, PgBoss } from 'pg-boss'
import { ExpectedError, take } from '../core/text/problem.ts'
import type { SendJob, SendQueue } from '../jobs/send-board.ts'
import { USAGE } from './exit-code.ts'
import { postgresProblem } from './postgres-problem.ts'
import { parseDatabaseUrl } from './postgres-url.ts'

/** A queue in PostgreSQL, in a schema of its own, with the tables of pg-boss. */
export interface OpenedSendQueue extends SendQueue {
  readonly close: () => Promise<void>
}

const SCHEMA = 'crowsnest_jobs'
/** Of each part one waits; how many are worked on is for others to say, for a worker that died has its part for a while. */
const QUEUE = 'send'
/** Seconds without a word of its worker after which a part is for others. */
const SILENCE = 60
/** Seconds: at the lowest rate a part takes as long. */
const LONGEST = 6 * 3_600
/** Those of a send that is over are of no use to anybody. */
const KEPT = 2 * 86_400
/** A part is begun anew however often its workers die. */
const TRIES = 1_000

interface Part {
  readonly send: number
  readonly issue: string
}

/**
 * @param url `DATABASE_URL`
 * @param onError told of what goes wrong in the background
 * @throws ExpectedError where the database is out of reach
 */
export async function openSendQueue(url: string, onError: (error: unknown) => void): Promise<OpenedSendQueue> {
  const address = take(parseDatabaseUrl(url), USAGE)
  const explain = (error: unknown): unknown => {
    const problem = postgresProblem(error, address.where)
    return problem === undefined ? error : new ExpectedError(problem)
  }
  const ask = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw explain(error)
    }
  }
  const boss = new PgBoss({
    ...{ connectionString: address.url, schema: SCHEMA, application_name: 'crowsnest', max: 2 },
    ...{ schedule: false, connectionTimeoutMillis: 10_000 },
  })
  boss.on('error', (error) => {
    onError(explain(error))
  })
  await ask(async () => {
    await boss.start()
    await boss.createQueue(QUEUE, {
      ...{ policy: 'short', expireInSeconds: LONGEST, heartbeatSeconds: SILENCE },
      ...{ retryLimit: TRIES, retryDelay: 0, retentionSeconds: KEPT, deleteAfterSeconds: KEPT },
    })
  })
  const attempt = ({ id, tries }: SendJob) => ({ id, retryCount: tries })
  return {
    async addJobs({ number: send, issue }, count) {
      const jobs = Array.from({ length: count }, (_, part) => ({
        data: { send, issue } satisfies Part,
        singletonKey: `${send}/${part}`,
      }))
      if (count > 0) await ask(() => boss.insert(QUEUE, jobs))
    },
    async takeJob() {
      const [job] = await ask(() => boss.fetch<Part>(QUEUE, { includeMetadata: true }))
      return job && readJob(job)
    },
    touchJob: (job) => ask(async () => void (await boss.touch(QUEUE, attempt(job)))),
    finishJob: (job) => ask(async () => void (await boss.complete(QUEUE, attempt(job)))),
    returnJob: (job) => ask(async () => void (await boss.fail(QUEUE, attempt(job)))),
    close: () => boss.stop({ graceful: false }),
  }
}

const readJob = ({ id, data, retryCount }: JobWithMetadata<Part>): SendJob => ({
  ...{ id, send: Number(data.send), issue: String(data.issue), tries: retryCount },
})
