import { countNoun } from '../text/count-noun.ts'
import { escapeControls } from '../text/plain-text.ts'
import { wrapText } from '../text/wrap-text.ts'
import { type Finding, FINDING_GROUPS, type FindingGroup, type FindingLevel } from './finding.ts'

export interface FindingStyle {
  /** Columns of the terminal. */
  readonly width: number
  /** Whether marks may be more than ASCII. */
  readonly unicode: boolean
  /** Colours what it is given, or leaves it. */
  readonly paint: (level: FindingLevel | 'heading', text: string) => string
}

const WORDS: Readonly<Record<FindingLevel, string>> = {
  ok: 'ok',
  warning: 'warning',
  error: 'error',
  unknown: 'not known',
}
const MARKS: Readonly<Record<FindingLevel, string>> = { ok: '✓', warning: '!', error: '✗', unknown: '?' }
const PLAIN: Readonly<Record<FindingLevel, string>> = { ok: '+', warning: '!', error: 'x', unknown: '?' }
const INDENT = '               '

/** Findings for a terminal: a line each below the headings, what to do below those that are not in order, and a sum. */
export function describeFindings(findings: readonly Finding[], { width, unicode, paint }: FindingStyle): string[] {
  const columns = Math.max(40, Math.min(width, 120))
  const groups = (Object.keys(FINDING_GROUPS) as FindingGroup[]).filter((group) =>
    findings.some((finding) => finding.group === group),
  )
  const lines = groups.flatMap((group) => [
    paint('heading', FINDING_GROUPS[group]),
    ...findings.filter((finding) => finding.group === group).flatMap((finding) => describe(finding)),
    '',
  ])
  const count = (level: FindingLevel) => findings.filter((finding) => finding.level === level).length
  const sum = [
    `${count('ok')} in order`,
    ...(count('warning') > 0 ? [countNoun(count('warning'), 'warning')] : []),
    ...(count('error') > 0 ? [countNoun(count('error'), 'error')] : []),
    ...(count('unknown') > 0 ? [`${count('unknown')} not known`] : []),
  ]
  return [...lines, `${sum.join(', ')}.`]

  function describe({ level, what, where, remedy }: Finding): string[] {
    const mark = `  ${(unicode ? MARKS : PLAIN)[level]} ${WORDS[level].padEnd(9)}  `
    const sentence = escapeControls(what)
    const text =
      level === 'ok' || where === undefined || what.includes(where)
        ? sentence
        : `${sentence} [${escapeControls(where)}]`
    const [first = '', ...rest] = wrapText(text, columns - mark.length).split('\n')
    return [
      paint(level, mark) + first,
      ...rest.map((line) => `${INDENT}${line}`),
      ...(remedy === undefined ? [] : advise(escapeControls(remedy))),
    ]
  }

  /** A record to publish is not broken over lines: it is copied. */
  function advise(remedy: string): string[] {
    const record = /^Publish (\S+\. TXT .*")(?:,.*)?$/s.exec(remedy)?.[1]
    if (record === undefined || remedy.length + INDENT.length <= columns)
      return wrapText(`→ ${remedy}`, columns - INDENT.length)
        .split('\n')
        .map((line, index) => `${INDENT}${index > 0 ? '  ' : ''}${unicode ? line : line.replace(/^→/, '>')}`)
    const rest = remedy.slice('Publish '.length + record.length)
    return [`${INDENT}${unicode ? '→' : '>'} Publish${rest}:`, `${INDENT}  ${record}`]
  }
}
