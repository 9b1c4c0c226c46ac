import { z } from 'astro/zod'
import { parseYamlFile } from '../text/front-matter.ts'
import { proseSchema, wordsSchema } from '../text/line.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { webUrlSchema } from '../text/web-url.ts'
import { personIdSchema } from './person-id.ts'

/** One file of `content/authors/`: somebody who edits issues, or writes for this site. */
const personSchema = z.strictObject({
  name: wordsSchema,
  /** Who employs them; an issue says little of an editor's employer, or its check warns. */
  org: wordsSchema.optional(),
  url: webUrlSchema.optional(),
  /** What they are called at the host of the project's source, where reminders shall reach them. */
  handle: personIdSchema.optional(),
  /** Facts in a sentence or two of ours, for the box under what they wrote; as of `asOf`. Inline markdown. */
  bio: proseSchema.optional(),
  asOf: wordsSchema.optional(),
  type: z.enum(['person', 'organisation']).optional(),
})

/** The id is the file's name. */
export type Person = z.infer<typeof personSchema> & { readonly id: string }

/** Reads `content/authors/<id>.yml`. */
export function parsePerson(text: string, id: string, where: string): Result<Person> {
  const name = personIdSchema.safeParse(id)
  if (!name.success) {
    return failure({
      where,
      what: `the file's name is the id of a person: ${name.error.issues[0]?.message}`,
      remedy: 'Rename the file, after the name that `editors` of an issue uses',
    })
  }
  const data = parseYamlFile(text, personSchema, where)
  return data.ok ? success({ id, ...data.value }) : data
}
