import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { makeFirst } from '../../src/io/make-first.ts'
import { until } from '../until.ts'
import { writeLeastContent } from './least-content.ts'
import { NOW, writeSampleContent } from './sample-content.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** Of a machine that has much else to do, too. */
const PATIENCE = 300_000

interface Variant {
  readonly write: (content: string) => void
  readonly env?: Readonly<Record<string, string>>
}

/**
 * What readers see of the sample content, and what an editor sees of it before, with drafts and out of reach of search
 * engines; publications in which there is nothing yet.
 */
const VARIANTS = {
  published: { write: writeSampleContent },
  preview: { write: writeSampleContent, env: { CROWSNEST_DRAFTS: '1', CROWSNEST_ROBOTS: 'noindex' } },
  'least-kubernetes': {
    write(content) {
      writeLeastContent(content, 'kubernetes')
    },
  },
  'least-ferries': {
    write(content) {
      writeLeastContent(content, 'ferries')
    },
  },
} satisfies Readonly<Record<string, Variant>>

export interface Built {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command of the site's build as a person would. */
export async function buildSite(
  content: string,
  out: string,
  { now = NOW, env = {} }: { readonly now?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Built> {
  const command = [path.join(ROOT, 'scripts/build.ts'), '--content', content, '--out', out, '--now', now]
  const child = spawn(process.execPath, command, { cwd: ROOT, env: { ...process.env, ...env } })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, stdout, stderr }
}

export interface SharedSite {
  /** The content that it was built of, and the site: other tests read them at the same time, so nobody writes there. */
  readonly content: string
  readonly dist: string
}

/** A site that several files look at, built once for all of one run of the tests: by the first that asks. */
export async function buildSharedSite(variant: keyof typeof VARIANTS = 'published'): Promise<SharedSite> {
  const folder = path.join(sharedFolder(), variant)
  const [content, dist] = [path.join(folder, 'content'), path.join(folder, 'dist')]
  const outcome = path.join(folder, 'outcome.json')
  if (makeFirst(folder)) {
    let built: Built = { code: null, stdout: '', stderr: 'the content could not be written' }
    try {
      const { write, env = {} }: Variant = VARIANTS[variant]
      write(content)
      built = await buildSite(content, dist, { env })
    } finally {
      fs.writeFileSync(`${outcome}.part`, JSON.stringify(built))
      fs.renameSync(`${outcome}.part`, outcome)
    }
  }
  await until(`${variant} is built by another file`, () => fs.existsSync(outcome), { patience: PATIENCE })
  const { code, stderr } = JSON.parse(fs.readFileSync(outcome, 'utf8')) as Built
  assert.equal(code, 0, stderr)
  return { content, dist }
}

let own: string | undefined

/** The folder that `npm test` gives to all files and removes at the end; without one, a file has its own. */
function sharedFolder(): string {
  const given = process.env.CROWSNEST_TEST_SHARE
  if (given !== undefined) return given
  if (own === undefined) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-sample-'))
    process.once('exit', () => {
      fs.rmSync(folder, { recursive: true, force: true })
    })
    own = folder
  }
  return own
}
