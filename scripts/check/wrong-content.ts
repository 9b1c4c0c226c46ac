import type { TestEvent } from 'node:test/reporters'

/**
 * A reporter of Node's test runner for who writes content: of each check that failed its name, and below it what is wrong,
 * a line each. Where in our code that was found is of no use to them.
 */
export default async function* listWrongContent(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const names: string[] = []
  for await (const { type, data } of events) {
    if (type === 'test:start') names.splice(data.nesting, Infinity, data.name)
    if (type !== 'test:fail') continue
    const { error } = data.details
    if ('failureType' in error && error.failureType === 'subtestsFailed') continue
    yield `${[names.join(' '), ...linesOf(error.cause ?? error)].join('\n  ')}\n`
  }
}

/** What is wrong: the list that was to be empty, or the words of an error. */
function linesOf(cause: unknown): readonly string[] {
  const actual = typeof cause === 'object' && cause !== null && 'actual' in cause ? cause.actual : undefined
  if (Array.isArray(actual) && actual.length > 0) return actual.map(String)
  const message = cause instanceof Error ? cause.message : String(cause)
  return message.split('\n')
}
