/** The words of a text, in lower case, without punctuation. */
export function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize('NFKC')
      .match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu) ?? []
  )
}

/** Every run of `length` words of a text. */
export function wordRuns(text: string, length: number): Set<string> {
  const words = wordsOf(text)
  const runs = new Set<string>()
  for (let at = 0; at + length <= words.length; at++) runs.add(words.slice(at, at + length).join(' '))
  return runs
}

/** The first run of `length` words that a text shares with another, as words in lower case; quotations are left out. */
export function sharedRun(text: string, other: string, length: number): string | undefined {
  const theirs = wordRuns(other, length)
  const unquoted = text.split(/"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»/)
  for (const part of unquoted) for (const run of wordRuns(part, length)) if (theirs.has(run)) return run
  return undefined
}
