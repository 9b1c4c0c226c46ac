const PLAIN = /^[ -~]*$/

/** Columns that a text takes in a terminal; East Asian characters and emoji take two. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length
  const wide = text.match(
    /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu,
  )
  return [...text.replace(/\p{M}/gu, '')].length + (wide?.length ?? 0)
}

/**
 * Breaks a text into lines of at most `width` columns, between words; a word that is longer stands on a line of its
 * own, whole. Line breaks in the text stay.
 *
 * @param indent goes before each line, and counts
 * @param first goes before the first line in its stead
 */
export function wrapText(text: string, width: number, indent = '', first = indent): string {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = lines.length === 0 ? first : indent
    let taken = textWidth(line)
    let empty = true
    for (const word of paragraph.split(/[ \t]+/).filter(Boolean)) {
      const columns = textWidth(word)
      if (!empty && taken + 1 + columns > width) {
        lines.push(line)
        line = indent
        taken = textWidth(indent)
        empty = true
      }
      line = empty ? line + word : `${line} ${word}`
      taken += empty ? columns : columns + 1
      empty = false
    }
    lines.push(line.trimEnd())
  }
  return lines.join('\n')
}
