import { spawn } from 'node:child_process'
import { z } from 'astro/zod'
import { ExpectedError } from '../core/text/problem.ts'
import type { Forge } from '../jobs/forge.ts'

/** The repository that `GH_REPO` names, or that of the folder; `gh` fills it in. */
const HERE = 'repos/{owner}/{repo}'

const loginSchema = z.object({ login: z.string() }).nullable()
const bodySchema = z.string().nullish()
const commentSchema = z.object({ id: z.int(), user: loginSchema, body: bodySchema })
const issueSchema = z.object({
  number: z.int(),
  user: loginSchema,
  body: bodySchema,
  pull_request: z.unknown().optional(),
})
const pullSchema = z.object({ number: z.int(), head: z.object({ sha: z.string() }) })
const ruleSchema = z.object({ type: z.string(), reviewers: z.array(z.unknown()).default([]) })
const environmentSchema = z.object({ protection_rules: z.array(ruleSchema).default([]) })
const runsSchema = z.object({ workflow_runs: z.array(z.object({ id: z.int(), event: z.string() })) })

/**
 * What starts a run only from here. A change that is proposed may bring a workflow of the same file with it, which runs
 * from a branch of the same name, and leaves whatever it likes: its event is another.
 */
const OWN_EVENTS = ['schedule', 'workflow_dispatch']

/** GitHub through its command line, `gh`, which its runners have, and which has the token (`GH_TOKEN`). */
export function createGithubForge(): Forge {
  const list = async <T>(path: string, schema: z.ZodType<T>): Promise<T[]> =>
    (await ask(['--paginate', '--slurp', path], z.array(z.array(schema)))).flat()
  const post = ({ user, body }: z.infer<typeof commentSchema>, id: number) => ({
    ...{ id, author: user?.login ?? '', body: body ?? '' },
  })
  const send = async (method: string, path: string, body: unknown) => {
    await ask(['--method', method, path, '--input', '-'], z.unknown(), JSON.stringify(body))
  }
  return {
    async findPullRequests(head) {
      const found = await list(`${HERE}/pulls?state=open&per_page=100&head=${encodeURIComponent(head)}`, pullSchema)
      return found.map(({ number, head: { sha } }) => ({ number, sha }))
    },
    async listComments(number) {
      const found = await list(`${HERE}/issues/${number}/comments?per_page=100`, commentSchema)
      return found.map((comment) => post(comment, comment.id))
    },
    addComment: (number, body) => send('POST', `${HERE}/issues/${number}/comments`, { body }),
    changeComment: (id, body) => send('PATCH', `${HERE}/issues/comments/${id}`, { body }),
    async listIssues() {
      const found = await list(`${HERE}/issues?state=open&per_page=100`, issueSchema)
      return found
        .filter((issue) => issue.pull_request === undefined)
        .map((issue) => post({ ...issue, id: issue.number }, issue.number))
    },
    openIssue: (issue) => send('POST', `${HERE}/issues`, issue),
    changeIssue: (number, issue) => send('PATCH', `${HERE}/issues/${number}`, issue),
    closeIssue: (number) => send('PATCH', `${HERE}/issues/${number}`, { state: 'closed', state_reason: 'completed' }),
    async listRules(environment) {
      const path = `${HERE}/environments/${encodeURIComponent(environment)}`
      const found = await ask([path], environmentSchema).catch(unlessMissing)
      // Required reviewers of whom there are none let everything pass.
      return found?.protection_rules
        .filter(({ type, reviewers }) => type !== 'required_reviewers' || reviewers.length > 0)
        .map(({ type }) => type)
    },
    async findLastRun(workflow, branch) {
      const runs = OWN_EVENTS.map(async (event) => {
        const query = new URLSearchParams({ branch, event, status: 'success', per_page: '1' })
        const path = `${HERE}/actions/workflows/${encodeURIComponent(workflow)}/runs?${query.toString()}`
        const found = await ask([path], runsSchema).catch(unlessMissing)
        return (found?.workflow_runs ?? []).filter((run) => run.event === event).map(({ id }) => id)
      })
      const ids = (await Promise.all(runs)).flat()
      return ids.length === 0 ? undefined : Math.max(...ids)
    },
  }
}

class Missing extends ExpectedError {}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof Missing)) throw error
}

/** One question to the API; an `ExpectedError` where it was not answered, or not as it says it does. */
async function ask<T>(args: readonly string[], schema: z.ZodType<T>, input = ''): Promise<T> {
  const { code, stdout, stderr } = await run(['api', ...args], input)
  const where = `gh api ${args.filter((arg) => arg.includes('/')).join(' ')}`
  if (code !== 0) {
    const said = stderr.trim().split('\n')[0] ?? ''
    const problem = {
      where,
      what: said || `gh ended with ${code}`,
      remedy: 'See that GH_TOKEN may do this (permissions)',
    }
    throw /\(HTTP 404\)/.test(stderr) ? new Missing(problem) : new ExpectedError(problem)
  }
  const parsed = schema.safeParse(stdout.trim() === '' ? undefined : parse(stdout))
  if (parsed.success) return parsed.data
  throw new ExpectedError({
    where,
    what: 'this was answered in a way that we do not know',
    remedy: 'Look at it by hand',
  })
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function run(args: readonly string[], input: string): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('gh', args, { cwd: process.cwd(), env: process.env, stdio: ['pipe', 'pipe', 'pipe'] })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.once('error', () => {
      const remedy = 'Install the command line of GitHub, or do by hand what docs/workflows.md says'
      reject(new ExpectedError({ where: 'gh', what: 'it could not be started', remedy }))
    })
    child.once('close', (code) => {
      resolve({ code: code ?? 1, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() })
    })
    // It may have ended before it read anything; its code then says so.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}
