import type { Kind } from '../core/source/source.ts'
import type { FlagId } from './flags.ts'

/** How lists name the kinds of items, in the order in which they stand; the flag is that of the section they feed. */
export const KIND_GROUPS = [
  { kind: 'security', title: 'Security', flag: 'U' },
  { kind: 'blog', title: 'Blogs', flag: 'G' },
  { kind: 'case-study', title: 'Case studies', flag: 'H' },
  { kind: 'media', title: 'Press', flag: 'E' },
  { kind: 'newsletter', title: 'Newsletters', flag: 'K' },
  { kind: 'community', title: 'Community', flag: 'C' },
  { kind: 'event', title: 'Events and calls', flag: 'V' },
  { kind: 'video', title: 'Video', flag: 'R' },
  { kind: 'podcast', title: 'Podcasts', flag: 'R' },
  { kind: 'release', title: 'Releases', flag: 'Z' },
] as const satisfies readonly { kind: Kind; title: string; flag: FlagId }[]

type Listed = (typeof KIND_GROUPS)[number]['kind']
/** Fails to compile when a kind is missing above. */
const allListed: Kind extends Listed ? true : never = true
void allListed
