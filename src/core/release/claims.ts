import { z } from 'astro/zod'
import { RELEASE_SOURCE_IDS, type ReleaseSourceId } from './release-source.ts'

/** What each source says of one fact. They are never merged: where they differ, a page shows them all. */
export type Claims = Readonly<Partial<Record<ReleaseSourceId, string | undefined>>>

export interface Claim {
  readonly source: ReleaseSourceId
  readonly value: string
}

/** Claims of one kind of value, a source each. */
export function claimsSchema(value: z.ZodType<string>) {
  const optional = value.optional()
  return z.strictObject(
    Object.fromEntries(RELEASE_SOURCE_IDS.map((id) => [id, optional])) as Record<ReleaseSourceId, typeof optional>,
  )
}

/** The claims in the order of trust; whom it does not name comes after, in the order of `RELEASE_SOURCE_IDS`. */
export function listClaims(claims: Claims, trust: readonly ReleaseSourceId[]): Claim[] {
  return [...new Set([...trust, ...RELEASE_SOURCE_IDS])].flatMap((source) => {
    const value = claims[source]
    return value === undefined ? [] : [{ source, value }]
  })
}

/** What the most trusted of those who say anything says. */
export function settle(claims: Claims, trust: readonly ReleaseSourceId[]): Claim | undefined {
  return listClaims(claims, trust)[0]
}

/** Whether two sources say different things. */
export function disagree(claims: Claims): boolean {
  return new Set(Object.values(claims).filter((value) => value !== undefined)).size > 1
}
