import type { Turns } from './create-turns.ts'

/** Many calls, made one where they wait for the same turn. */
export interface GatheredCalls<Given, Answer> {
  readonly call: (given: Given) => Promise<Answer>
  /** What is asked for from here on does not go with what waits already. */
  readonly seal: () => void
}

/**
 * @param work gets what was given, in its order, and gives an answer for each; where it rejects, all of them do
 * @param options.most so many go together
 */
export function gatherCalls<Given, Answer>(
  work: (given: readonly Given[]) => Promise<readonly Answer[]>,
  { most, turns }: { readonly most: number; readonly turns: Turns },
): GatheredCalls<Given, Answer> {
  let open: { readonly given: Given[]; readonly answers: Promise<readonly Answer[]> } | undefined

  function begin() {
    const given: Given[] = []
    const answers = turns.alone(async () => {
      // What else comes in this tick goes with it.
      await new Promise((resolve) => setImmediate(resolve))
      if (open?.given === given) open = undefined
      return work(given)
    })
    return { given, answers }
  }

  return {
    async call(given) {
      if (open === undefined || open.given.length >= most) open = begin()
      const { given: together, answers } = open
      const place = together.push(given) - 1
      return (await answers)[place] as Answer
    },
    seal() {
      open = undefined
    },
  }
}
