import type { Person } from '../issue/person.ts'
import type { CaseStudy } from './case-study.ts'
import type { Post } from './post.ts'

/** Whether somebody of the byline wrote what is retold here, and not these words: the original names them. */
export function isOriginalAuthor(
  id: string,
  { retold }: Pick<Post | CaseStudy, 'retold'>,
  people: ReadonlyMap<string, Person>,
) {
  return retold?.authors.includes(people.get(id)?.name ?? id) === true
}
