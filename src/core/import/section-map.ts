import { z } from 'astro/zod'
import { findSection, type SectionId, SECTIONS } from '../issue/section.ts'
import { parseYamlFile } from '../text/front-matter.ts'
import { failure, type Result, success } from '../text/problem.ts'

/** Sections that there are here, as far as headings are concerned. */
export type NamedSections = typeof SECTIONS

/** Where a heading leads, by `headingKey`: a section of ours, or `prose`, under its own words. */
export type SectionMap = ReadonlyMap<string, SectionId>

/** What stands before the first heading, in a file of `--sections`. */
export const NO_HEADING = '(none)'
/** What a file of `--sections` may say in place of a section. */
export const PROSE = 'prose'

/** Headings of newsletters about software, as `headingKey` has them. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  headlines: ['the headlines', 'headline', 'top stories', 'top story', 'highlights', 'featured', 'news'],
  'release-watch': ['release schedule', 'releases', 'kubernetes releases', 'upcoming releases', 'release news'],
  security: ['security news', 'security advisories', 'advisories', 'vulnerabilities', 'cves', 'vulnerability'],
  'developer-news': [
    ...['dev news', 'featured prs', 'featured pr', 'kep of the week', 'other merges', 'merges', 'promotions'],
    ...['deprecated', 'deprecations', 'version updates', 'meeting summary', 'meetings', 'community meeting summary'],
    ...['official', 'foundation', 'approved rfcs', 'new rfcs', 'new and updated rfcs', 'final comment period', 'rfcs'],
    ...['tracking issues and prs', 'breaking changes', 'other changes', 'whats cooking on master', 'new contributors'],
    ...['updates from the rust project', 'updates from rust core', 'rust compiler performance triage'],
  ],
  technical: [
    ...['the technical', 'tutorials', 'tutorial', 'walkthroughs', 'rust walkthroughs', 'deep dives', 'how to', 'howto'],
    ...['articles', 'notable links', 'blog posts', 'news and blog posts', 'research', 'reading', 'links'],
  ],
  tooling: [
    ...['tools', 'tooling spotlight', 'project tooling updates', 'project updates', 'projects', 'crate of the week'],
    ...['tool of the week', 'libraries', 'code', 'open source'],
  ],
  editorial: [
    ...[
      'the editorial',
      'observations thoughts',
      'opinion',
      'opinions',
      'miscellaneous',
      'misc',
      'people',
      'community',
    ],
    ...['process', 'newsletters', 'other'],
  ],
  'case-studies': ['case study', 'end users', 'end user stories', 'user stories'],
  'watch-and-listen': ['videos', 'video', 'podcasts', 'podcast', 'webinars', 'talks', 'audio', 'audio video', 'listen'],
  'subproject-releases': ['subprojects and dependency updates', 'subproject updates', 'dependency updates'],
  'events-and-calls': [
    ...['events', 'upcoming events', 'calls', 'call for participation', 'calls for participation', 'cfps', 'cfp'],
    ...['call for testing', 'calls for testing', 'conferences', 'meetups', 'cfp events', 'cfp projects'],
  ],
  shoutouts: ['shout outs', 'shoutout', 'thanks', 'kudos'],
}

const BY_HEADING: SectionMap = new Map(
  Object.entries(KNOWN).flatMap(([id, headings]) => headings.map((heading): [string, SectionId] => [heading, id])),
)

/** Words by which two headings are one: without marks, pictures and case, `&` as `and`. */
function headingKey(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/**
 * The section that a heading of an old issue leads to: by what its owner says, by our own titles, and by what is usual.
 *
 * @returns `PROSE` where the owner wants its words to stay together, undefined where nobody knows
 */
export function mapHeading(
  heading: string,
  own: SectionMap,
  sections: NamedSections = SECTIONS,
): SectionId | undefined {
  const key = headingKey(heading)
  const said = own.get(key) ?? findSection(heading, sections) ?? findSection(key.replaceAll(' ', '-'), sections)
  if (said !== undefined) return said
  const usual = BY_HEADING.get(key)
  return usual !== undefined && sections.some(({ id }) => id === usual) ? usual : undefined
}

/** Reads a file of `--sections`: on each line a heading, and the id or the title of a section, or `prose`. */
export function parseSectionMap(text: string, where: string, sections: NamedSections = SECTIONS): Result<SectionMap> {
  const data = parseYamlFile(text, z.record(z.string(), z.string()), where)
  if (!data.ok) return data
  const entries = Object.entries(data.value).map(([heading, name]) => ({
    heading,
    key: heading.trim() === NO_HEADING ? NO_HEADING : headingKey(heading),
    section: name.trim().toLowerCase() === PROSE ? PROSE : findSection(name, sections),
  }))
  const wrong = entries.filter(({ section }) => section === undefined)
  if (wrong.length > 0) {
    const what = `expected one of ${sections.map(({ id }) => id).join(', ')}, or ${PROSE}`
    return failure(...wrong.map(({ heading }) => ({ where, field: heading, what })))
  }
  return success(
    new Map(entries.flatMap(({ key, section }) => (section === undefined ? [] : [[key, section] as const]))),
  )
}
