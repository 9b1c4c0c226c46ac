const MOST = 20_000

/** As a function of a text that is asked for each text once: a blurb stands on many pages, in mail and feeds. */
export function rememberTexts<T extends object | string>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const made = make(text)
    if (known.size >= MOST) known.clear()
    known.set(text, made)
    return made
  }
}
