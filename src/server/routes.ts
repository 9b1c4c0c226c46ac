import type { Context, Hono } from 'hono'
import { answerProblem, hasToken } from './answer.ts'
import type { AppPorts } from './app-ports.ts'
import { isForeignForm } from './origin-guard.ts'

type Handle = (context: Context) => Response | Promise<Response>

/** What one address does. */
export interface Route {
  /** Answers HEAD too, and so must change nothing. */
  readonly get?: Handle
  readonly post?: Handle
  /** Whether a form on a foreign page may send here: programs of mail providers do. */
  readonly takesForeignForms?: boolean
}

/** Adds an address to the app; methods that it has no use for are 405, with those that it has. */
export function addRoute(app: Hono, ports: AppPorts, path: string, route: Route): void {
  const { get, post, takesForeignForms = false } = route
  if (get) app.get(path, get)
  if (post) {
    app.post(path, (context) => {
      if (takesForeignForms || !isForeignForm(context.req.raw, ports.settings.url)) return post(context)
      return answerProblem(ports, context.req.raw, {
        status: 403,
        what: 'this form stands on a page that is not ours, and nothing was done',
        remedy: hasToken(context.req.raw) ? 'Open the link of the mail again' : `Use the form at ${ports.settings.url}`,
      })
    })
  }
  const allow = [...(get ? ['GET', 'HEAD'] : []), ...(post ? ['POST'] : [])].join(', ')
  app.all(path, (context) =>
    answerProblem(ports, context.req.raw, {
      status: 405,
      what: `this address does nothing with such a request; it knows ${allow}`,
      headers: { allow },
    }),
  )
}

/** For an address whose token is none, or none of ours. */
export function answerUnknown(ports: AppPorts, { req }: Context): Response {
  return answerProblem(ports, req.raw, {
    status: 404,
    what: 'this address is none of ours, or a part of it is missing',
    remedy: 'Links in mails are long: see that yours is whole, from https to its last letter',
  })
}
