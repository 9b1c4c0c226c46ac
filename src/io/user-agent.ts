import { readSiteSettings } from './site-settings-file.ts'

/** How this program introduces itself to other people's servers: its name, and where one can read about it. */
export function readUserAgent(content: string): string {
  const settings = readSiteSettings(content)
  return settings.ok ? `${settings.value.name.replace(/\W+/g, '')}/0.1 (+${settings.value.url})` : 'Crowsnest/0.1'
}
