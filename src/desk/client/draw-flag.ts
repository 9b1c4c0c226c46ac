import { html, type TemplateResult } from 'lit-html'
import type { SectionId } from '../../core/issue/section.ts'
import { sectionOf } from './section-letters.ts'

/** The flag of a section; the page holds one drawing of each. Its name stands beside it, so it says nothing itself. */
export function drawFlag(section: SectionId, className = ''): TemplateResult {
  const flag = sectionOf(section)?.flag
  if (flag === undefined) return html``
  return html`<svg class="flag ${className}" aria-hidden="true">
    <use href="#flag-${flag}"></use>
  </svg>`
}
