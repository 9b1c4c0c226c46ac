import { fingerprintIssue, readFingerprint } from '../core/digest/issue-fingerprint.ts'
import type { Issue } from '../core/issue/issue.ts'
import type { Problem } from '../core/text/problem.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import type { FetchFeed } from './ports.ts'

export interface LivePagePorts {
  /** Gets a page as a reader's browser would. */
  readonly fetchPage: FetchFeed
}

/** What is to be compared: an issue as it stands here, with where. */
export interface LocalIssue {
  readonly issue: Issue
  readonly settings: SiteSettings
  /** The issue's file, as a person would look it up. */
  readonly where: string
}

/**
 * Asks whether readers see the issue as it stands here, on the page that its mail leads to.
 *
 * @returns why that is not so; undefined where it is
 */
export async function checkLivePage(
  { issue, settings, where }: LocalIssue,
  { fetchPage }: LivePagePorts,
): Promise<Problem | undefined> {
  const url = `${settings.url}/issues/${issue.key}/`
  const problem = (what: string, remedy: string): Problem => ({ where: url, what, remedy })
  if (issue.status !== 'published') {
    return { where, field: 'status', what: `it is ${issue.status}, so it has no page for readers`, remedy: PUBLISH }
  }
  const page = await fetchPage(url, {})
  switch (page.outcome) {
    case 'failed': {
      const remedy =
        page.status === 404 ? `It is not built yet, or not of this issue. ${WAIT}` : `Mend the site. ${WAIT}`
      return problem(`the live page ${page.reason}`, remedy)
    }
    case 'spared':
    case 'unchanged':
      return problem('the live page did not come', WAIT)
    case 'ok': {
      const live = readFingerprint(new TextDecoder().decode(page.body))
      if (live === undefined) {
        return problem(
          'the live page does not say what it was built of, so it is none of this program, or of an older one',
          `Build the site anew of this commit, and see that \`url\` in site.yml leads to it. ${WAIT}`,
        )
      }
      const own = fingerprintIssue(issue, settings)
      if (live === own) return undefined
      const what = `readers see something else there than ${where} says here (${live} is live, ${own} is here)`
      return problem(what, `Push what is only here, or pull what is only there, and have the site built of it. ${WAIT}`)
    }
  }
}

const PUBLISH = 'Publish it: npm run curate -- publish'
const WAIT = 'To wait for a build: npm run check:live -- --wait 15'

export interface WaitPorts extends LivePagePorts {
  /** Waits for so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<unknown>
  /** Milliseconds that have passed since some moment. */
  readonly elapsed: () => number
  /** Told once why it waits, and again when that changes. */
  readonly tell: (problem: Problem) => void
}

/** Milliseconds between two looks. */
const PAUSE = 15_000

/** As `checkLivePage`, until it is so or the time is up. An issue that is not published is not waited for. */
export async function waitForLivePage(
  local: LocalIssue,
  patience: number,
  { wait, elapsed, tell, ...ports }: WaitPorts,
): Promise<Problem | undefined> {
  const begun = elapsed()
  let told: string | undefined
  for (;;) {
    const problem = await checkLivePage(local, ports)
    const isOver = elapsed() - begun + PAUSE > patience
    if (problem === undefined || isOver || local.issue.status !== 'published') return problem
    if (problem.what !== told) tell(problem)
    told = problem.what
    await wait(PAUSE)
  }
}
