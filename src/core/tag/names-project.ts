import type { Project } from './projects.ts'

const known = new WeakMap<Project, RegExp>()

/** Whether words that are known to speak of a project call it by a name: what is told of it there, not mentioned. */
export function namesProject(project: Project, words: string): boolean {
  const pattern = known.get(project) ?? createPattern(project)
  known.set(project, pattern)
  return pattern.test(words)
}

function createPattern({ id, name, words }: Project): RegExp {
  const names = [id, name, ...words].map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.join('|')})(?![\\p{L}\\p{N}])`, 'iu')
}
