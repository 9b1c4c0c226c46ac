import type { CaseStudy } from '../core/post/case-study.ts'
import type { Post } from '../core/post/post.ts'
import type { Series } from '../core/post/series.ts'
import { formatDay } from '../core/text/moment.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import type { Card } from './card.ts'
import { isCaseStudy } from './long-form-view.ts'

/** What the picture of a post or a case study says: what it is part of or about, title, day, and whom it follows. */
export function createLongFormCard(
  text: Post | CaseStudy,
  { settings, series }: { readonly settings: SiteSettings; readonly series: ReadonlyMap<string, Series> },
): Card {
  const { title, date, retold } = text
  const after = retold && `retold after ${retold.authors.join(', ')}`
  return {
    name: settings.name,
    title,
    above: isCaseStudy(text) ? `Case study · ${text.company.name}` : namePart(text, series),
    below: [formatDay(date, { weekday: false }), after].filter(Boolean).join(' · '),
    flags: isCaseStudy(text) ? ['H'] : [],
  }
}

function namePart({ series: place }: Post, known: ReadonlyMap<string, Series>): string {
  const series = place && known.get(place.id)
  return series ? `${series.title} · ${series.unit} ${place.part}` : 'Post'
}
