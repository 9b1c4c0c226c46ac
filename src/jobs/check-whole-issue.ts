import { assembleDigest } from '../core/digest/assemble-digest.ts'
import { checkSize } from '../core/digest/check-digest.ts'
import { renderHtml } from '../core/digest/render-html.ts'
import type { Check } from '../core/issue/check.ts'
import { checkIssue, sortChecks } from '../core/issue/check-issue.ts'
import { checkEmployers } from '../core/issue/check-mix.ts'
import type { Curation } from '../core/issue/curation.ts'
import type { Issue } from '../core/issue/issue.ts'
import type { Person } from '../core/issue/person.ts'
import { withToldCorrections } from '../core/issue/told-corrections.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import { checkIssueLinks } from './check-issue-links.ts'
import type { LinkPorts } from './ports.ts'

/** What the checks of an issue may ask besides the content of the desk. */
export interface CheckSupport {
  /** Those of `content/authors/`. */
  readonly people: readonly Person[]
  /** Of the site; where they cannot be read, the mail is not weighed, and a warning says so. */
  readonly settings: SiteSettings | undefined
  /** Without it the links are not asked for (`--offline`). */
  readonly links?: LinkPorts | undefined
}

/** All that is wrong with an issue, errors first: what `check` prints, and what `publish` and the desk go by. */
export async function checkWholeIssue(curation: Curation, { people, settings, links }: CheckSupport): Promise<Check[]> {
  const { issue } = curation
  // No mail is made of what was sent long ago, and links of the archive are looked after by `curate links`.
  if (issue.imported !== undefined) return checkIssue(curation)
  const found = [
    ...checkIssue(curation),
    ...weighMail(withToldCorrections(issue, curation.issues), settings),
    ...checkEmployers(curation, people),
    ...(links === undefined ? [] : await checkIssueLinks(curation, links)),
  ]
  return sortChecks(found, issue)
}

/** A link of the length that a subscriber's own has, so that the mail weighs what it will. */
const UNSUBSCRIBE_PATH = `/unsubscribe/${'x'.repeat(64)}`

function weighMail(issue: Issue, settings: SiteSettings | undefined): Check[] {
  if (settings === undefined) {
    const message = 'The mail was not weighed, because site.yml cannot be read'
    const remedy = `npm run digest -- --issue ${issue.key} says what is wrong with it`
    return [{ level: 'warning', check: 'mail-unchecked', message, remedy }]
  }
  const size = checkSize(renderHtml(assembleDigest(issue, settings, `${settings.url}${UNSUBSCRIBE_PATH}`)))
  return size === undefined ? [] : [size]
}
