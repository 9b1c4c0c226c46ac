import juice from 'juice'

const INLINING = { applyHeightAttributes: false, applyWidthAttributes: false, applyAttributesTableElements: false }

/**
 * Writes a style sheet into each element, for mail programs that read none. What takes bytes and says nothing goes: spaces
 * in what was written, and classes that the sheet in the head has no use for.
 *
 * @param head the sheet that stands in the head of the mail
 */
export function inlineStyle(html: string, style: string, head: string): string {
  return juice.inlineContent(html, style, INLINING).replace(/<[a-z](?:"[^"]*"|[^">])*>/gi, (tag) =>
    tag
      .replace(
        / style="([^"]*)"/,
        (_, written: string) => ` style="${written.replace(/([:;,]) /g, '$1').replace(/;$/, '')}"`,
      )
      .replace(/ class="([^"]*)"/, (_, names: string) => {
        const kept = names.split(' ').filter((name) => new RegExp(`\\.${name}\\b`).test(head))
        return kept.length === 0 ? '' : ` class="${kept.join(' ')}"`
      }),
  )
}
