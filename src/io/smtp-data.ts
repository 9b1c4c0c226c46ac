/**
 * A message as it goes over the wire, without the full stop that ends it: dots at the start of lines are doubled (RFC
 * 5321 section 4.5.2).
 *
 * @returns undefined where a line ends with anything but CRLF, by which servers disagree on where a message ends
 */
export function formatSmtpData(message: Uint8Array): Uint8Array | undefined {
  // A character for each byte: this is several times as fast as a look at each of them.
  const text = Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('latin1')
  if (/\r(?!\n)|(?<!\r)\n/.test(text)) return undefined
  const hasDots = text.startsWith('.') || text.includes('\n.')
  if (!hasDots && text.endsWith('\n')) return message
  const stuffed = text.replaceAll(/^\./gm, '..')
  return Buffer.from(stuffed.endsWith('\n') ? stuffed : `${stuffed}\r\n`, 'latin1')
}
