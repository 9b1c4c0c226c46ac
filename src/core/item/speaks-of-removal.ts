import type { Item } from './item.ts'

/** What goes away, or must not be used any more: of a feature, an API, a package; not of a minor's support. */
const REMOVAL =
  /\b(?:deprecat(?:e[sd]?|ing|ions?)|remov(?:als?|ed (?:in|from|as of)|es? support)|no longer (?:supported|available|served|maintained)|drop(?:s|ped|ping) support|retire(?:s|d|ment)?|retiring|sunset(?:s|ting)?|breaking changes?|end[- ]of[- ](?:life|support))\b/i

/** Whether the title or the excerpt of an item speaks of a deprecation or a removal; the words are English. */
export const speaksOfRemoval = ({ title, excerpt }: Pick<Item, 'title' | 'excerpt'>): boolean =>
  REMOVAL.test(title) || REMOVAL.test(excerpt)
