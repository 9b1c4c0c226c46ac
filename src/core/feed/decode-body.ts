/**
 * The text of a feed's bytes. In this order: a byte-order mark; UTF-8, where the bytes are valid UTF-8, whatever any
 * label says; the charset of the Content-Type; the XML declaration; windows-1252, in which every byte means something.
 */
export function decodeBody(bytes: Uint8Array, contentType?: string): string {
  return mendControls(decodeBytes(bytes, contentType))
}

function decodeBytes(bytes: Uint8Array, contentType: string | undefined): string {
  const marked = byteOrderMark(bytes)
  if (marked !== undefined) return decode(bytes, marked, false) ?? ''
  const label = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1]
  const silent = withoutMark(bytes)
  const declared = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(latin1(bytes.subarray(0, 400)))?.[1]
  return (
    (silent === undefined ? decode(bytes, 'utf-8') : decode(bytes, silent)) ??
    decode(bytes, label) ??
    decode(bytes, declared) ??
    decode(bytes, 'windows-1252', false) ??
    ''
  )
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  return undefined
}

/** UTF-16 whose mark was lost: `<` beside a zero byte (XML 1.0, appendix F). */
function withoutMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le'
  return bytes[0] === 0 && bytes[1] === 0x3c ? 'utf-16be' : undefined
}

function decode(bytes: Uint8Array, label: string | undefined, fatal = true): string | undefined {
  if (label === undefined) return undefined
  try {
    return new TextDecoder(label, { fatal }).decode(bytes)
  } catch {
    return undefined
  }
}

const WINDOWS = new TextDecoder('windows-1252')

/** U+0080 to U+009F are controls that nobody means: somebody wrote windows-1252 and called it Unicode. */
function mendControls(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (control) => {
    return WINDOWS.decode(Uint8Array.of(control.charCodeAt(0)))
  })
}

const latin1 = (bytes: Uint8Array) => String.fromCharCode(...bytes)
