import fs from 'node:fs'
import path from 'node:path'
import { type SiteSettings, siteSettingsSchema } from '../core/text/site-settings.ts'
import { parseYamlFile } from '../core/text/front-matter.ts'
import { failure, type Result } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'

/** The settings of a content folder; the project's own, where that folder has none. */
export function readSiteSettings(content: string): Result<SiteSettings> {
  const own = path.join(import.meta.dirname, '../../content/site.yml')
  const file = [path.join(content, 'site.yml'), own].find((candidate) => fs.existsSync(candidate))
  if (file === undefined) {
    return failure({
      where: displayPath(path.join(content, 'site.yml')),
      what: 'there is no such file',
      remedy: 'Restore it from git: it holds the name and the address of the site',
    })
  }
  return parseYamlFile(fs.readFileSync(file, 'utf8'), siteSettingsSchema, displayPath(file))
}
