/** The bytes of a request, or why there are none: more than `most`, or broken off. Nothing beyond `most` is kept. */
export async function readBody(
  request: Request,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | 'too long' | 'broken off'> {
  if (Number(request.headers.get('content-length')) > most) return 'too long'
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for await (const part of request.body ?? []) {
      length += part.length
      if (length > most) return 'too long'
      parts.push(part)
    }
  } catch {
    return 'broken off'
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
