import type { Item } from '../item/item.ts'
import { releasedProject } from '../release/release-address.ts'
import type { Sections } from '../text/section-settings.ts'
import { GENERATED_SECTION_IDS } from './generated-sections.ts'
import { type SectionId, SECTIONS, type StandardSectionId } from './section.ts'

/** Where the Kubernetes project speaks about its own making. */
const PROJECT_HOSTS = ['lwkd.info', 'kubernetes.dev', 'k8s.dev', 'keps.k8s.io']
const PROJECT_PATHS = ['github.com/kubernetes/enhancements/', 'github.com/kubernetes/community/']

/** On the project's blog, what is new in a version: `Kubernetes v1.36: …`, `Kubernetes 1.37 Sneak Peek`. */
const PROJECT_NEWS = /^Kubernetes v?1\.\d+\b/i
/** One advisory, or several of them: `CVE-2026-12345`, `Records of unfixed CVEs`. */
const ADVISORY = /\bCVE-\d{4}-\d{4,}\b|\bCVEs\b/

const ANNOUNCEMENT = /\b(?:announc(?:es|ing|ement)|released|survey|highlights|spotlight on|year in review)\b/i

type Suggested = Pick<Item, 'kind' | 'url' | 'title'>

/**
 * The section that an item belongs in; an editor may always say otherwise. One that takes its kind; else the standard one
 * for it; and where the settings have left that out, the first that is neither for headlines nor written by the program.
 */
export function suggestSection(item: Suggested, sections: Sections = SECTIONS): SectionId {
  const role = suggestRole(item)
  const found =
    sections.find(({ takes }) => takes.includes(item.kind)) ??
    sections.find(({ id }) => id === role) ??
    sections.find(({ id }) => id !== 'headlines' && !GENERATED_SECTION_IDS.some((written) => written === id)) ??
    sections[0]
  return found?.id ?? role
}

/** The standard section that an item belongs in, by its kind and its address. */
export function suggestRole(item: Suggested): StandardSectionId {
  const address = addressOf(item.url)
  const project = releasedProject(item)
  if (project !== undefined) return project === 'kubernetes/kubernetes' ? 'release-watch' : 'subproject-releases'
  if (PROJECT_HOSTS.includes(hostOf(address)) || PROJECT_PATHS.some((path) => address.startsWith(path))) {
    return 'developer-news'
  }
  switch (item.kind) {
    case 'release':
      return 'subproject-releases'
    case 'security':
      return 'security'
    case 'podcast':
    case 'video':
      return 'watch-and-listen'
    case 'case-study':
      return 'case-studies'
    case 'event':
      return 'events-and-calls'
    case 'newsletter':
    case 'media':
      return 'editorial'
    case 'blog':
    case 'community':
      if (ADVISORY.test(item.title)) return 'security'
      if (hostOf(address) === 'kubernetes.io' && PROJECT_NEWS.test(item.title)) return 'developer-news'
      return ANNOUNCEMENT.test(item.title) ? 'editorial' : 'technical'
  }
}

const addressOf = (url: string) => url.toLowerCase().replace(/^https?:\/\/(www\.)?/, '')
const hostOf = (address: string) => address.split(/[/?#]/)[0] ?? ''
