import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A folder that is gone at the end of the block, in memory where that can be: `using folder = makeTemporaryFolder()`. */
export function makeTemporaryFolder(): { readonly path: string } & Disposable {
  const folder = fs.mkdtempSync(path.join(process.env.CROWSNEST_TEST_MEMORY ?? os.tmpdir(), 'crowsnest-test-'))
  return {
    path: folder,
    [Symbol.dispose]() {
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Every file below a folder with its text, by path: two folders are the same where these are equal. */
export function readTree(folder: string): Record<string, string> {
  if (!fs.existsSync(folder)) return {}
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
  return Object.fromEntries(
    files.map((file) => [path.relative(folder, file).replaceAll(path.sep, '/'), fs.readFileSync(file, 'utf8')]),
  )
}
