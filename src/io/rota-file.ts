import fs from 'node:fs'
import path from 'node:path'
import type { Issue } from '../core/issue/issue.ts'
import type { RotaFacts } from '../core/rota/plan-turns.ts'
import { checkRota, EMPTY_ROTA, parseRota, type Rota } from '../core/rota/rota.ts'
import type { Problem } from '../core/text/problem.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { readPeople } from './author-files.ts'
import { displayPath } from './content-folder.ts'

/** Its name in the content folder. */
export const ROTA = 'rota.yml'

/** The rota of a content folder, as it stands. */
export interface RotaFile {
  readonly rota: Rota
  /** Undefined where there is no such file. */
  readonly text: string | undefined
  /** The file, as a person would look it up. */
  readonly where: string
  readonly people: RotaFacts['people']
  /** Why it cannot be read; the rota is then an empty one, and is not to be written. */
  readonly broken: readonly Problem[]
  /** Whom it names and who is nobody. */
  readonly problems: readonly Problem[]
}

export function readRota(content: string): RotaFile {
  const file = path.join(content, ROTA)
  const where = displayPath(file)
  const people = readPeople(content)
  const nothing = { ...{ rota: EMPTY_ROTA, where, people }, broken: [], problems: [] }
  if (!fs.existsSync(file)) return { ...nothing, text: undefined }
  const text = fs.readFileSync(file, 'utf8')
  const parsed = parseRota(text, where)
  if (!parsed.ok) return { ...nothing, text, broken: parsed.problems }
  return { ...nothing, text, rota: parsed.value, problems: checkRota(parsed.value, text, where, people) }
}

/** What turns are planned from; an unreadable rota says nothing. */
export const rotaFacts = ({ rota, people }: RotaFile, issues: readonly Issue[]): RotaFacts => ({ rota, people, issues })

export function writeRota(content: string, text: string): void {
  writeFileAtomic(path.join(content, ROTA), text)
}
