import { z } from 'astro/zod'
import { parseYamlFile } from '../text/front-matter.ts'
import { wordsSchema } from '../text/line.ts'
import { daySchema } from '../text/moment.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { webUrlSchema } from '../text/web-url.ts'
import { GROUPS } from './groups.ts'

const meetingSchema = z.strictObject({
  title: wordsSchema,
  /** `Wednesdays at 11:00 PT, every two weeks`: a group keeps the clock of its own place. */
  when: wordsSchema,
  url: webUrlSchema.optional(),
  notes: webUrlSchema.optional(),
})

/** One file of `content/groups/`: how to take part in a group of Kubernetes. Facts, with the day they were looked up. */
const groupProfileSchema = z.strictObject({
  /** `SIG Auth` */
  title: wordsSchema,
  /** What it looks after, in a sentence of ours. */
  description: wordsSchema,
  site: webUrlSchema.optional(),
  slack: z.strictObject({ channel: wordsSchema, url: webUrlSchema }).optional(),
  list: webUrlSchema.optional(),
  meetings: z.array(meetingSchema).default([]),
  /** True where the group has ended. */
  ended: z.boolean().default(false),
  /** When this was looked up. */
  asOf: daySchema,
})

/** The id is the file's name, one of `GROUPS`. */
export type GroupProfile = z.infer<typeof groupProfileSchema> & { readonly id: string }

/** Reads `content/groups/<id>.yml`. */
export function parseGroupProfile(text: string, id: string, where: string): Result<GroupProfile> {
  if (!GROUPS.some((group) => group.id === id)) {
    return failure({
      where,
      what: `the file's name is the id of a group, and there is no ${JSON.stringify(id)}`,
      remedy: 'Name it like the folder of the group in kubernetes/community: sig-auth, wg-batch, committee-steering',
    })
  }
  const data = parseYamlFile(text, groupProfileSchema, where)
  return data.ok ? success({ id, ...data.value }) : data
}
