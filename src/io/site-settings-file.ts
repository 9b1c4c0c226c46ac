import fs from 'node:fs'
import path from 'node:path'
import { parseYamlFile } from '../core/text/front-matter.ts'
import { failure, type Result } from '../core/text/problem.ts'
import type { Sections } from '../core/text/section-settings.ts'
import { type SiteSettings, siteSettingsSchema } from '../core/text/site-settings.ts'
import { displayPath } from './content-folder.ts'

const OWN_CONTENT = path.resolve(import.meta.dirname, '../../content')

/** The sections that the settings name; none where they name none, or cannot be read, which other readers say. */
export function readSections(content: string): Sections | undefined {
  const settings = readSiteSettings(content)
  return settings.ok ? settings.value.sections : undefined
}

/** Reads `site.yml` of a content folder, or the project's own where that folder has none. */
export function readSiteSettings(content: string): Result<SiteSettings> {
  const file = [content, OWN_CONTENT].map((folder) => path.join(folder, 'site.yml')).find((path) => fs.existsSync(path))
  if (file === undefined) {
    return failure({
      where: displayPath(path.join(content, 'site.yml')),
      what: 'there is no such file, and it names the site, its address and the sender of the mail',
      remedy: 'Restore content/site.yml, or write one with name, url, tagline, description and mail.from',
    })
  }
  return parseSettings(fs.readFileSync(file, 'utf8'), displayPath(file))
}

let last: { readonly text: string; readonly where: string; readonly settings: Result<SiteSettings> } | undefined

/** Parses the same text once: whatever reads an issue or an item asks for its sections, and has them in `site.yml`. */
function parseSettings(text: string, where: string): Result<SiteSettings> {
  if (last?.text !== text || last.where !== where)
    last = { text, where, settings: parseYamlFile(text, siteSettingsSchema, where) }
  return last.settings
}
