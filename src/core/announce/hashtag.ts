/**
 * Words as a hashtag in CamelCase, which programs that read aloud take apart: `cloud native` becomes `#CloudNative`.
 * A word that has capitals of its own keeps them (`KubeCon`, `SIG`).
 *
 * @returns undefined where no letter is left: networks take no hashtag of digits alone
 */
export function hashtag(words: string): string | undefined {
  const parts = words.normalize('NFC').match(/[\p{L}\p{M}\p{N}_]+/gu) ?? []
  const joined = parts.map((part) => part.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())).join('')
  return /\p{L}/u.test(joined) ? `#${joined}` : undefined
}
