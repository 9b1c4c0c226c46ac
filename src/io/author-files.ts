import path from 'node:path'
import { parsePerson, type Person } from '../core/issue/person.ts'
import { type Collection, readCollection } from './content-folder.ts'

/** All people of a content folder, in the order of their ids; none where it has no folder of authors. */
export function readAuthors(content: string): Collection<Person> {
  return readCollection(path.join(content, 'authors'), '.yml', (text, { name, where }) =>
    parsePerson(text, name.replace(/\.yml$/, ''), where),
  )
}

/** The same, by id, without those whose files cannot be read. */
export const readPeople = (content: string): ReadonlyMap<string, Person> =>
  new Map(readAuthors(content).entries.map((person) => [person.id, person]))
