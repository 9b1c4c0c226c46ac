import { z } from 'astro/zod'

/** A minor of Kubernetes: `1.36`. Always text: as a number, 1.20 would be 1.2. */
export const minorSchema = z.string().regex(/^(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})$/, {
  error: 'expected a minor version of Kubernetes, like 1.36',
})

/** A patch of a minor: `1.36.4`; the first, `1.36.0`, is the release itself. */
export const patchVersionSchema = z.string().regex(/^(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})$/, {
  error: 'expected a patch version of Kubernetes, like 1.36.4',
})

/** The minor of a patch version. */
export const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.')

/** The order of two versions by their numbers, the lower first; for `sort`. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]]
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? -1) - (right[at] ?? -1)
    if (difference !== 0) return difference
  }
  return 0
}
