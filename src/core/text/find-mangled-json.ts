import type { CodeDamage } from './code-damage.ts'
import type { CodeText } from './list-code.ts'

/** JSON that does not parse; several values, a line each, do. */
export function findMangledJson({ text, line, marks }: CodeText): CodeDamage[] {
  const lines = text.split('\n').filter((part) => part.trim() !== '')
  if (isJson(text) || lines.every(isJson)) return []
  const inner = text.trim().replace(/,$/, '')
  if (marks.includes('fragment') && (isJson(`{${inner}}`) || isJson(`[${inner}]`))) return []
  return [
    {
      line: line + lineOfError(text),
      what: 'this JSON does not parse',
      remedy: 'Mend it; JSON with comments is ```jsonc, and a part of something larger ```json fragment',
    },
  ]
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** How many lines below its first the parser stopped. */
function lineOfError(text: string): number {
  try {
    JSON.parse(text)
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1]
    return text.slice(0, position === undefined ? 0 : Number(position)).split('\n').length - 1
  }
  return 0
}
