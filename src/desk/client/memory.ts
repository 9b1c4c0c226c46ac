/** What the browser remembers: `tab` until the tab is closed, `always` for good. A browser that refuses is a browser that forgets. */
export type Span = 'tab' | 'always'

const PREFIX = 'crowsnest-desk:'

const storageOf = (span: Span): Storage => (span === 'tab' ? sessionStorage : localStorage)

export function recall(span: Span, name: string): string | undefined {
  try {
    return storageOf(span).getItem(PREFIX + name) ?? undefined
  } catch {
    return undefined
  }
}

/** Without a value it is forgotten. */
export function remember(span: Span, name: string, value: string | undefined): void {
  try {
    if (value === undefined) storageOf(span).removeItem(PREFIX + name)
    else storageOf(span).setItem(PREFIX + name, value)
  } catch {
    // Full, or forbidden: the desk works without.
  }
}
