import { sectionsOf } from '../core/issue/section.ts'
import { applyOperations } from '../core/issue/apply-operation.ts'
import type { Operation } from '../core/issue/operation.ts'
import type { Curation } from '../core/issue/curation.ts'
import type { Issue } from '../core/issue/issue.ts'
import { makePick } from '../core/issue/make-pick.ts'
import { plainBlurb, plainWords, type Words } from '../core/issue/tour-words.ts'
import { failure, type Result, success } from '../core/text/problem.ts'
import { draftIssue } from './draft-issue.ts'
import { publishIssue } from './publish-issue.ts'

/**
 * Drafts this week's issue, gives it words (an editor's, where there are any; else nothing but facts), takes out what
 * a check objects to, and publishes it.
 */
export function makeTourIssue(curation: Curation, count: number, words: Words | undefined): Result<Issue> {
  const led = applyOperations(curation, words ? headlineOperations(curation, words) : [])
  if (!led.ok) return led
  const draft = draftIssue({ ...curation, issue: led.value.issue }, count)
  if (!draft.ok) return draft
  if (draft.value.outcome === 'nothing') return failure({ where: curation.issue.key, what: draft.value.message })
  const drafted = { ...curation, issue: draft.value.state.issue }
  const worded = applyOperations(drafted, wordOperations(drafted, words ?? plainWords(drafted)))
  return worded.ok ? publishWithout(curation, worded.value.issue) : worded
}

/** What an editor puts first; an address that is not among the candidates is passed over. */
function headlineOperations({ stories, sources, issue }: Curation, { headlines }: Words): Operation[] {
  const sections = sectionsOf(issue)
  const leading = sections.find(({ id }) => id === 'headlines')?.id ?? sections[0]?.id ?? 'headlines'
  return headlines.flatMap((url): Operation[] => {
    const story = stories.find(({ lead }) => lead.url === url)
    return story ? [{ verb: 'pick', pick: makePick(story, leading, sources, sections) }] : []
  })
}

function wordOperations({ issue }: Pick<Curation, 'issue'>, words: Words): Operation[] {
  const heads = (['title', 'subject', 'preheader'] as const).map((field): Operation => ({
    verb: 'head',
    field,
    text: words[field],
  }))
  const blurbs = issue.picks.map((pick): Operation => {
    const text = pick.url === undefined ? undefined : words.blurbs[pick.url]
    return { verb: 'blurb', id: pick.id, text: text ?? plainBlurb(pick) }
  })
  return [...heads, { verb: 'note', text: words.note }, ...blurbs]
}

function publishWithout(curation: Curation, issue: Issue): Result<Issue> {
  const publication = publishIssue({ ...curation, issue })
  if (!publication.ok) return publication
  if (publication.value.outcome === 'changed') return success(publication.value.state.issue)
  const errors = publication.value.checks.filter(({ level }) => level === 'error')
  const faulty = new Set(errors.map(({ pick }) => pick))
  const picks = issue.picks.filter(({ id }) => !faulty.has(id))
  if (picks.length > 0 && picks.length < issue.picks.length) return publishWithout(curation, { ...issue, picks })
  return failure(...errors.map(({ message, remedy }) => ({ where: issue.key, what: message, remedy })))
}
