/** The language of a tag, without its country: `en` of `en-GB`; undefined where it is none. */
export function languageCode(tag: string): string | undefined {
  return /^[a-z]{2,3}(?=$|[-_])/i.exec(tag.trim())?.[0].toLowerCase()
}
