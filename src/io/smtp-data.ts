const [CR, LF, DOT] = [13, 10, 46]

/**
 * A message as it goes over the wire, without the full stop that ends it: dots at the start of lines are doubled (RFC
 * 5321 section 4.5.2).
 *
 * @returns undefined where a line ends with anything but CRLF, by which servers disagree on where a message ends
 */
export function formatSmtpData(message: Uint8Array): Uint8Array | undefined {
  const { length } = message
  const dots: number[] = message[0] === DOT ? [0] : []
  for (let at = 0; at < length; at += 1) {
    const byte = message[at] as number
    if (byte > CR) continue
    if (byte === LF) return undefined
    if (byte === CR) {
      at += 1
      if (message[at] !== LF) return undefined
      if (message[at + 1] === DOT) dots.push(at + 1)
    }
  }
  const isWhole = length > 0 && message[length - 1] === LF
  if (dots.length === 0 && isWhole) return message
  const data = Buffer.allocUnsafe(length + dots.length + (isWhole ? 0 : 2))
  let [read, written] = [0, 0]
  for (const dot of [...dots, length]) {
    data.set(message.subarray(read, dot), written)
    written += dot - read
    read = dot
    if (dot < length) written = data.writeUInt8(DOT, written)
  }
  if (!isWhole) data.set([CR, LF], written)
  return data
}
