import { failure, type Result, success } from '../core/text/problem.ts'
import { findOwn, type Forge, markOf } from './forge.ts'

const NAME = 'review'

/**
 * Puts the result of a review under the pull request that it is about: one comment, which later runs change. The request is
 * found by what the forge itself says of the run, never by what the run says of itself.
 *
 * @param about the branch as `owner:branch`, and the commit that was reviewed
 * @returns the pull request's number; undefined where it has moved on or was closed, so that there is nothing to say
 */
export async function postReview(
  text: string,
  about: { readonly head: string; readonly sha: string },
  forge: Pick<Forge, 'findPullRequests' | 'listComments' | 'addComment' | 'changeComment'>,
): Promise<Result<number | undefined>> {
  if (!/^[^:\s]+:\S+$/.test(about.head) || !/^[0-9a-f]{40}$/.test(about.sha)) {
    const what = `${JSON.stringify(about.head)} at ${JSON.stringify(about.sha)} is no branch at a commit`
    return failure({ where: '--head', what, remedy: 'Say owner:branch, and the commit with --sha' })
  }
  const request = (await forge.findPullRequests(about.head)).find(({ sha }) => sha === about.sha)
  if (request === undefined) return success(undefined)
  const body = `${markOf(NAME)}\n${text}`
  const own = findOwn(await forge.listComments(request.number), NAME)
  if (own === undefined) await forge.addComment(request.number, body)
  else if (own.body !== body) await forge.changeComment(own.id, body)
  return success(request.number)
}
