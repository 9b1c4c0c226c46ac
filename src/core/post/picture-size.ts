export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** Width and height in pixels, as the file itself says; nothing where it is not what its type claims. */
export function readPictureSize(bytes: Uint8Array, type: string): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const size = READERS[type]?.(view)
    return size && size.width > 0 && size.height > 0 ? size : undefined
  } catch (error) {
    // A file that ends too early.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const READERS: Readonly<Record<string, (view: DataView) => PictureSize | undefined>> = {
  'image/svg+xml': readSvg,
  'image/png': readPng,
  'image/jpeg': readJpeg,
  'image/webp': readWebp,
  'image/avif': readAvif,
}

/** By `width` and `height`, or by `viewBox`, of the outermost element. */
function readSvg(view: DataView): PictureSize | undefined {
  const root = /<svg\b[^<>]*>/.exec(new TextDecoder().decode(view))?.[0]
  if (root === undefined) return undefined
  const number = (name: string) => {
    const value = new RegExp(`\\s${name}\\s*=\\s*["']\\s*([\\d.]+)(?:px)?\\s*["']`).exec(root)?.[1]
    return value === undefined ? undefined : Math.round(Number(value))
  }
  const [, , boxWidth, boxHeight] = (/\sviewBox\s*=\s*["']([^"']*)["']/.exec(root)?.[1] ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const [width, height] = [number('width') ?? boxWidth, number('height') ?? boxHeight]
  return width && height ? { width: Math.round(width), height: Math.round(height) } : undefined
}

/** PNG 1.2: the signature, then IHDR. */
function readPng(view: DataView): PictureSize | undefined {
  if (view.getUint32(0) !== 0x89504e47 || ascii(view, 12, 4) !== 'IHDR') return undefined
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

/** JPEG (ITU T.81): the first start of a frame. */
function readJpeg(view: DataView): PictureSize | undefined {
  if (view.getUint16(0) !== 0xffd8) return undefined
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    // C4, C8 and CC are tables.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    }
    at += 2 + view.getUint16(at + 2)
  }
}

/** WebP (RFC 9649): extended, lossless or lossy. */
function readWebp(view: DataView): PictureSize | undefined {
  if (ascii(view, 0, 4) !== 'RIFF' || ascii(view, 8, 4) !== 'WEBP') return undefined
  const three = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536
  switch (ascii(view, 12, 4)) {
    case 'VP8X':
      return { width: three(24) + 1, height: three(27) + 1 }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    default:
      return undefined
  }
}

/** AVIF: the first property `ispe` (ISO/IEC 23008-12), which is that of the whole picture in a file of one. */
function readAvif(view: DataView): PictureSize | undefined {
  if (ascii(view, 4, 4) !== 'ftyp') return undefined
  for (let at = 8; at < Math.min(view.byteLength, 4096) - 16; at += 1) {
    if (ascii(view, at, 4) === 'ispe') return { width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
  }
  return undefined
}

const ascii = (view: DataView, at: number, length: number): string =>
  String.fromCharCode(...Array.from({ length }, (_, index) => view.getUint8(at + index)))
