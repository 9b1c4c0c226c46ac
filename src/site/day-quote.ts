const QUOTED_WORDS = 40
/** A list's mark, a quotation's, a heading's, at the start of a line. */
const BLOCK_MARK = /^[ \t]*(?:(?:[*+-]|\d{1,9}[.)])[ \t]+|>[ \t]?|#{1,6}[ \t]+)+/gm
const FENCED = /^(`{3,}|~{3,})[^]*?(?:^\1[`~]*[ \t]*$|(?![^]))/gm
const TABLE_ROW = /^\|.*\|[ \t]*$/gm
/** Stands for a character that is no mark, while marks are taken out. */
const KEPT = 0xe000

/**
 * The first forty words or so of an excerpt, as text of one line. It knows the markdown that ingest writes, and no
 * other: a parser would give the same, and takes two milliseconds an excerpt where a site has ten thousand.
 */
export function quoteExcerpt(excerpt: string, most = QUOTED_WORDS): string {
  // Some of what is read becomes no words: the text of a link is followed by its address.
  const start = excerpt.length > 3000 ? excerpt.slice(0, 3000).replace(/\S+$/, '') : excerpt
  const words = stripMarkdown(start).split(/\s+/).filter(Boolean)
  if (words.length <= most) return words.join(' ')
  return `${words
    .slice(0, most)
    .join(' ')
    .replace(/[,;:–—-]+$/, '')} …`
}

function stripMarkdown(markdown: string): string {
  return markdown
    .replace(FENCED, ' ')
    .replace(TABLE_ROW, ' ')
    .replace(BLOCK_MARK, '')
    .replace(/^(?:[-*_][ \t]*){3,}$/gm, ' ')
    .replace(/`+([^`]+)`+/g, (_, code: string) => keep(code))
    .replace(/\\([!-/:-@[-`{-~])/g, (_, sign: string) => keep(sign))
    .replace(/\\$/gm, '')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, ' ')
    .replace(/\[([^\]]*)\]\((?:<[^>]*>|(?:[^()\s]|\([^()]*\))*)(?:\s+"[^"]*")?\)/g, '$1')
    .replace(/<((?:https?:\/\/|mailto:)[^\s>]+)>/g, '$1')
    .replace(/<[^>\s@]+@[^>\s]+>/g, (address) => address.slice(1, -1))
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, code: string) => String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff)))
    .replace(/&(amp|lt|gt|quot);/g, (_, name: keyof typeof ENTITIES) => ENTITIES[name])
    .replace(/(?<![\p{L}\p{N}])__(?=\S)|(?<=\S)__(?![\p{L}\p{N}])|\*\*|~~/gu, '')
    .replace(/\*(?=\S)|(?<=\S)\*/g, '')
    .replace(/(?<![\p{L}\p{N}])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}])/gu, '')
    .replace(/[\ue000-\ue07f]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - KEPT))
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"' } as const

/** Puts the signs of a text out of reach of what takes marks out. */
function keep(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + KEPT))
}
