import { html, type TemplateResult } from 'lit-html'
import { ifDefined } from 'lit-html/directives/if-defined.js'
import { isWeb } from './is-web.ts'

interface LinkOptions {
  readonly id?: string
  readonly language?: string
  readonly className?: string
}

/** A link into the web, in a tab of its own, that tells nobody where it was followed; anything else is text. */
export function drawLink(url: string | undefined, text: string, options: LinkOptions = {}): TemplateResult {
  const { id, language, className = 'link' } = options
  const lang = language === '' ? undefined : language
  return isWeb(url)
    ? html`<a
        id=${ifDefined(id)}
        class=${className}
        href=${url}
        target="_blank"
        rel="noopener noreferrer"
        tabindex="-1"
        lang=${ifDefined(lang)}
        dir="auto"
        >${text}</a
      >`
    : html`<span id=${ifDefined(id)} class=${className} lang=${ifDefined(lang)} dir="auto">${text}</span>`
}
