import { z } from 'astro/zod'

/** The id of a vulnerability: `CVE-2023-2431`. */
export const cveSchema = z
  .string()
  .regex(/^CVE-(?:1999|20\d\d)-\d{4,10}$/, { error: 'expected a CVE, like CVE-2023-2431' })

/** Ids that are kept of one text: who names more makes a list. */
const MOST_IDS = 20

/** The ids that a short text names, in any case, each once, in its order. The numbering began in 1999. */
export function cvesIn(text: string): string[] {
  const ids = [...text.slice(0, 5_000).matchAll(/(?<![a-z0-9])cve-(1999|20\d\d)-(\d{4,10})(?!\d)/gi)]
  return [...new Set(ids.map(([, year, number]) => `CVE-${year}-${number}`))].slice(0, MOST_IDS)
}

/** Where the record of a CVE stands. */
export const cveRecordUrl = (cve: string): string => `https://www.cve.org/CVERecord?id=${cve}`
