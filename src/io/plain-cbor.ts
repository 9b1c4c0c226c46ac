/** Of CBOR (RFC 8949), what a search index is written in: whole numbers from 0, texts, and lists of them. */
export type Cbor = number | string | Cbor[]

const UNSIGNED = 0
const TEXT = 3
const LIST = 4

/** Reads one value that fills the bytes; throws on anything else than `Cbor`. */
export function decodeCbor(bytes: Buffer): Cbor {
  let at = 0
  const readLength = (info: number): number => {
    if (info < 24) return info
    const size = [1, 2, 4][info - 24]
    if (size === undefined) throw new Error(`CBOR of a form that is not known, at byte ${at}`)
    at += size
    return bytes.readUIntBE(at - size, size)
  }
  const read = (): Cbor => {
    const head = bytes.readUInt8(at++)
    const major = head >> 5
    if (major !== UNSIGNED && major !== TEXT && major !== LIST)
      throw new Error(`CBOR of type ${major} at byte ${at - 1}`)
    const length = readLength(head & 31)
    if (major === UNSIGNED) return length
    if (major === LIST) return Array.from({ length }, read)
    at += length
    return bytes.toString('utf8', at - length, at)
  }
  const value = read()
  if (at !== bytes.length) throw new Error(`CBOR with ${bytes.length - at} bytes too many`)
  return value
}

/** Writes a value in the shortest form. `decodeCbor(encodeCbor(x))` equals x. */
export function encodeCbor(value: Cbor): Buffer {
  const parts: Buffer[] = []
  const writeHead = (major: number, length: number) => {
    const info = length < 24 ? length : length < 0x100 ? 24 : length < 0x1_0000 ? 25 : 26
    const size = info < 24 ? 0 : 2 ** (info - 24)
    const head = Buffer.alloc(1 + size)
    head.writeUInt8((major << 5) | info)
    if (size > 0) head.writeUIntBE(length, 1, size)
    parts.push(head)
  }
  const write = (each: Cbor) => {
    if (typeof each === 'number') writeHead(UNSIGNED, each)
    else if (typeof each === 'string') {
      const text = Buffer.from(each)
      writeHead(TEXT, text.length)
      parts.push(text)
    } else {
      writeHead(LIST, each.length)
      each.forEach(write)
    }
  }
  write(value)
  return Buffer.concat(parts)
}
