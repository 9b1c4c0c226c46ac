import type { Digest } from '../../../src/core/digest/digest.ts'
import { assembleDigest } from '../../../src/core/digest/assemble-digest.ts'
import type { Issue } from '../../../src/core/issue/issue.ts'
import type { SiteSettings } from '../../../src/core/text/site-settings.ts'
import { makeIssue } from '../../builders.ts'

/** Settings of a site that has nothing but what it must have. */
export function makeSettings(own: Partial<SiteSettings> = {}): SiteSettings {
  return {
    name: 'Lighthouse',
    url: 'https://light.example',
    tagline: 'A lamp over the cluster',
    description: 'What the lamp shows, once a week.',
    language: 'en',
    mail: { from: 'Lighthouse <lamp@light.example>' },
    ...own,
  }
}

export function makeDigest(issue: Partial<Issue> = {}, unsubscribe?: string): Digest {
  return assembleDigest(makeIssue(issue), makeSettings(), unsubscribe)
}
