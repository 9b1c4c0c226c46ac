import fs from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { makeTemplates } from '../server/test-app.ts'

/** A content folder and a built site, with pages of the app that say their names. */
export function makeSite(folder: string): { readonly content: string; readonly dist: string } {
  const [content, dist] = [path.join(folder, 'content'), path.join(folder, 'dist')]
  const files = {
    'content/site.yml': `name: Ebbe\nurl: https://light.example\ntagline: Tides\ndescription: About tides.\nmail:\n  from: Lamp <lamp@light.example>\n`,
    'dist/index.html': 'home',
    'dist/404.html': 'lost',
    'dist/suggest/index.html': 'form of the site',
    ...Object.fromEntries(Object.entries(makeTemplates()).map(([name, text]) => [`dist/app/${name}/index.html`, text])),
  }
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    fs.writeFileSync(path.join(folder, name), text)
  }
  return { content, dist }
}

/** A folder, the site in it and what every start of the server is told. */
export function makePlace(context: TestContext) {
  const folder = makeTemporaryFolder()
  context.after(() => folder[Symbol.dispose]())
  const { content, dist } = makeSite(folder.path)
  const [state, outbox] = [path.join(folder.path, 'state'), path.join(folder.path, 'outbox')]
  const args = ['--content', content, '--dist', dist, '--state', state, '--out', outbox, '--port', '0']
  return { path: folder.path, content, dist, state, outbox, args }
}
