import fs from 'node:fs'
import path from 'node:path'
import { checkPictureFile, isPictureName, type PictureFile } from '../core/post/picture-file.ts'
import type { Problem } from '../core/text/problem.ts'
import { type Collection, displayPath } from './content-folder.ts'

/** All pictures of posts and case studies: `posts/<slug>/<file>`. */
export function readPictures(content: string): Collection<PictureFile> {
  const entries: PictureFile[] = []
  const problems: Problem[] = []
  for (const folder of ['posts', 'case-studies'] as const) {
    for (const slug of list(path.join(content, folder), (entry) => entry.isDirectory())) {
      const own = path.join(content, folder, slug)
      for (const file of list(own, (entry) => entry.isFile() && isPictureName(entry.name))) {
        const bytes = fs.readFileSync(path.join(own, file))
        const checked = checkPictureFile(bytes, file, displayPath(path.join(own, file)))
        if (checked.ok) entries.push({ folder, slug, file, ...checked.value, base64: bytes.toString('base64') })
        else problems.push(...checked.problems)
      }
    }
  }
  return { entries, problems }
}

function list(folder: string, isWanted: (entry: fs.Dirent) => boolean): string[] {
  if (!fs.existsSync(folder)) return []
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && isWanted(entry))
    .map(({ name }) => name)
    .sort()
}
