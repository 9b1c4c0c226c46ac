/** Whether an `Accept` header (RFC 9110, section 12.5.1) wants JSON more than a page; a browser's does not. */
export function prefersJson(accept: string | null): boolean {
  const ranges = (accept ?? '').split(',').map(readRange)
  return weigh('application/json', ranges) > weigh('text/html', ranges)
}

interface MediaRange {
  readonly type: string
  readonly weight: number
}

function readRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))
  const number = weight === undefined ? 1 : Number(weight.slice(2))
  return { type, weight: number >= 0 && number <= 1 ? number : 0 }
}

/** What the most exact range says counts. */
function weigh(type: string, ranges: readonly MediaRange[]): number {
  const exactness = [type, type.replace(/\/.*/, '/*'), '*/*']
  for (const wanted of exactness) {
    const range = ranges.find((one) => one.type === wanted)
    if (range) return range.weight
  }
  return 0
}
