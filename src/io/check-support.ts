import type { LinkPorts } from '../jobs/ports.ts'
import type { CheckSupport } from '../jobs/check-whole-issue.ts'
import { createLinkClient } from './ask-link.ts'
import { readAuthors } from './author-files.ts'
import { createLinkMemory } from './link-memory.ts'
import { readSiteSettings } from './site-settings-file.ts'
import { readUserAgent } from './user-agent.ts'

/**
 * What `checkWholeIssue` asks for, of a content and a state folder, for one run of it. A file of an author that is
 * broken is as if it were not there: the test of the content says so.
 */
export function createCheckSupport(options: {
  readonly content: string
  readonly state: string
  /** Whether the links are left alone (`--offline`). */
  readonly isOffline?: boolean | undefined
  /** Ranges in CIDR notation that are open besides the public ones (`--allow-network`). */
  readonly allowNetwork?: readonly string[] | undefined
  readonly startProgress?: LinkPorts['startProgress']
}): CheckSupport {
  const { content, state, isOffline = false, allowNetwork = [], startProgress } = options
  const settings = readSiteSettings(content)
  return {
    people: readAuthors(content).entries,
    settings: settings.ok ? settings.value : undefined,
    links: isOffline
      ? undefined
      : {
          askLink: createLinkClient({ allowNetwork, userAgent: readUserAgent(content) }),
          memory: createLinkMemory(state),
          ...(startProgress && { startProgress }),
        },
  }
}
