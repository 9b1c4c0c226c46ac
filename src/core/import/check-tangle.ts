import { failure, type Result, success } from '../text/problem.ts'

/** Quotations and lists within each other: a parser's stack has an end, and a page is narrow. */
const DEEPEST = 40
/**
 * Signs of markdown and HTML in one paragraph, table or entry of a list. The time that a parser takes for those
 * that have no end grows with the square of their number; the longest paragraphs that we know of have a few hundred.
 */
const MOST_MARKS = 3_000

const ENTRY = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/
const CONTAINERS = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/
const MARK = /[[\]<>&*_`~!\\]/g

/**
 * Says where a body is so tangled that to read it as markdown would take minutes, or would never end: nobody wrote that.
 *
 * @param bodyLine line of the file on which the body begins
 */
export function checkTangle(body: string, bodyLine: number, where: string): Result<undefined> {
  const remedy = 'Take out what stands there, or leave the file out'
  const line = (index: number) => bodyLine + index
  let marks = 0
  for (const [index, text] of body.split('\n').entries()) {
    const depth = (CONTAINERS.exec(text)?.[0].match(/>|[-*+]|\d+/g) ?? []).length
    // Two columns are the least by which an entry stands within another.
    const indent = ENTRY.test(text) ? (/^[ \t]*/.exec(text)?.[0].replaceAll('\t', '    ').length ?? 0) / 2 : 0
    if (depth > DEEPEST || indent > DEEPEST) {
      const what = `quotations or lists stand more than ${DEEPEST} deep within each other`
      return failure({ where, line: line(index), what, remedy })
    }
    if (text.trim() === '' || ENTRY.test(text)) marks = 0
    marks += text.match(MARK)?.length ?? 0
    if (marks > MOST_MARKS) {
      const what = `there are more than ${MOST_MARKS} marks of markdown or HTML in one paragraph`
      return failure({ where, line: line(index), what, remedy })
    }
  }
  return success(undefined)
}
