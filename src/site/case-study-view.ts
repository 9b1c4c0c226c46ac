import type { CaseStudy } from '../core/post/case-study.ts'
import { formatDay } from '../core/text/moment.ts'
import type { SiteContent } from './site-content.ts'
import { createLongFormView, type LongFormPageView, type LongFormShelf, type PostLink } from './long-form-view.ts'
import { neighboursOf } from './neighbours.ts'
import { caseStudyPath } from './paths.ts'

export interface CaseStudyView extends LongFormPageView {
  readonly company: CaseStudy['company']
  readonly figures: CaseStudy['figures']
  readonly challenge: string
  readonly outcome: string
  /** The full study, where it stands elsewhere. */
  readonly study: string | undefined
}

/** A case study as its page shows it; its neighbours are those in time. */
export function createCaseStudyView(
  study: CaseStudy,
  content: LongFormShelf & Pick<SiteContent, 'caseStudies'>,
): CaseStudyView {
  const { company, figures, challenge, outcome } = study
  const at = content.caseStudies.findIndex(({ slug }) => slug === study.slug)
  const { before, after } = neighboursOf(content.caseStudies, at)
  return {
    ...createLongFormView(study, content),
    ...{ company, figures, challenge, outcome },
    study: study.study,
    previous: link(before),
    next: link(after),
  }
}

const link = (study: CaseStudy | undefined): PostLink | undefined =>
  study && {
    href: caseStudyPath(study.slug),
    title: study.title,
    label: `${study.company.name}, ${formatDay(study.date, { weekday: false })}`,
  }
