/** What a part of an address says without its %-encoding; as it stands, where that is broken. */
export function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
