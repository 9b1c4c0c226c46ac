import { Hono } from 'hono'
import { answerProblem } from './answer.ts'
import type { AppPorts } from './app-ports.ts'
import { addConfirm } from './confirm.ts'
import { addHealth } from './health.ts'
import { addMe } from './me.ts'
import { StoreOutOfReach } from './reach-store.ts'
import { answerUnknown } from './routes.ts'
import { addSubscribe } from './subscribe.ts'
import { addSuggest } from './suggest.ts'
import { addSuggestions } from './suggestions.ts'
import { addUnsubscribe } from './unsubscribe.ts'

/** What the app does, one concern a file. */
const CONCERNS = [addSubscribe, addConfirm, addUnsubscribe, addMe, addSuggest, addSuggestions, addHealth]

/**
 * The app of subscriptions: `Request` in, `Response` out, and all that it wants of the world in its ports. It makes no
 * page of its own; what is wrong is said as a page or as JSON, without a trace of the program.
 */
export function createApp(ports: AppPorts): Hono {
  const app = new Hono({ strict: false })
  for (const add of CONCERNS) add(app, ports)
  app.notFound((context) => answerUnknown(ports, context))
  app.onError((error, { req }) => {
    if (error instanceof StoreOutOfReach) {
      for (const problem of error.problems) ports.report(problem)
      return answerProblem(ports, req.raw, {
        status: 503,
        what: 'what we write things down in is out of reach, and nothing was saved or changed',
        remedy: 'Try again in a minute',
        headers: { 'retry-after': '60' },
      })
    }
    ports.report({ where: 'the app', what: error.message, remedy: 'This is a bug: report it with what was asked for' })
    const what = 'this is a mistake in our program, and not yours'
    return answerProblem(ports, req.raw, { status: 500, what, remedy: 'Try again later' })
  })
  return app
}
