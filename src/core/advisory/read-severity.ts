import type { Advisory, Severity } from './advisory.ts'
import { baseScore, severityOf } from './cvss.ts'

const VECTOR = /CVSS:3\.[01](?:\/[A-Z]{1,3}:[A-Z]){8,22}/g

/** What says how bad something is: "has been rated **HIGH**", "CVSS Rating: Medium", "Severity: low", "is of medium severity". */
const WORD =
  /\b(?:rated|rating:?|severity:?|severity (?:is|of|rating)|rated as|(?:is|of))\s+(?:as\s+|a\s+)?(low|medium|moderate|high|critical)\b(?!-)(?= severity|(?:\s*[([.,;:/-]|\s*CVSS|\s*$))/gim
/** After the vector: "CVSS:3.1/... - **HIGH** (8.8)". */
const AFTER_VECTOR = /CVSS:\d\.\d[/A-Z:]{10,200}\)?\s*[-:,(]?\s*(low|medium|high|critical)\b/gi
const SCORE =
  /(?:\bscore(?:d|s)?(?: of|:| is)?|\bCVSS(?: v?3(?:\.[01])?)?(?: base)?(?: score)?(?: of|:| is)?)\s*(\d{1,2}\.\d)(?!\d|\.\d|\/)/gi

/**
 * How bad something is, by its own word. A word goes before the band that the score lies in; what is said twice and
 * not alike is not known. Vectors and scores are those of CVSS 3; others are passed over.
 */
export function readSeverity(text: string): Pick<Advisory, 'severity' | 'score' | 'vector'> {
  const plain = text
    .replace(/\*\*|__|`/g, '')
    .replace(/\]\([^()\s]{0,500}\)/g, ']')
    .replace(/[[\]]/g, ' ')
  const vectors = new Set(text.match(VECTOR))
  const [vector] = vectors
  const isOne = vectors.size === 1 && vector !== undefined
  const computed = isOne ? baseScore(vector) : undefined
  const stated = only(
    [...plain.matchAll(SCORE)]
      .filter(({ index }) => !/\bv?2(?:\.0)?\s*(?:base\s*)?$/i.test(plain.slice(Math.max(0, index - 12), index)))
      .map(([, score]) => Number(score))
      .filter((score) => score >= 0 && score <= 10),
  )
  const score = computed ?? (vectors.size < 2 ? stated : undefined)
  const words = [...plain.matchAll(WORD), ...plain.matchAll(AFTER_VECTOR)].map(([, word = '']) => word.toLowerCase())
  const named = new Set(words.map((word) => (word === 'moderate' ? 'medium' : word) as Severity))
  const band = score === undefined ? undefined : severityOf(score)
  const severity = named.size === 1 ? [...named][0] : band
  return {
    ...(severity === undefined ? {} : { severity }),
    ...(score === undefined ? {} : { score }),
    ...(computed === undefined || vector === undefined ? {} : { vector }),
  }
}

const only = <T>(values: readonly T[]): T | undefined => (new Set(values).size === 1 ? values[0] : undefined)
