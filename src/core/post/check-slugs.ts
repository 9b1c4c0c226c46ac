import type { FieldPath } from '../text/check-fields.ts'
import type { Problem } from '../text/problem.ts'
import type { LongForm } from './check-body.ts'
import { problemOfField, type WrittenFile } from './written-file.ts'

type Named = Pick<LongForm, 'slug'> & { readonly aliases: readonly string[] }

/** Addresses that two files of one folder want, by their names or as an earlier address. */
export function checkSlugs(files: readonly WrittenFile<Named>[]): Problem[] {
  const owners = new Map<string, string>()
  const problems: Problem[] = []
  for (const { entry, where } of files) {
    const owner = owners.get(entry.slug)
    if (owner === undefined) owners.set(entry.slug, where)
    else {
      const what = `its address would be that of ${owner}, which has the same name`
      problems.push({ where, what, remedy: 'Rename one of the two; an address that readers know becomes an alias' })
    }
  }
  for (const file of files) {
    for (const [index, alias] of file.entry.aliases.entries()) {
      const path: FieldPath = ['aliases', index]
      const owner = owners.get(alias)
      if (owner === undefined) owners.set(alias, file.where)
      else {
        const whose = owner === file.where ? 'this file itself' : owner
        problems.push(problemOfField(file, path, `${alias} leads to ${whose} already`, 'Take the alias out of one'))
      }
    }
  }
  return problems
}
