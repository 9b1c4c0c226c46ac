/**
 * A post as LinkedIn's interface for programs takes it (`commentary`), in which characters are reserved that the field of
 * the page takes as they are: https://learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format
 *
 * @param hashtags those of its own, `#CloudNative`, which stay what they are; any other `#` is a sign
 */
export function littleText(text: string, hashtags: readonly string[]): string {
  return text
    .split(/(#[\p{L}\p{M}\p{N}_]+)/u)
    .map((part) => (hashtags.includes(part) ? `{hashtag|\\#|${escape(part.slice(1))}}` : escape(part)))
    .join('')
}

const escape = (text: string) => text.replace(/[\\|{}@[\]()<>#*_~]/g, String.raw`\$&`)
