/**
 * A body as DKIM's relaxed algorithm has it (RFC 6376 section 3.4.4): no spaces at ends of lines, one where there were
 * several, no empty lines at its end.
 */
export function relaxBody(body: string): string {
  const text = body
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(' \r\n', '\r\n')
    .replace(/ $/, '')
    .replace(/(?:\r\n)+$/, '')
  return text === '' ? '' : `${text}\r\n`
}
