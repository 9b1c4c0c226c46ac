import { z } from 'astro/zod'
import { formatYaml, parseYamlFile } from '../text/front-matter.ts'
import { wordsSchema } from '../text/line.ts'
import { daySchema } from '../text/moment.ts'
import type { Result } from '../text/problem.ts'
import { claimsSchema } from './claims.ts'
import { minorSchema } from './version.ts'

/** A day on which patches of all supported minors are to come out. */
const patchRoundSchema = z.strictObject({
  /** The last day on which a fix can still be put forward. */
  cherryPicks: daySchema.optional(),
  target: daySchema,
})

/** A day by which something must be done, in a few words that go on with `on Friday 7 November`: `code freeze`. */
const deadlineSchema = z.strictObject({ day: daySchema, what: wordsSchema, minor: minorSchema.optional() })

/** `content/releases/schedule.yml`: what belongs to no minor alone. */
const releaseScheduleSchema = z
  .strictObject({
    /** When each source was last read: what happened since, these files do not know. */
    read: claimsSchema(daySchema).default({}),
    rounds: z.array(patchRoundSchema).default([]),
    /** Days of a minor that is in the making, kept by hand. */
    deadlines: z.array(deadlineSchema).optional(),
  })
  .superRefine(({ rounds }, context) => {
    rounds.forEach(({ cherryPicks, target }, index) => {
      const path = ['rounds', index, 'cherryPicks']
      if (cherryPicks !== undefined && cherryPicks > target) {
        context.addIssue({ code: 'custom', path, message: `expected a day before the target, ${target}` })
      }
    })
  })

export type ReleaseSchedule = z.infer<typeof releaseScheduleSchema>

/** Reads `content/releases/schedule.yml`. */
export const parseReleaseSchedule = (text: string, where: string): Result<ReleaseSchedule> =>
  parseYamlFile(text, releaseScheduleSchema, where)

/** The file of the schedule. `parseReleaseSchedule(formatReleaseSchedule(x))` equals x. */
export const formatReleaseSchedule = ({ read, rounds, deadlines }: ReleaseSchedule): string =>
  formatYaml({ read, rounds, deadlines })
