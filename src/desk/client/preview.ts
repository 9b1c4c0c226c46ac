import type { Theme } from './theme.ts'

/** What a frame of the preview shows: the page of an issue, which the server draws, or a mail, as HTML. */
export type Previewed = { readonly page: string } | { readonly mail: string }

export interface PreviewFrame {
  /** To be placed where it shall stand, and left there: a frame that is moved loads anew. */
  readonly element: HTMLIFrameElement
  /** Shows something, or the same as it is by now, in the light or the dark; where it was scrolled to stays. */
  readonly show: (what: Previewed, theme: Theme) => void
}

/**
 * A frame for the preview. The page follows changes by itself: it carries the development client, which the desk does
 * not. A mail is shown anew where its text is another; nothing in it runs, and it leads nowhere.
 */
export function createPreviewFrame(title: string): PreviewFrame {
  const element = document.createElement('iframe')
  element.title = title
  let shown: string | undefined
  let theme: Theme = 'light'
  let scrolled = 0
  element.addEventListener('load', () => {
    const { contentWindow, contentDocument } = element
    if (!contentWindow || !contentDocument) return
    colour(contentDocument, theme)
    contentWindow.scrollTo({ top: scrolled, behavior: 'instant' })
    contentWindow.addEventListener('scroll', () => (scrolled = contentWindow.scrollY), { passive: true })
  })
  return {
    element,
    show(what, next) {
      theme = next
      element.style.colorScheme = next
      if (element.contentDocument) colour(element.contentDocument, next)
      const content = 'page' in what ? what.page : what.mail
      if (shown === content) return
      const isMail = 'mail' in what
      if (!isMail || isMail !== element.hasAttribute('srcdoc')) scrolled = 0
      if (!isMail) {
        element.removeAttribute('sandbox')
        element.removeAttribute('srcdoc')
        element.src = what.page
      } else {
        // Of the same origin, so that it can be coloured and scrolled; without scripts, so that it can do nothing.
        element.setAttribute('sandbox', 'allow-same-origin')
        element.srcdoc = what.mail
      }
      shown = content
    },
  }
}

const SCHEME = /\(prefers-color-scheme:\s*(dark|light)\)/
/** What the media rules of a document said before they were told otherwise. */
const words = new WeakMap<CSSRule, string>()

/** Lets the rules for the one scheme hold always, and those for the other never, whatever the system prefers. */
function colour(shown: Document, theme: Theme): void {
  shown.documentElement.style.colorScheme = theme
  for (const sheet of shown.styleSheets) colourRules(sheet.cssRules, theme)
}

function colourRules(rules: CSSRuleList, theme: Theme): void {
  for (const rule of rules) {
    // Rules of another document are of another realm, so that `instanceof` knows none of them.
    if ('media' in rule) {
      const { media } = rule as CSSMediaRule
      const said = words.get(rule) ?? media.mediaText
      words.set(rule, said)
      const scheme = SCHEME.exec(said)?.[1]
      if (scheme !== undefined) media.mediaText = scheme === theme ? said.replace(SCHEME, 'all') : 'not all'
    }
    if ('cssRules' in rule) colourRules(rule.cssRules as CSSRuleList, theme)
  }
}
