import { failure, type Result, success } from '../text/problem.ts'

/** What mailing services put in place of a recipient's own link: `{{ … }}`, `{% … %}`, `*|…|*`, `%%…%%`, `[…]`, `${…}`. */
const PLACEHOLDER = /\{\{.+\}\}|\{%.+%\}|\*\|.+\|\*|%%.+%%|\[.+\]|\$\{.+\}/

/**
 * Checks what `--unsubscribe` was given: a link (https, http or mailto), or a mailing service's placeholder, which
 * passes through verbatim. Quotes, angle brackets and control characters would break out of the attribute or header.
 */
export function parseUnsubscribeTemplate(text: string): Result<string> {
  const template = text.trim()
  // eslint-disable-next-line no-control-regex
  const safe = template !== '' && !/[\u0000-\u001f\u007f"'<>]/.test(template) && template.length <= 900
  const link = URL.canParse(template) && /^(https?|mailto):/i.test(template) && !/\s/.test(template)
  if (safe && (link || PLACEHOLDER.test(template))) return success(template)
  return failure({
    where: '--unsubscribe',
    what: `${JSON.stringify(text)} is neither a link nor a placeholder that a mailing service fills in`,
    remedy: `Give the service's placeholder, like '{{ unsubscribe_url }}', or a link, without quotes or angle brackets`,
  })
}

/** Whether a mailing service will run the mail through its template engine. */
export function isPlaceholder(template: string): boolean {
  return PLACEHOLDER.test(template)
}
