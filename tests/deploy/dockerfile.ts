import fs from 'node:fs'
import path from 'node:path'

/** One line of a Dockerfile, with those that it goes on in. */
export interface Instruction {
  readonly name: string
  /** `--from=build`, by name. */
  readonly flags: Readonly<Record<string, string>>
  readonly text: string
}

/** From one FROM to the next, with what the stage that it starts from did. */
export interface Stage {
  readonly name: string
  readonly base: string
  readonly instructions: readonly Instruction[]
}

const ROOT = path.join(import.meta.dirname, '../..')

export const readDockerfile = (): string => fs.readFileSync(path.join(ROOT, 'Dockerfile'), 'utf8')

/** The stages of a Dockerfile by name, in their order; each with all that its image was made by. */
export function readStages(text: string): Map<string, Stage> {
  const stages = new Map<string, Stage>()
  const lines = text.replaceAll(/^\s*#.*\n/gm, '').replaceAll(/\\\n/g, ' ')
  let current: { name: string; base: string; instructions: Instruction[] } | undefined
  for (const line of lines.split('\n').filter((line) => line.trim() !== '')) {
    const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? []
    const [, flagText = '', argument = ''] = /^((?:--\w+=\S+\s+)*)(.*)$/.exec(rest.replaceAll(/\s+/g, ' ')) ?? []
    if (name === 'FROM') {
      const [, base = '', stage = ''] = /^(\S+) AS (\S+)$/.exec(argument) ?? []
      current = { name: stage, base, instructions: [...(stages.get(base)?.instructions ?? [])] }
      stages.set(stage, current)
    } else {
      // Those of `docker run` are not those of HEALTHCHECK, which has words after its flags.
      const flags = Object.fromEntries([...flagText.matchAll(/--(\w+)=(\S+)/g)].map(([, key, value]) => [key, value]))
      current?.instructions.push({ name, flags, text: argument.trim() })
    }
  }
  return stages
}

/** What a stage says last under a name, as with USER; undefined where it says nothing. */
export const last = ({ instructions }: Stage, name: string): Instruction | undefined =>
  instructions.findLast((instruction) => instruction.name === name)

export interface Copy {
  readonly from: string | undefined
  readonly sources: readonly string[]
  readonly target: string
}

export const copiesOf = ({ instructions }: Stage): Copy[] =>
  instructions
    .filter(({ name }) => name === 'COPY')
    .map(({ flags, text }) => {
      const words = text.split(' ')
      return { from: flags.from, sources: words.slice(0, -1), target: words.at(-1) ?? '' }
    })

/** Whether `.dockerignore` lets a file or folder of the repository into the build: the last line that fits decides. */
export function isInContext(name: string): boolean {
  const lines = fs.readFileSync(path.join(ROOT, '.dockerignore'), 'utf8').split('\n')
  let isIn = true
  for (const line of lines.filter((line) => line !== '' && !line.startsWith('#'))) {
    const pattern = line.replace(/^!/, '')
    const parents = name.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'))
    const fits = parents.some((parent) => patternToRegExp(pattern).test(parent))
    if (fits) isIn = line.startsWith('!')
  }
  return isIn
}

/** As Docker reads it, whose `*` is also the dot of a hidden file. */
const patternToRegExp = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('**/', '(.+/)?')
      .replaceAll(/(?<!\()\*/g, '[^/]*')}$`,
  )
