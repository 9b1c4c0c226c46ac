/** A comment, or an issue, on a forge. */
export interface Post {
  readonly id: number
  /** The account that wrote it. */
  readonly author: string
  readonly body: string
}

/** What workflows do on the forge that keeps the repository. Each job takes the few of these that it needs. */
export interface Forge {
  /** Open pull requests from a branch, `owner:branch`, with the commit that each stands at. */
  readonly findPullRequests: (head: string) => Promise<readonly { readonly number: number; readonly sha: string }[]>
  readonly listComments: (number: number) => Promise<readonly Post[]>
  readonly addComment: (number: number, body: string) => Promise<void>
  readonly changeComment: (id: number, body: string) => Promise<void>
  /** Open issues; `id` is their number. */
  readonly listIssues: () => Promise<readonly Post[]>
  readonly openIssue: (issue: { readonly title: string; readonly body: string }) => Promise<void>
  readonly changeIssue: (number: number, issue: { readonly title: string; readonly body: string }) => Promise<void>
  readonly closeIssue: (number: number) => Promise<void>
  /** The rules that protect an environment, by type, as far as they hold anything up; undefined where there is none. */
  readonly listRules: (environment: string) => Promise<readonly string[] | undefined>
  /** The latest run of a workflow on a branch that ended well, and was begun by the clock or by hand: by no change. */
  readonly findLastRun: (workflow: string, branch: string) => Promise<number | undefined>
}

/** Characters that a post has at most, those of its mark included. */
export const LONGEST_POST = 65_536

/** Who workflows are on GitHub. Posts of others are never taken for ours, whatever they say. */
const ROBOT = 'github-actions[bot]'

/** What a post of ours begins with, so that the next run finds it. */
export const markOf = (name: string) => `<!-- ${name} -->`

/** The post of ours with a name, if there is one. */
export const findOwn = (posts: readonly Post[], name: string): Post | undefined =>
  posts.find(({ author, body }) => author === ROBOT && body.startsWith(markOf(name)))
