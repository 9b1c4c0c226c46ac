import path from 'node:path'
import { parsePerson, type Person } from '../core/issue/person.ts'
import { type Collection, readCollection } from './content-folder.ts'

/** All people of a content folder, by id; none where it has no folder of authors. */
export function readAuthors(content: string): Collection<Person> {
  return readCollection(path.join(content, 'authors'), '.yml', (text, { name, where }) =>
    parsePerson(text, name.replace(/\.yml$/, ''), where),
  )
}
