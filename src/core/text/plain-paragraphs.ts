/**
 * The paragraphs of a markdown text in which nothing could be a mark, a link or a block, as most blurbs and excerpts
 * are: each means what it says, and need not be parsed. Undefined for any other text.
 */
export function plainParagraphs(markdown: string): string[] | undefined {
  const paragraphs = markdown.split('\n\n')
  return paragraphs.every(isPlain) ? paragraphs : undefined
}

const isPlain = (line: string) =>
  /^(?![\s#+\-=])[^\p{Cc}\\`*_~[\]<>&|@]+$/u.test(line) && !/^\d+[.)]|\s$|:\/\/|www\./iu.test(line)
