{
  const root = document.documentElement
  const prefersDark = matchMedia('(prefers-color-scheme: dark)')
  const isDark = () => (root.dataset.theme ?? (prefersDark.matches ? 'dark' : 'light')) === 'dark'
  const show = (theme = '') => {
    if (theme === 'dark' || theme === 'light') root.dataset.theme = theme
    else delete root.dataset.theme
  }
  // A browser may refuse to remember.
  try {
    show(localStorage.theme)
  } catch {}
  const toggle = () => {
    const theme = isDark() ? 'light' : 'dark'
    const isPreferred = (theme === 'dark') === prefersDark.matches
    show(isPreferred ? '' : theme)
    try {
      if (isPreferred) localStorage.removeItem('theme')
      else localStorage.theme = theme
    } catch {}
  }
  // Read out.
  const status = document.createElement('p')
  const copy = async (button = document.createElement('button')) => {
    const typed = [...(button.closest('figure')?.querySelectorAll('[data-code]') ?? [])]
    const text = typed.map((code) => code.textContent).join('\n')
    const say = (words = '') => {
      button.textContent = words || 'Copy'
      status.textContent = words
    }
    await navigator.clipboard.writeText(text).then(
      () => say('Copied'),
      () => say('Not copied'),
    )
    setTimeout(say, 2000)
  }
  document.addEventListener('DOMContentLoaded', () => {
    for (const button of document.getElementsByTagName('button')) {
      const { themeToggle, copy: copies } = button.dataset
      if (themeToggle !== undefined) {
        const tell = () => button.setAttribute('aria-pressed', String(isDark()))
        tell()
        prefersDark.addEventListener('change', tell)
        button.addEventListener('click', () => (toggle(), tell()))
        button.hidden = false
      } else if (copies !== undefined && navigator.clipboard) {
        status.role = 'status'
        status.className = 'unseen'
        document.body.append(status)
        button.addEventListener('click', () => copy(button))
        button.hidden = false
      }
    }
  })
}
