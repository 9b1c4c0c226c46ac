import { clothsByDay } from '../core/text/palette.ts'
import { hoistOf, paletteOf, type SiteSettings } from '../core/text/site-settings.ts'
import { type Flag, FLAGS } from './flags.ts'
import { escapeXml } from './rss-channel.ts'

/** Flags are drawn in a square of 12, icons in one of 32 with an edge of 2. */
const [SCALE, EDGE] = [28 / 12, 2]

/** The icon of the site as SVG: the first flag beside the name, or, where none flies, the first letter of it. */
export function renderIcon(settings: Pick<SiteSettings, 'name' | 'hoist' | 'kubernetes' | 'colours'>): string {
  const palette = paletteOf(settings)
  const [flag] = hoistOf(settings)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${flag === undefined ? drawLetter() : drawFlag(FLAGS[flag])}</svg>\n`

  function drawFlag({ shapes }: Flag): string {
    const cloths = clothsByDay(palette)
    return shapes.map(([colour, path]) => `<path fill="${cloths[colour]}" d="${enlarge(path)}"/>`).join('')
  }

  function drawLetter(): string {
    const letter = escapeXml([...settings.name][0] ?? '')
    const style = `fill="${palette.paper[0]}" font-family="Georgia,serif" font-weight="600" font-size="24" text-anchor="middle"`
    return `<rect width="32" height="32" rx="5" fill="${palette.sea[0]}"/><text x="16" y="24" ${style}>${letter}</text>`
  }
}

/** A path in the square of a flag as one in that of an icon; capital letters are places, small ones are steps. */
function enlarge(path: string): string {
  let isPlace = true
  return path.replace(/([a-z])|(\.?\d+(?:\.\d+)?)|-(\.?\d+(?:\.\d+)?)/gi, (found, command: string | undefined) => {
    if (command !== undefined) {
      isPlace = command === command.toUpperCase()
      return command
    }
    return String(Math.round((Number(found) * SCALE + (isPlace ? EDGE : 0)) * 100) / 100)
  })
}
