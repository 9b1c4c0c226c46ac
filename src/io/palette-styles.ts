import path from 'node:path'
import { fillPalette, STANDARD_PALETTE } from '../core/text/palette.ts'
import { readSiteSettings } from './site-settings-file.ts'

/** What Vite wants of a plugin, as far as this is one. */
interface StylePlugin {
  readonly name: string
  readonly enforce: 'pre'
  transform(
    this: { addWatchFile(file: string): void },
    code: string,
    id: string,
  ): { code: string; map: null } | undefined
}

/**
 * Writes the colours of the settings into the style sheets of the site. Settings that cannot be read end a build by
 * their own loader, which says why.
 */
export function createPaletteStyles(content: string): StylePlugin {
  return {
    name: 'crowsnest-palette',
    enforce: 'pre',
    transform(code, id) {
      if (!/\.css(?:$|\?)|[?&]lang\.css/.test(id) || !code.includes('palette(')) return undefined
      this.addWatchFile(path.join(content, 'site.yml'))
      const settings = readSiteSettings(content)
      const palette = (settings.ok ? settings.value.colours : undefined) ?? STANDARD_PALETTE
      return { code: fillPalette(code, palette), map: null }
    },
  }
}
