import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'

export const ROOT = path.join(import.meta.dirname, '../..')
const FOLDER = path.join(ROOT, '.github/workflows')

export interface Step {
  readonly id?: string
  readonly if?: string
  readonly run?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, string | number | boolean>>
  readonly env?: Readonly<Record<string, string>>
  readonly shell?: string
  readonly 'continue-on-error'?: boolean
}

export interface Job {
  readonly if?: string
  readonly needs?: string | readonly string[]
  readonly 'runs-on'?: string
  readonly 'timeout-minutes'?: number
  readonly environment?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}

export interface Workflow {
  readonly name: string
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: unknown
  readonly defaults?: { readonly run?: { readonly shell?: string } }
  readonly env?: Readonly<Record<string, string>>
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': unknown }
  readonly jobs: Readonly<Record<string, Job>>
}

/** Every workflow by the name of its file, with its text. */
export const WORKFLOWS: ReadonlyMap<string, { readonly text: string; readonly workflow: Workflow }> = new Map(
  fs
    .readdirSync(FOLDER)
    .sort()
    .map((name) => {
      const text = fs.readFileSync(path.join(FOLDER, name), 'utf8')
      return [name, { text, workflow: parse(text) as Workflow }]
    }),
)

export function workflowOf(file: string): Workflow {
  const found = WORKFLOWS.get(file)
  if (found === undefined) throw new Error(`there is no workflow ${file}`)
  return found.workflow
}
