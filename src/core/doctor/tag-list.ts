/**
 * Reads `v=DKIM1; k=rsa; p=…`, the form of records and signatures (RFC 6376 section 3.2). Names are in lower case; spaces
 * around names and values are no part of them.
 *
 * @returns undefined for what is no such list, or names something twice
 */
export function parseTagList(text: string): ReadonlyMap<string, string> | undefined {
  const tags = new Map<string, string>()
  for (const part of text.split(';')) {
    if (part.trim() === '') continue
    const at = part.indexOf('=')
    const name = part.slice(0, Math.max(at, 0)).trim().toLowerCase()
    if (!/^[a-z][a-z0-9_]*$/.test(name) || tags.has(name)) return undefined
    tags.set(name, part.slice(at + 1).trim())
  }
  return tags
}
