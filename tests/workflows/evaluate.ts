import { data, Evaluator, Lexer, Parser } from '@actions/expressions'

/** Contexts as plain values: `{ github: { ref: 'refs/heads/main' } }`. */
export type Contexts = Readonly<Record<string, unknown>>

/** What a step, or a job, is to know of how those before it ended. */
export interface Status {
  readonly failed: boolean
}

function toData(value: unknown): data.ExpressionData {
  if (typeof value === 'string') return new data.StringData(value)
  if (typeof value === 'boolean') return new data.BooleanData(value)
  if (typeof value === 'number') return new data.NumberData(value)
  if (typeof value !== 'object' || value === null) return new data.Null()
  const pairs = Object.entries(value).map(([key, each]) => ({ key, value: toData(each) }))
  return new data.Dictionary(...pairs)
}

/** An expression by GitHub's own rules, without what stands around it. */
function evaluate(expression: string, contexts: Contexts, { failed }: Status): data.ExpressionData {
  const states = { cancelled: false, failure: failed, success: !failed, always: true }
  const functions = Object.entries(states).map(([name, state]) => ({
    ...{ name, minArgs: 0, maxArgs: 0 },
    call: () => new data.BooleanData(state),
  }))
  const { tokens } = new Lexer(expression).lex()
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse()
  const pairs = Object.entries(contexts).map(([key, value]) => ({ key, value: toData(value) }))
  const known = new Map(functions.map((each) => [each.name, each]))
  return new Evaluator(parsed, new data.Dictionary(...pairs), known).evaluate()
}

/** A text with all its expressions filled in. */
export const fillIn = (text: string, contexts: Contexts): string =>
  text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) =>
    evaluate(expression, contexts, { failed: false }).coerceString(),
  )

/** Whether an `if` lets a step or job run; where it asks for no status, all before it has to have ended well. */
export function isMet(condition: string | undefined, contexts: Contexts, status: Status): boolean {
  const text = (condition ?? 'success()').replace(/^\$\{\{(.*)\}\}$/, '$1')
  const whole = /\b(always|cancelled|failure|success)\(/.test(text) ? text : `success() && (${text})`
  const value = evaluate(whole, contexts, status)
  return value.kind === data.Kind.Boolean ? value.value : value.coerceString() !== ''
}
