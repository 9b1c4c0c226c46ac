import { createLinkClient } from '../io/ask-link.ts'
import { readAuthors } from '../io/author-files.ts'
import { createLinkMemory } from '../io/link-answer-files.ts'
import { readSiteSettings } from '../io/site-settings-file.ts'
import { readUserAgent } from '../io/user-agent.ts'
import { checkWholeIssue } from '../jobs/check-whole-issue.ts'
import type { CheckDesk } from './desk-session.ts'

/** The checks that the command makes, for the desk. */
export function createDeskCheck({ content, state }: { readonly content: string; readonly state: string }): CheckDesk {
  return (curation, links) => {
    const settings = readSiteSettings(content)
    const askLink = links ? createLinkClient({ allowNetwork: [], userAgent: readUserAgent(content) }) : undefined
    return checkWholeIssue(curation, {
      people: readAuthors(content).entries,
      settings: settings.ok ? settings.value : undefined,
      ...(askLink && { links: { askLink, memory: createLinkMemory(state) } }),
    })
  }
}
