import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { type GateResult, atMost } from './gate.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** Builds one content twice at one moment, and compares every file. */
export async function checkRebuild(content: string, now: string, folder: string): Promise<GateResult> {
  const sites = [path.join(folder, 'one'), path.join(folder, 'other')]
  for (const out of sites) await build(content, now, out)
  const [one = '', other = ''] = sites
  const names = (site: string) =>
    fs
      .globSync('**/*', { cwd: site, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(site, path.join(entry.parentPath, entry.name)))
  const all = [...new Set([...names(one), ...names(other)])].sort()
  const differing = all.filter((name) => {
    const [left, right] = [path.join(one, name), path.join(other, name)]
    return !fs.existsSync(left) || !fs.existsSync(right) || !fs.readFileSync(left).equals(fs.readFileSync(right))
  })
  const where = `two builds of ${all.length} files`
  return atMost({
    gate: 'files that differ',
    where,
    value: differing.length,
    limit: 0,
    details: differing.slice(0, 12),
  })
}

async function build(content: string, now: string, out: string): Promise<void> {
  const command = [path.join(ROOT, 'scripts/build.ts'), '--content', content, '--now', now, '--out', out]
  const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] })
  let talk = ''
  child.stderr.on('data', (chunk: Buffer) => (talk += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`the build failed: ${talk}`)
}
