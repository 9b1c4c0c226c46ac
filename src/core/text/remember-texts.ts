const MOST = 20_000

/** As a function from text to text, which is asked for each text once: a blurb stands on many pages, in mail and feeds. */
export function rememberTexts(make: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const made = make(text)
    if (known.size >= MOST) known.clear()
    known.set(text, made)
    return made
  }
}
