/**
 * Words as they are in Slack's mrkdwn, where three characters mean something everywhere:
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export const slackText = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A link with words. In the address, a bar would begin the words, and an angle bracket end the link. */
export function slackLink(url: string, words: string): string {
  const address = url.replace(/[<>|]/g, encodeURIComponent).replaceAll('&', '&amp;')
  return `<${address}|${slackText(words)}>`
}
