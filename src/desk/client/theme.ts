import { recall, remember } from './memory.ts'

export type Theme = 'light' | 'dark'

/** What the editor chose here, if anything; the system's preference holds otherwise. */
export function chosenTheme(): Theme | undefined {
  const theme = recall('always', 'theme')
  return theme === 'light' || theme === 'dark' ? theme : undefined
}

export function shownTheme(): Theme {
  return chosenTheme() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
}

/** The style sheet of the site has both colours of everything, and reads from the root which one holds. */
export function applyTheme(theme: Theme | undefined): void {
  const root = document.documentElement
  if (theme === undefined) delete root.dataset.theme
  else root.dataset.theme = theme
}

/** The other one than is shown; where that is what the system prefers anyway, the choice is forgotten. */
export function switchTheme(): Theme {
  const next: Theme = shownTheme() === 'dark' ? 'light' : 'dark'
  const preferred: Theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  remember('always', 'theme', next === preferred ? undefined : next)
  applyTheme(chosenTheme())
  return next
}
