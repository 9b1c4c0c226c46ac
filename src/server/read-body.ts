/** The bytes of a request, or why there are none: more than `most`, or broken off. Nothing beyond `most` is kept. */
export async function readBody(
  request: Request,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | 'too long' | 'broken off'> {
  const stated = request.headers.get('content-length')
  if (Number(stated) > most) return 'too long'
  if (stated !== null) return readStated(request, most)
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

/** No server reads more of a body than its head has stated; to have it at once is quicker by far than part by part. */
async function readStated(
  request: Request,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | 'too long' | 'broken off'> {
  try {
    const bytes = new Uint8Array(await request.arrayBuffer())
    return bytes.length > most ? 'too long' : bytes
  } catch {
    return 'broken off'
  }
}
