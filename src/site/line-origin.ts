import { languageName } from '../core/text/language-name.ts'
import type { Line } from './line.ts'

/**
 * Where a line is from, in few words: `Harbour Blog and 2 more, in German`. On the page of a source, `own` is its title:
 * then only others are named, and a line that it alone carried says nothing.
 */
export function describeOrigin({ source, also, language }: Line, own?: string): string {
  return [
    source === own ? alsoText(also) : sourceText(source, also),
    language !== 'en' && `in ${languageName(language)}`,
  ]
    .filter(Boolean)
    .join(', ')
}

const sourceText = (source: string, also: readonly string[]) =>
  also.length === 0 ? source : `${source} and ${also.length} more`

function alsoText(also: readonly string[]): string {
  if (also.length === 0) return ''
  return also.length === 1 ? `also ${also[0]}` : `also ${also.length} others`
}
