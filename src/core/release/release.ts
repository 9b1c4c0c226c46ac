import { z } from 'astro/zod'
import { formatYaml, parseYamlFile } from '../text/front-matter.ts'
import { wordsSchema } from '../text/line.ts'
import { dayOf, daySchema } from '../text/moment.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { webUrlSchema } from '../text/web-url.ts'
import { type Claim, claimsSchema, settle } from './claims.ts'
import type { ReleaseSourceId } from './release-source.ts'
import { compareVersions, minorOf, minorSchema, patchVersionSchema } from './version.ts'

const daysSchema = claimsSchema(daySchema)

const patchSchema = z.strictObject({
  version: patchVersionSchema,
  /** The day that was, or is, aimed at. */
  planned: daysSchema.default({}),
  /** When it came out; empty where nobody says. */
  days: daysSchema.default({}),
})

/** One file of `content/releases/`: a minor of Kubernetes, and what each source says of it. */
const releaseSchema = z
  .strictObject({
    /** The name that the release team gave it. */
    name: wordsSchema.optional(),
    announcement: webUrlSchema.optional(),
    /** The day that is, or was, aimed at. It says nothing of whether it came. */
    planned: daysSchema.default({}),
    released: daysSchema.default({}),
    /** From this day on only fixes of security and of what is critical. */
    maintenance: daysSchema.default({}),
    /** The last day of support. */
    endOfLife: daysSchema.default({}),
    /** The patch that a source calls the latest, or the last. */
    latest: claimsSchema(patchVersionSchema).default({}),
    patches: z.array(patchSchema).default([]),
  })
  .superRefine((release, context) => {
    const report = (path: (string | number)[], message: string) => {
      context.addIssue({ code: 'custom', path, message })
    }
    const released = settle(release.released, TRUST.released)
    // A source may know when a minor ends, or its patches, and not when it came out: that is then unknown.
    const isKnown = released ?? settle(release.planned, TRUST.planned) ?? settle(release.endOfLife, TRUST.endOfLife)
    if (!isKnown && release.patches.length === 0) {
      report(['released'], 'expected the day of the release, or in planned the day that is aimed at')
    }
    for (const field of ['maintenance', 'endOfLife'] as const) {
      for (const [source, day] of Object.entries(release[field])) {
        if (day !== undefined && released && day < released.value) {
          report([field, source], `expected a day after that of the release, ${released.value}`)
        }
      }
    }
    const first = new Set<string>()
    release.patches.forEach(({ version }, index) => {
      if (first.has(version)) report(['patches', index, 'version'], 'expected each patch once')
      first.add(version)
    })
  })

/** The minor is the file's name. Patches stand in the order of their numbers, the first one first. */
export type Release = z.infer<typeof releaseSchema> & { readonly minor: string }
export type Patch = Release['patches'][number]

/**
 * Whom to trust where sources differ: for what happened, who saw it happen; for what is promised, who promises. A tag
 * is made before the announcement, and an end that was put off stands in the list of what has ended.
 */
const TRUST = {
  planned: ['kubernetes-schedule', 'release-team'],
  released: ['kubernetes-schedule', 'kubernetes-blog', 'kubernetes-feed', 'endoflife-date', 'kubernetes-tags'],
  maintenance: ['kubernetes-schedule'],
  endOfLife: ['kubernetes-eol', 'kubernetes-schedule', 'endoflife-date'],
  patch: ['kubernetes-tags', 'kubernetes-feed', 'endoflife-date', 'kubernetes-schedule'],
} as const satisfies Record<string, readonly ReleaseSourceId[]>

export type ReleaseDate = 'planned' | 'released' | 'maintenance' | 'endOfLife'

/** The day of a release that we go by, and who says so. */
export const dateOf = (release: Release, date: ReleaseDate): Claim | undefined => settle(release[date], TRUST[date])

/** The day of a patch that we go by, and who says so. */
export const patchDay = ({ days }: Patch): Claim | undefined => settle(days, TRUST.patch)

/** The highest patch that is out on the UTC day of `now`; none where nobody lists one. */
export function latestPatch({ patches }: Release, now: Date): Patch | undefined {
  const today = dayOf(now)
  return patches.findLast((patch) => {
    const day = patchDay(patch)?.value
    return day === undefined ? settle(patch.planned, TRUST.planned) === undefined : day <= today
  })
}

/** Reads `content/releases/<minor>.yml`. */
export function parseRelease(text: string, minor: string, where: string): Result<Release> {
  const name = minorSchema.safeParse(minor)
  if (!name.success) {
    return failure({
      where,
      what: `the file's name is the release's version: ${name.error.issues[0]?.message}`,
      remedy: 'Rename the file',
    })
  }
  const ofMinor = releaseSchema.superRefine(({ patches, latest }, context) => {
    const report = (path: (string | number)[]) => {
      context.addIssue({ code: 'custom', path, message: `expected a patch of ${minor}, whose file this is` })
    }
    patches.forEach(({ version }, index) => {
      if (minorOf(version) !== minor) report(['patches', index, 'version'])
    })
    for (const [source, version] of Object.entries(latest)) {
      if (version !== undefined && minorOf(version) !== minor) report(['latest', source])
    }
  })
  const data = parseYamlFile(text, ofMinor, where)
  if (!data.ok) return data
  const patches = data.value.patches.toSorted((one, other) => compareVersions(one.version, other.version))
  return success({ minor, ...data.value, patches })
}

/** The file of a release. `parseRelease(formatRelease(x))` equals x. */
export function formatRelease({ minor: _, ...release }: Release): string {
  const { name, announcement, patches, ...claims } = release
  return formatYaml({
    name,
    announcement,
    ...Object.fromEntries(Object.entries(claims).map(([field, record]) => [field, filled(record)])),
    patches: patches.length > 0 ? patches.map(formatPatch) : undefined,
  })
}

const formatPatch = ({ version, planned, days }: Patch) => ({ version, planned: filled(planned), days: filled(days) })

const filled = (record: object) => (Object.values(record).some((value) => value !== undefined) ? record : undefined)
