import { recall, remember } from './memory.ts'

export type Theme = 'light' | 'dark'

const DARK = /\(prefers-color-scheme:\s*dark\)/

/** Rules that the style sheets make for the dark, with the words they had. */
const found = new Map<CSSMediaRule, string>()

function darkRules(): Map<CSSMediaRule, string> {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (rule instanceof CSSMediaRule && DARK.test(rule.conditionText)) found.set(rule, rule.conditionText)
    }
  }
  return found
}

/** What the editor chose here, if anything; the system's preference holds otherwise. */
export function chosenTheme(): Theme | undefined {
  const theme = recall('always', 'theme')
  return theme === 'light' || theme === 'dark' ? theme : undefined
}

export function shownTheme(): Theme {
  return chosenTheme() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
}

/** Lets the rules for the dark hold always or never, so that the colours stand in one place, the style sheet of the site. */
export function applyTheme(theme: Theme | undefined): void {
  for (const [rule, words] of darkRules()) {
    const condition = theme === undefined ? words : theme === 'dark' ? words.replace(DARK, 'all') : 'not all'
    if (rule.media.mediaText !== condition) rule.media.mediaText = condition
  }
  document.documentElement.classList.toggle('is-light', theme === 'light')
  document.documentElement.classList.toggle('is-dark', theme === 'dark')
}

/** The other one than is shown; where that is what the system prefers anyway, the choice is forgotten. */
export function switchTheme(): Theme {
  const next: Theme = shownTheme() === 'dark' ? 'light' : 'dark'
  const preferred: Theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  remember('always', 'theme', next === preferred ? undefined : next)
  applyTheme(chosenTheme())
  return next
}
